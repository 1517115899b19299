//! Everything that is drawn: each number is a function of the seed, of what it is for, and of where it
//! is asked for, so that neither order nor threads can change it.

use crate::model::Counter;

use super::super::{Distribution, Law};

/// What a number is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// What differs from neuron to neuron of a population.
    Spread(usize),
    /// Who is connected with whom in a projection.
    Wiring(usize),
    /// Weights of a projection.
    Weight(usize),
    /// Delays of a projection.
    Delay(usize),
    /// Whether synapses of a projection release.
    Release(usize),
    /// A random input.
    Input(usize),
    /// The protocol of a population.
    Protocol(usize),
}

impl Purpose {
    /// The counter of this purpose.
    pub(super) fn counter(self, seed: u64) -> Counter {
        let (kind, index) = match self {
            Self::Spread(index) => (1, index),
            Self::Wiring(index) => (2, index),
            Self::Weight(index) => (3, index),
            Self::Delay(index) => (4, index),
            Self::Release(index) => (5, index),
            Self::Input(index) => (6, index),
            Self::Protocol(index) => (7, index),
        };
        Counter::new(seed, (kind << 32) | index as u64)
    }
}

/// Two small numbers as one index.
pub(super) fn pair(high: u32, low: u32) -> u64 {
    (u64::from(high) << 32) | u64::from(low)
}

/// A weight of `distribution` at `index`.
pub(super) fn weight(distribution: Distribution, counter: Counter, index: u64) -> f64 {
    match distribution {
        Distribution::Constant(weight) => weight,
        Distribution::Uniform { low, high } => low + (high - low) * counter.unit(index),
        Distribution::Normal { mean, sd } => {
            let drawn = mean + sd * counter.normal(index);
            if drawn * mean < 0.0 { 0.0 } else { drawn }
        }
    }
}

/// The number that is multiplied with a spread's factor, for the neuron with this place in its
/// population and the spread with this place in the list of spreads.
pub(super) fn spread(law: Law, counter: Counter, neuron: u32, place: usize) -> f64 {
    let own = pair(place as u32 + 1, neuron);
    let shared = pair(0, neuron);
    match law {
        Law::Shared => counter.unit(shared),
        Law::SharedSquare => {
            let number = counter.unit(shared);
            number * number
        }
        Law::Uniform => counter.unit(own),
        Law::Normal => counter.normal(own),
    }
}
