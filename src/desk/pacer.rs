//! Turns wall time into whole steps.

use crate::scope::Speed;

/// Longest wall time that is made up for at once (ns); the rest of a longer stall is dropped.
const CATCH_UP_NS_MAX: u64 = 250_000_000;
/// Nanoseconds in a millisecond times the millionths in which a speed is counted.
const UNITS_PER_STEP_MS: u128 = 1_000_000 * 1_000_000;

/// Turns wall time into whole steps. The remainder is kept as an integer, so no time is lost.
#[derive(Clone, Debug, Default)]
pub(super) struct Pacer {
    remainder: u128,
}

/// The steps that are due after a stretch of wall time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Steps to make.
    pub(super) steps: u64,
    /// Wall time that is dropped (ns).
    pub(super) dropped_ns: u64,
}

impl Pacer {
    /// The steps that are due after `elapsed_ns` more of wall time.
    pub(super) fn pace(&mut self, elapsed_ns: u64, speed: Speed, steps_per_ms: u32) -> Pace {
        let taken_ns = elapsed_ns.min(CATCH_UP_NS_MAX);
        let rate = u128::from(speed.millionths()) * u128::from(steps_per_ms);
        let units = u128::from(taken_ns) * rate + self.remainder;
        self.remainder = units % UNITS_PER_STEP_MS;
        Pace { steps: (units / UNITS_PER_STEP_MS) as u64, dropped_ns: elapsed_ns - taken_ns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_lost_however_it_is_cut() {
        let mut pacer = Pacer::default();
        let speed = Speed::new(0.37).expect("in range");
        let cuts = [1u64, 333_333, 16_666_667, 7, 99_999_999, 250_000_000];
        let total: u64 = cuts.iter().sum();
        let steps: u64 = cuts.iter().map(|&ns| pacer.pace(ns, speed, 4).steps).sum();
        assert_eq!(steps, (total as f64 * 0.37 * 4.0 / 1e6) as u64);
    }

    #[test]
    fn a_long_stall_is_dropped_and_reported() {
        let pace = Pacer::default().pace(1_000_000_000, Speed::default(), 4);
        assert_eq!(pace, Pace { steps: 1000, dropped_ns: 750_000_000 });
    }
}
