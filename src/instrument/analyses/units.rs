//! The settings of the artificial units.

use crate::engine::{CURRENT_MAX, Cell};
use crate::keys::View;
use crate::model::{Neuron, Protocol, Units};
use crate::scope::{ladder_down, ladder_up};

/// Least slope that the keys reach.
const SLOPE_MIN: f64 = 0.001;

/// Whether the units are shown, and how they are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::instrument) struct Artificial {
    pub(in crate::instrument) shown: bool,
    pub(in crate::instrument) units: Units,
    /// What one press changes theta by.
    pub(in crate::instrument) step: f64,
}

impl Artificial {
    /// Units that suit `protocol` and the currents of `neuron`.
    pub(in crate::instrument) fn suiting(
        neuron: &Neuron,
        protocol: &Protocol,
        shown: bool,
    ) -> Self {
        let pa = neuron.equations.current_unit().is_some();
        let units = Units::answering(protocol, None, pa);
        // A round number, a little below the slope or equal to it.
        let step = ladder_down(units.slope * 1.001, SLOPE_MIN);
        Self { shown, units, step }
    }

    /// The same for the protocol of another `cell`.
    pub(in crate::instrument) fn suit(&mut self, cell: &Cell) {
        *self = Self::suiting(&cell.neuron, &cell.protocol, self.shown);
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
