//! White noise as a function of seed, stream and index, however a run is split into calls.
//!
//! The generator is ChaCha with eight rounds (Bernstein 2008). Its bits are converted to numbers
//! here, because the distributions of general crates may change between versions.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Words of 32 bits of generator output per normal number.
const WORDS_PER_NORMAL: u128 = 4;

/// Standard normal noise, one number per index.
#[derive(Clone, Debug)]
pub struct Noise {
    generator: ChaCha8Rng,
}

impl Noise {
    /// The noise of `seed` on one of its independent `stream`s.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self { generator }
    }

    /// The number at `index`: mean 0, standard deviation 1 (Box-Muller transform).
    #[must_use]
    pub fn normal(&self, index: u64) -> f64 {
        normal(&mut self.generator_at(index))
    }

    /// The normal numbers from `index` on.
    pub fn normals_from(&self, index: u64) -> impl Iterator<Item = f64> + use<> {
        // Each number consumes exactly its own words, so the generator keeps its position.
        let mut generator = self.generator_at(index);
        std::iter::repeat_with(move || normal(&mut generator))
    }

    fn generator_at(&self, index: u64) -> ChaCha8Rng {
        let mut generator = self.generator.clone();
        generator.set_word_pos(u128::from(index) * WORDS_PER_NORMAL);
        generator
    }
}

fn normal(generator: &mut ChaCha8Rng) -> f64 {
    // `1 - unit` is never 0, so the logarithm is finite.
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - unit(generator.next_u64())));
    let angle = 2.0 * std::f64::consts::PI * unit(generator.next_u64());
    radius * libm::cos(angle)
}

/// The upper 53 bits as a number in `[0, 1)`.
fn unit(bits: u64) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    (bits >> 11) as f64 * SCALE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_a_standard_normal() {
        let noise = Noise::new(1, 0);
        let n = 20_000u32;
        let values: Vec<f64> = (0..u64::from(n)).map(|k| noise.normal(k)).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        let within_one = values.iter().filter(|x| x.abs() < 1.0).count();
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
        assert!((13_400..13_900).contains(&within_one), "{within_one}");
    }

    #[test]
    fn a_number_depends_on_seed_stream_and_index_alone() {
        let noise = Noise::new(7, 0);
        let forwards: Vec<f64> = (0..8).map(|k| noise.normal(k)).collect();
        let backwards: Vec<f64> = (0..8).rev().map(|k| noise.normal(k)).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()));
        assert!(noise.normals_from(3).take(5).eq(forwards[3..].iter().copied()));
        assert_ne!(noise.normal(3), Noise::new(8, 0).normal(3));
        assert_ne!(noise.normal(3), Noise::new(7, 1).normal(3));
    }
}
