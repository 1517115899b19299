//! Steps of a run that were too long.

use crate::engine::{Sink, Unstable};

/// How many steps were too long for a neuron, see [`crate::model::Neuron::unstable_below_mv`]: in a
/// circuit each step counts once for each neuron.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnstableSteps {
    steps: u64,
    first: Option<Unstable>,
    lowest_mv: Option<f64>,
}

impl UnstableSteps {
    /// How many there were.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The first of them, if there was any.
    #[must_use]
    pub fn first(&self) -> Option<&Unstable> {
        self.first.as_ref()
    }

    /// The lowest potential that one of them started from (mV), where it is known.
    #[must_use]
    pub fn lowest_mv(&self) -> Option<f64> {
        self.lowest_mv
    }
}

impl Sink for UnstableSteps {
    fn unstable(&mut self, unstable: &Unstable) {
        self.steps += 1;
        self.first.get_or_insert(*unstable);
        self.lowest_mv = match (self.lowest_mv, unstable.lowest_mv) {
            (Some(before), Some(now)) => Some(before.min(now)),
            (before, now) => before.or(now),
        };
    }
}
