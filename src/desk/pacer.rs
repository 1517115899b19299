//! Elapsed time turned into whole steps.

use crate::job::{Allowance, Pieces};
use crate::scope::Speed;

/// Longest stretch of time that is made up for at once (ns): a longer stall is dropped.
const CATCH_UP_NS_MAX: u64 = 250_000_000;
/// Nanoseconds in a millisecond times the millionths in which a speed is counted.
const UNITS_PER_STEP_MS: u128 = 1_000_000 * 1_000_000;

/// Turns real time into whole steps and keeps the rest as an integer, so that no time is lost.
#[derive(Clone, Debug, Default)]
pub struct Pacer {
    remainder: u128,
}

/// The steps that a stretch of real time amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Steps to make.
    pub steps: u64,
    /// Real time that was too long to be made up for (ns).
    pub dropped_ns: u64,
}

impl Pacer {
    /// The steps that are due after another `elapsed_ns`.
    pub fn pace(&mut self, elapsed_ns: u64, speed: Speed, steps_per_ms: u32) -> Pace {
        let taken_ns = elapsed_ns.min(CATCH_UP_NS_MAX);
        let rate = u128::from(speed.millionths()) * u128::from(steps_per_ms);
        let units = u128::from(taken_ns) * rate + self.remainder;
        self.remainder = units % UNITS_PER_STEP_MS;
        Pace { steps: (units / UNITS_PER_STEP_MS) as u64, dropped_ns: elapsed_ns - taken_ns }
    }
}

/// What can make steps, in pieces of any size.
pub(crate) trait Paced {
    /// Makes up to so many steps; returns how many it made, none if it is still in the middle of
    /// one, or `None` if no more are wanted.
    fn make(&mut self, steps: u64) -> Option<u64>;

    /// How many steps go into a piece.
    fn pieces(&mut self) -> &mut Pieces;
}

impl Pace {
    /// The same with one more step, if that is still to be made from before.
    #[must_use]
    pub(crate) fn and(self, one_more: bool) -> Self {
        Self { steps: self.steps.saturating_add(u64::from(one_more)), ..self }
    }

    /// Has `paced` make the steps that are due as long as `allowance` says that there is time.
    /// Returns the model time that got lost (ms): steps for which there was no time, and what was
    /// dropped before.
    pub(crate) fn make<P: Paced>(
        self,
        paced: &mut P,
        speed: Speed,
        steps_per_ms: u32,
        allowance: &mut impl Allowance,
    ) -> f64 {
        let left = Pieces::share_out(paced, P::pieces, self.steps, P::make, allowance);
        let dropped_ms = self.dropped_ns as f64 / 1e6 * speed.factor();
        dropped_ms + left as f64 / f64::from(steps_per_ms)
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

    /// Counts steps, up to the most that are wanted, in pieces of 30.
    struct Counter {
        made: u64,
        wanted: u64,
        pieces: Pieces,
    }

    impl Paced for Counter {
        fn make(&mut self, steps: u64) -> Option<u64> {
            self.made += steps;
            (self.made < self.wanted).then_some(steps)
        }

        fn pieces(&mut self) -> &mut Pieces {
            &mut self.pieces
        }
    }

    #[test]
    fn what_there_is_no_time_for_is_told() {
        let pace = Pace { steps: 100, dropped_ns: 3_000_000 };
        let speed = Speed::new(2.0).expect("in range");
        let mut counter = Counter { made: 0, wanted: 1000, pieces: Pieces::new(30, 30) };
        let mut looks = 0;
        let mut twice = || {
            looks += 1;
            looks < 2
        };
        let lost_ms = pace.make(&mut counter, speed, 4, &mut twice);
        assert_eq!((counter.made, lost_ms), (60, 6.0 + 10.0));
        // What is no longer wanted is not missed.
        counter.wanted = 0;
        assert_eq!(pace.make(&mut counter, speed, 4, &mut || true), 6.0);
    }
}
