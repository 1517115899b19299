//! The steps of a run that were too long.

use crate::engine::{Sink, Unstable};

/// Counts steps that were too long for a neuron, see [`crate::model::Neuron::unstable_below_mv`]. In a
/// circuit a step counts once for each neuron for which it was too long.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnstableSteps {
    steps: u64,
    first: Option<Unstable>,
    lowest_mv: Option<f64>,
}

impl UnstableSteps {
    /// Number of steps.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The first such step, if there was any.
    #[must_use]
    pub fn first(&self) -> Option<&Unstable> {
        self.first.as_ref()
    }

    /// The lowest potential that such a step started from (mV); not known of a neuron of a circuit.
    #[must_use]
    pub fn lowest_mv(&self) -> Option<f64> {
        self.lowest_mv
    }

    /// Adds those of another run.
    pub fn merge(&mut self, other: &Self) {
        self.steps += other.steps;
        self.first = self.first.or(other.first);
        self.lowest_mv = lower(self.lowest_mv, other.lowest_mv);
    }
}

/// The lower of two potentials (mV), as far as they are known.
fn lower(before: Option<f64>, now: Option<f64>) -> Option<f64> {
    match (before, now) {
        (Some(before), Some(now)) => Some(before.min(now)),
        (before, now) => before.or(now),
    }
}

impl Sink for UnstableSteps {
    fn unstable(&mut self, unstable: &Unstable) {
        self.steps += 1;
        self.first.get_or_insert(*unstable);
        self.lowest_mv = lower(self.lowest_mv, unstable.lowest_mv);
    }
}
