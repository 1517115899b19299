//! Correlated noise: an Ornstein-Uhlenbeck process on the steps of a run.
//!
//! The process follows `x[k+1] = r x[k] + sqrt(1 - r^2) xi[k+1]`, `r = exp(-dt/tau)`, which is
//! exact at the steps (Gillespie, Phys. Rev. E 54 (1996) 2084). To make a value depend only on seed
//! and step, a recursion starts from a stationary number at the start of every block of [`MEMORY`]
//! time constants. The values of a block continue the recursion that started one block earlier, so
//! the start before them has a weight of at most `exp(-40)`, below the rounding error.

use crate::model::noise::Noise;

/// Length of a block (time constants).
const MEMORY: f64 = 40.0;
/// Maximum of numbers per time constant. With shorter steps a number holds for several steps, which
/// bounds the cost of a value at any step. Successive numbers differ by about 1 % of the deviation.
const DRAWS_PER_TAU_MAX: f64 = 16_384.0;

/// The recursion of the process, whose standard deviation is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Correlated {
    /// `r`: factor of the present number in the next.
    keep: f64,
    /// `sqrt(1 - r^2)`: factor of the new random number.
    kick: f64,
    /// Number of steps for which a number holds.
    every: u64,
    /// Number of numbers in a block.
    block: u64,
}

/// The position of the last value, from which the next value mostly continues.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail {
    process: Correlated,
    index: u64,
    /// The value: the recursion that started one block earlier.
    value: f64,
    /// The recursion that started at the start of this block.
    restarted: f64,
}

impl Correlated {
    /// The process with the time constant `tau_ms`, whose numbers hold for at least `every` steps.
    pub(super) fn new(tau_ms: f64, steps_per_ms: u32, every: u64) -> Self {
        let tau_steps = tau_ms * f64::from(steps_per_ms);
        let every = every.max((tau_steps / DRAWS_PER_TAU_MAX).ceil() as u64).max(1);
        let share = every as f64 / tau_steps;
        Self {
            keep: libm::exp(-share),
            kick: libm::sqrt(-libm::expm1(-2.0 * share)),
            every,
            block: (MEMORY / share).ceil().max(1.0) as u64,
        }
    }

    /// The value at step `step`. `trail` only saves work and does not change the value.
    pub(super) fn value(&self, noise: &Noise, step: u64, trail: &mut Option<Trail>) -> f64 {
        let index = step / self.every;
        let start = (index / self.block).saturating_sub(1) * self.block;
        let usable =
            |trail: &Trail| trail.process == *self && (start..=index).contains(&trail.index);
        let mut at = trail.filter(usable).unwrap_or_else(|| {
            let first = noise.normal(start);
            Trail { process: *self, index: start, value: first, restarted: first }
        });
        if at.index < index {
            let numbers = noise.normals_from(at.index + 1);
            numbers.take((index - at.index) as usize).for_each(|number| at.advance(number));
        }
        *trail = Some(at);
        at.value
    }
}

impl Trail {
    fn advance(&mut self, number: f64) {
        let Correlated { keep, kick, block, .. } = self.process;
        self.index += 1;
        self.restarted = keep * self.restarted + kick * number;
        if self.index.is_multiple_of(block) {
            self.value = self.restarted;
            self.restarted = number;
        } else {
            self.value = keep * self.value + kick * number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_depends_on_its_place_alone() {
        let noise = Noise::new(3, 1);
        let process = Correlated::new(1.25, 4, 1);
        assert_eq!((process.every, process.block), (1, 200));
        let mut trail = None;
        let sequential: Vec<f64> =
            (0..1100).map(|k| process.value(&noise, k, &mut trail)).collect();
        // Forwards in leaps, backwards, and without a trail.
        let mut trail = None;
        for k in (0..1100).step_by(37).chain((0..1100).rev().step_by(91)) {
            assert_eq!(process.value(&noise, k, &mut trail), sequential[k as usize], "{k}");
            assert_eq!(process.value(&noise, k, &mut None), sequential[k as usize], "{k}");
        }
    }

    #[test]
    fn blocks_leave_no_seam() {
        let noise = Noise::new(3, 1);
        let process = Correlated::new(1.25, 4, 1);
        let mut trail = None;
        let values: Vec<f64> = (0..1100).map(|k| process.value(&noise, k, &mut trail)).collect();
        for k in 1..1100u64 {
            let law = process.keep * values[k as usize - 1] + process.kick * noise.normal(k);
            assert!((values[k as usize] - law).abs() < 1e-15, "{k}");
        }
    }

    #[test]
    fn deviation_and_memory_are_as_asked() {
        let noise = Noise::new(5, 1);
        let process = Correlated::new(2.0, 5, 1);
        let n = 200_000u64;
        let mut trail = None;
        let x: Vec<f64> = (0..n).map(|k| process.value(&noise, k, &mut trail)).collect();
        let mean_of = |lag: usize| {
            x.iter().zip(&x[lag..]).map(|(a, b)| a * b).sum::<f64>() / (x.len() - lag) as f64
        };
        assert!((x.iter().sum::<f64>() / n as f64).abs() < 0.03);
        for (lag, expected) in [(0, 1.0), (5, libm::exp(-0.5)), (10, libm::exp(-1.0)), (100, 0.0)] {
            assert!((mean_of(lag) - expected).abs() < 0.03, "{lag}: {}", mean_of(lag));
        }
    }

    #[test]
    fn a_look_at_any_place_is_bounded() {
        let process = Correlated::new(10_000.0, 1_000_000, 1);
        assert_eq!(process.block, 655_360);
        let value = process.value(&Noise::new(1, 1), 1 << 53, &mut None);
        assert!(value.abs() < 6.0);
    }
}
