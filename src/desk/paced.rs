//! A model follows the wall clock.

use super::Desk;
use crate::job::{Allowance, Pieces};

/// What runs on a desk: a model that can make steps, in pieces of any size.
pub(crate) trait Paced {
    /// The desk on which it runs.
    fn desk_mut(&mut self) -> &mut Desk;

    /// How many steps there are in a millisecond of model time.
    fn steps_per_ms(&self) -> u32;

    /// Makes up to so many steps; returns how many it made, none if it is still in the middle of
    /// one, or `None` if no more are wanted.
    fn make(&mut self, steps: u64) -> Option<u64>;

    /// Whether a step has been left in the middle.
    fn is_amid_step(&self) -> bool {
        false
    }
}

/// Has `paced` make the steps that are due after another `elapsed_ns`, as long as `allowance` says
/// that there is time. Model time that got lost is shown as lag: that of steps for which there was
/// no time, and of a stall too long to be made up for.
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
    use crate::keys::DEFAULT_KEYMAP;
    use crate::scope::{Speed, ViewSettings};

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
        let start = Start {
            view: ViewSettings::OPEN,
            paused: false,
            artificial: false,
            threads: 1,
            is_kiosk: false,
            keymap: &DEFAULT_KEYMAP,
        };
        let speed = Speed::new(0.1).expect("in range");
        let desk = Desk::new(&start, speed, Pieces::new(30, 30));
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
