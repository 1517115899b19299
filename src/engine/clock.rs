//! Whole steps, and the milliseconds they stand for.

use serde::{Deserialize, Serialize};

/// Most steps in one millisecond.
pub const STEPS_PER_MS_MAX: u32 = 1_000_000;

/// A count of steps since the start.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Step(pub u64);

impl Step {
    /// The last step that a run may reach: up to here every count is exact as an `f64`.
    pub const MAX: Self = Self(1 << 53);
}

/// Turns steps into time by one exact division, never by a sum.
///
/// A switch to a neuron with another step moves the origin, so that time goes on where it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    origin: Step,
    origin_ms: f64,
    steps_per_ms: u32,
}

impl Clock {
    /// A clock that starts at 0 ms with steps of `1/steps_per_ms` ms.
    #[must_use]
    pub fn new(steps_per_ms: u32) -> Self {
        Self { origin: Step(0), origin_ms: 0.0, steps_per_ms }
    }

    /// Steps in one millisecond.
    #[must_use]
    pub fn steps_per_ms(&self) -> u32 {
        self.steps_per_ms
    }

    /// Length of a step (ms).
    #[must_use]
    pub fn dt_ms(&self) -> f64 {
        1.0 / f64::from(self.steps_per_ms)
    }

    /// Time at the start of `step` (ms).
    #[inline]
    #[must_use]
    pub fn time_ms(&self, step: Step) -> f64 {
        self.origin_ms + (step.0 - self.origin.0) as f64 / f64::from(self.steps_per_ms)
    }

    /// Counts in another length of step from `step` on.
    pub fn change(&mut self, step: Step, steps_per_ms: u32) {
        if steps_per_ms != self.steps_per_ms {
            *self = Self { origin: step, origin_ms: self.time_ms(step), steps_per_ms };
        }
    }
}

/// The whole number `n` from 1 to 1,000,000 with `dt_ms = 1/n`, if there is one.
#[must_use]
pub fn steps_per_ms_of(dt_ms: f64) -> Option<u32> {
    let steps = 1.0 / dt_ms;
    let whole = steps.round();
    let fits = (1.0..=f64::from(STEPS_PER_MS_MAX)).contains(&whole) && (steps - whole).abs() < 1e-9;
    fits.then_some(whole as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_one_over_a_whole_number() {
        assert_eq!(steps_per_ms_of(0.25), Some(4));
        assert_eq!(steps_per_ms_of(0.2), Some(5));
        assert_eq!(steps_per_ms_of(0.1), Some(10));
        assert_eq!(steps_per_ms_of(1.0), Some(1));
        assert_eq!(steps_per_ms_of(1e-6), Some(1_000_000));
        for bad in [0.3, 2.0, 0.0, -0.25, f64::NAN, f64::INFINITY, 1e-7, 0.333] {
            assert_eq!(steps_per_ms_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn time_goes_on_across_a_change_of_step() {
        let mut clock = Clock::new(4);
        assert_eq!(clock.time_ms(Step(10)), 2.5);
        clock.change(Step(10), 5);
        assert_eq!(clock.time_ms(Step(10)), 2.5);
        assert_eq!(clock.time_ms(Step(15)), 3.5);
    }
}
