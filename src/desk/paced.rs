//! Keeps a model in step with the wall clock.

use super::Desk;
use crate::job::{Allowance, Pieces};

/// A model on a desk, which can make steps in pieces of any size.
pub(crate) trait Paced {
    /// The desk that paces the model.
    fn desk_mut(&mut self) -> &mut Desk;

    /// Steps in a millisecond of model time.
    fn steps_per_ms(&self) -> u32;

    /// Makes up to `steps` steps and returns their number: 0 if a step is still in progress, `None` if
    /// the model is at its end.
    fn make(&mut self, steps: u64) -> Option<u64>;

    /// Whether a step was interrupted and is still in progress.
    fn is_amid_step(&self) -> bool {
        false
    }
}

/// Makes the steps of `paced` that are due after `elapsed_ns` more of wall time, as far as
/// `allowance` permits. Steps for which there was no time, and the part of a long stall that is not
/// made up for, are dropped and reported as lag.
pub(crate) fn follow<P: Paced>(paced: &mut P, elapsed_ns: u64, allowance: &mut impl Allowance) {
    let steps_per_ms = paced.steps_per_ms();
    let begun_ms = |paced: &P| f64::from(u8::from(paced.is_amid_step())) / f64::from(steps_per_ms);
    // A step that was left in the middle was due before, and is not lost if it still is.
    let begun = u64::from(paced.is_amid_step());
    let desk = paced.desk_mut();
    desk.expire();
    let (pace, factor) = (desk.pace(elapsed_ns, steps_per_ms), desk.speed.factor());
    let steps = pace.steps.saturating_add(begun);
    let left = Pieces::share_out(paced, |it| it.desk_mut().pieces(), steps, P::make, allowance);
    let lost_ms = pace.dropped_ns as f64 / 1e6 * factor + left as f64 / f64::from(steps_per_ms);
    let begun_ms = begun_ms(paced);
    paced.desk_mut().lose(lost_ms - begun_ms);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Start, Tone};
    use crate::scope::Speed;

    /// Counts steps, up to the most that are wanted, in pieces of 30.
    struct Counter {
        desk: Desk,
        made: u64,
        wanted: u64,
    }

    impl Paced for Counter {
        fn desk_mut(&mut self) -> &mut Desk {
            &mut self.desk
        }

        fn steps_per_ms(&self) -> u32 {
            4
        }

        fn make(&mut self, steps: u64) -> Option<u64> {
            self.made += steps;
            (self.made < self.wanted).then_some(steps)
        }
    }

    fn counter() -> Counter {
        let speed = Speed::new(0.1).expect("in range");
        let desk = Desk::new(&Start::USUAL, speed, Pieces::new(30, 30));
        Counter { desk, made: 0, wanted: 1000 }
    }

    /// Lets `elapsed_ns` pass, with time for two pieces.
    fn pass(counter: &mut Counter, elapsed_ns: u64) {
        let mut looks = 0;
        counter.desk.pass(elapsed_ns);
        follow(counter, elapsed_ns, &mut || {
            looks += 1;
            looks < 2
        });
    }

    #[test]
    fn what_there_is_no_time_for_is_told() {
        let mut counter = counter();
        // 100 steps are due, and 30 ms are too long ago.
        pass(&mut counter, 550_000_000);
        assert_eq!((counter.made, counter.desk.lag_ms()), (60, 30.0 + 10.0));
        // What is no longer wanted is not missed.
        counter.wanted = 0;
        pass(&mut counter, 550_000_000);
        assert_eq!(counter.desk.lag_ms(), 40.0 + 30.0);
    }

    #[test]
    fn lag_and_notices_are_shown_for_a_while() {
        let mut counter = counter();
        pass(&mut counter, 550_000_000);
        counter.desk.notify(Tone::Info, "done");
        pass(&mut counter, 2_000_000_000 - 1);
        assert!(counter.desk.lag_ms() > 40.0 && counter.desk.notice().is_some());
        (0..40).for_each(|_| pass(&mut counter, 100_000_000));
        assert_eq!((counter.desk.lag_ms(), counter.desk.notice()), (0.0, None));
    }
}
