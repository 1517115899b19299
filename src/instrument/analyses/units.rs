//! The settings of the artificial units.

use crate::circuit::NeuronId;
use crate::engine::{CURRENT_MAX, Subject};
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

    /// Changes theta by a step.
    pub(in crate::instrument) fn nudge_theta(&mut self, up: bool) {
        let step = if up { self.step } else { -self.step };
        let theta = &mut self.units.theta;
        *theta = (*theta + step).clamp(-CURRENT_MAX, CURRENT_MAX);
    }

    /// Makes the slope wider, or steeper.
    pub(in crate::instrument) fn nudge_slope(&mut self, wider: bool) {
        let slope = &mut self.units.slope;
        *slope = match wider {
            true => ladder_up(*slope, CURRENT_MAX),
            false => ladder_down(*slope, SLOPE_MIN),
        };
    }
}
