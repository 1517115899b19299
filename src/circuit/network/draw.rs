//! Everything that is drawn: each number is a function of the seed, of what it is for, and of where it
//! is asked for, so that neither order nor threads can change it.

use crate::model::Counter;

use super::super::{Distribution, Law, Outside, Recipe};

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

/// How the weights of a projection are drawn. What is drawn is the single-precision number nearest to the
/// draw, so that it is the same weight however it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightLaw {
    distribution: Distribution,
    range: (f64, f64),
    counter: Counter,
}

impl WeightLaw {
    /// Most draws of a normal law for one weight: even where no more than one in a hundred lies in the
    /// range, which is the least that a recipe may have, hardly ever are so many needed.
    const DRAWS_MAX: u64 = 4096;

    /// That of the projection at `index`.
    pub(super) fn new(recipe: &Recipe, index: usize, seed: u64) -> Self {
        let projection = &recipe.projections[index];
        let counter = Purpose::Weight(index).counter(seed);
        Self { distribution: projection.weight, range: projection.weight_range(), counter }
    }

    /// The weight of the synapse with `place` in the row of `source`.
    #[inline(always)]
    pub(super) fn at(&self, source: u32, place: u32) -> f64 {
        let drawn = match self.distribution {
            Distribution::Constant(weight) => return weight,
            Distribution::Uniform { low, high } => {
                let words = pair(source, place / UNIFORMS * (UNIFORMS / 2));
                let place = place % UNIFORMS;
                let word = self.counter.bits(words + u64::from(place % (UNIFORMS / 2)));
                uniform(low, high, if place < UNIFORMS / 2 { word >> 32 } else { word })
            }
            Distribution::Normal { mean, sd, outside } => {
                let at = pair(source, place);
                let first = mean + sd * self.counter.normal(at);
                let again = outside == Outside::DrawAgain && !self.allows(first);
                f64::from((if again { self.draw_again(mean, sd, at) } else { first }) as f32)
            }
        };
        let (low, high) = self.range;
        drawn.clamp(low, high)
    }

    fn allows(&self, weight: f64) -> bool {
        (self.range.0..=self.range.1).contains(&weight)
    }

    /// The first of other draws for the synapse that is in the range.
    #[cold]
    fn draw_again(&self, mean: f64, sd: f64, at: u64) -> f64 {
        let own = Counter::new(self.counter.bits(at), 1);
        let mut draws = (0..Self::DRAWS_MAX).map(|draw| mean + sd * own.normal(draw));
        draws.find(|weight| self.allows(*weight)).unwrap_or(mean)
    }
}

/// Uniform numbers are made in blocks of so many, the first half of them from the upper halves of so many
/// words, and the second half from their lower halves.
pub(super) const UNIFORMS: u32 = 32;

/// The block of uniform numbers that holds `place` in the row of `source`, as [`WeightLaw::at`] gives them
/// one by one.
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

/// A number between `low` and `high`, in single precision, from the lower 32 bits of a word.
#[inline(always)]
fn uniform(low: f64, high: f64, word: u64) -> f64 {
    // As digits of a number between 1 and 2: conversions of integers are no vectors everywhere.
    let digits = ((word & 0xffff_ffff) << 20) | (1 << 19) | 1f64.to_bits();
    f64::from((low + (high - low) * (f64::from_bits(digits) - 1.0)) as f32)
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
