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

/// A weight of `distribution` for the synapse with `place` in the row of `source`.
#[inline(always)]
pub(super) fn weight(distribution: Distribution, counter: Counter, source: u32, place: u32) -> f64 {
    match distribution {
        Distribution::Constant(weight) => weight,
        Distribution::Uniform { low, high } => {
            let words = pair(source, place / UNIFORMS * (UNIFORMS / 2));
            let place = place % UNIFORMS;
            let word = counter.bits(words + u64::from(place % (UNIFORMS / 2)));
            uniform(low, high, if place < UNIFORMS / 2 { word >> 32 } else { word })
        }
        Distribution::Normal { mean, sd } => {
            let drawn = mean + sd * counter.normal(pair(source, place));
            if drawn * mean < 0.0 { 0.0 } else { drawn }
        }
    }
}

/// Uniform numbers are made in blocks of so many, the first half of them from the upper halves of so many
/// words, and the second half from their lower halves.
pub(super) const UNIFORMS: u32 = 32;

/// The block of uniform numbers that holds `place` in the row of `source`, as [`weight`] gives them one by
/// one.
#[inline(always)]
pub(super) fn uniform_block(
    (low, high): (f64, f64),
    counter: Counter,
    (source, block): (u32, u32),
    out: &mut [f64; UNIFORMS as usize],
) {
    const HALF: usize = UNIFORMS as usize / 2;
    let words = pair(source, block * HALF as u32);
    for lane in 0..HALF {
        let word = counter.bits(words + lane as u64);
        out[lane] = uniform(low, high, word >> 32);
        out[lane + HALF] = uniform(low, high, word);
    }
}

/// A number between `low` and `high`, from the lower 32 bits of a word.
#[inline(always)]
fn uniform(low: f64, high: f64, word: u64) -> f64 {
    // As digits of a number between 1 and 2: conversions of integers are no vectors everywhere.
    let digits = ((word & 0xffff_ffff) << 20) | (1 << 19) | 1f64.to_bits();
    low + (high - low) * (f64::from_bits(digits) - 1.0)
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
