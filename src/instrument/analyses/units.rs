//! The settings of the artificial units.

use crate::circuit::NeuronId;
use crate::engine::{CURRENT_MAX, Subject};
use crate::keys::View;
use crate::model::Units;
use crate::scope::{ladder_down, ladder_up};

/// Least slope that keys can set.
const SLOPE_MIN: f64 = 0.001;

/// Whether the units are shown, and how they are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::instrument) struct Artificial {
    pub(in crate::instrument) shown: bool,
    pub(in crate::instrument) units: Units,
    /// Change of theta by one key press.
    pub(in crate::instrument) step: f64,
}

impl Artificial {
    /// Units that suit the protocol and the currents of a neuron of `subject`.
    pub(in crate::instrument) fn suiting(subject: &Subject, neuron: NeuronId, shown: bool) -> Self {
        let unit = subject.neuron(neuron).and_then(|neuron| neuron.equations.current_unit());
        let protocol = subject.protocol_of(neuron).expect("a neuron of the subject");
        let units = Units::answering(protocol, None, unit.is_some());
        // A round number, a little below the slope or equal to it.
        let step = ladder_down(units.slope * 1.001, SLOPE_MIN);
        Self { shown, units, step }
    }

    pub(in crate::instrument) fn change(&mut self, view: View) {
        let Units { theta, slope } = &mut self.units;
        match view {
            View::ThetaHigher => *theta = (*theta + self.step).min(CURRENT_MAX),
            View::ThetaLower => *theta = (*theta - self.step).max(-CURRENT_MAX),
            View::SlopeWider => *slope = ladder_up(*slope, CURRENT_MAX),
            View::SlopeSteeper => *slope = ladder_down(*slope, SLOPE_MIN),
            _ => {}
        }
    }
}
