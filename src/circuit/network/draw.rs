//! Random numbers: each is a function of the seed, of its purpose and of the place it is drawn for,
//! so neither order nor threads can change it.

use crate::model::Counter;

use super::super::{Distribution, Law, Outside, PopulationId, Recipe};

/// The purpose of a random number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The spread of a population's neurons.
    Spread(PopulationId),
    /// The connections of a projection.
    Wiring(usize),
    /// The weights of a projection.
    Weight(usize),
    /// The delays of a projection.
    Delay(usize),
    /// Release or failure at the synapses of a projection.
    Release(usize),
    /// A random input.
    Input(usize),
    /// The protocol of a population.
    Protocol(PopulationId),
}

impl Purpose {
    /// The random stream of this purpose.
    pub(super) fn counter(self, seed: u64) -> Counter {
        let (kind, index) = match self {
            Self::Spread(population) => (1, population.index()),
            Self::Wiring(index) => (2, index),
            Self::Weight(index) => (3, index),
            Self::Delay(index) => (4, index),
            Self::Release(index) => (5, index),
            Self::Input(index) => (6, index),
            Self::Protocol(population) => (7, population.index()),
        };
        Counter::new(seed, (kind << 32) | index as u64)
    }
}

/// Packs two small numbers into one index.
pub(super) fn pair(high: u32, low: u32) -> u64 {
    (u64::from(high) << 32) | u64::from(low)
}

/// The law of a projection's weights. A draw is rounded to the nearest single-precision number, so
/// that the weight is the same however it is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightLaw {
    distribution: Distribution,
    range: (f64, f64),
    counter: Counter,
}

impl WeightLaw {
    /// Most draws of a normal law for one weight. A recipe may ask for a range that holds one in a
    /// hundred draws; even then hardly any weight needs this many.
    const DRAWS_MAX: u64 = 4096;

    /// The law of the projection at `index`.
    pub(super) fn new(recipe: &Recipe, index: usize, seed: u64) -> Self {
        let projection = &recipe.projections[index];
        let counter = Purpose::Weight(index).counter(seed);
        Self { distribution: projection.weight, range: projection.weight_range(), counter }
    }

    /// The weight of the synapse at the index `place` in the row of `source`.
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

    /// The first further draw for this synapse that lies in the range.
    #[cold]
    fn draw_again(&self, mean: f64, sd: f64, at: u64) -> f64 {
        let own = Counter::new(self.counter.bits(at), 1);
        let mut draws = (0..Self::DRAWS_MAX).map(|draw| mean + sd * own.normal(draw));
        draws.find(|weight| self.allows(*weight)).unwrap_or(mean)
    }
}

/// Uniform numbers are made in blocks of this size: the first half of a block from the upper halves
/// of its words, the second half from their lower halves.
pub(super) const UNIFORMS: u32 = 32;

/// The block of uniform numbers that contains `place` of the row of `source`, equal to what
/// [`WeightLaw::at`] gives one by one.
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
    // The bits become the digits of a number between 1 and 2: not every processor has vector
    // instructions that convert integers.
    let digits = ((word & 0xffff_ffff) << 20) | (1 << 19) | 1f64.to_bits();
    f64::from((low + (high - low) * (f64::from_bits(digits) - 1.0)) as f32)
}

/// The random number that a spread multiplies by its factor, for the neuron at this index of its
/// population and the spread at this index of the list.
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
