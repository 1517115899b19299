//! Measures whether several threads are faster than one. On busy processors, threads that
//! synchronize in every step may wait for each other longer than they work.

use std::time::{Duration, Instant};

/// Steps of a trial in either mode: enough to outweigh the start of threads, few compared with the
/// steps between two trials.
const TRIAL_STEPS: u64 = 64;
/// Most steps between two checks whether the next trial is due.
const PIECE_STEPS: u64 = 256;
/// Time until the first trial.
const WAIT_FIRST: Duration = Duration::from_millis(10);
/// Least time from one trial to the next.
const WAIT_MIN: Duration = Duration::from_millis(100);
/// Longest time from one trial to the next while threads share the steps: trying one thread costs
/// little.
const SHARED_WAIT_MAX: Duration = Duration::from_millis(400);
/// Longest time between trials while one thread makes the steps: trying several may cost a lot.
const ALONE_WAIT_MAX: Duration = Duration::from_millis(3200);

/// A piece of work, and the mode in which to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Number of model steps.
    pub steps: u64,
    /// Whether threads share the steps; else one thread makes them alone.
    pub shared: bool,
}

/// The choice between several threads and one, by trials of both.
#[derive(Clone, Debug)]
pub struct Pace {
    shared: bool,
    wait: Duration,
    /// When the next trial begins; `None` before the first step.
    due: Option<Instant>,
    trial: Option<Trial>,
}

/// A trial of both modes, first shared.
#[derive(Clone, Copy, Debug, Default)]
struct Trial {
    shared: Timing,
    alone: Timing,
}

/// The steps of a trial in one mode, and how long they took.
#[derive(Clone, Copy, Debug, Default)]
struct Timing {
    steps: u64,
    took: Duration,
}

impl Timing {
    fn is_done(self) -> bool {
        self.steps >= TRIAL_STEPS
    }

    /// Mean time of a step (s).
    fn step_s(self) -> f64 {
        self.took.as_secs_f64() / self.steps as f64
    }
}

impl Default for Pace {
    /// Threads share the steps until the first trial.
    fn default() -> Self {
        Self { shared: true, wait: WAIT_FIRST, due: None, trial: None }
    }
}

impl Pace {
    /// The next piece of `left` steps, at `now`.
    pub fn next(&mut self, left: u64, now: Instant) -> Piece {
        let due = *self.due.get_or_insert(now + self.wait);
        if self.trial.is_none() && now >= due {
            self.trial = Some(Trial::default());
        }
        let (shared, most) = match self.trial {
            None => (self.shared, PIECE_STEPS),
            Some(trial) => {
                let shared = !trial.shared.is_done();
                let timing = if shared { trial.shared } else { trial.alone };
                (shared, TRIAL_STEPS - timing.steps)
            }
        };
        Piece { steps: left.min(most), shared }
    }

    /// Records that `piece`, which ended at `now`, took `took`.
    pub fn took(&mut self, piece: Piece, took: Duration, now: Instant) {
        let Some(trial) = &mut self.trial else { return };
        let timing = if piece.shared { &mut trial.shared } else { &mut trial.alone };
        timing.steps += piece.steps;
        timing.took += took;
        if trial.alone.is_done() {
            let shared = trial.shared.step_s() < trial.alone.step_s();
            self.settle(shared, now);
        }
    }

    fn settle(&mut self, shared: bool, now: Instant) {
        let most = if shared { SHARED_WAIT_MAX } else { ALONE_WAIT_MAX };
        self.wait =
            if shared == self.shared { (self.wait * 2).clamp(WAIT_MIN, most) } else { WAIT_MIN };
        (self.shared, self.due, self.trial) = (shared, Some(now + self.wait), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fraction of steps that threads shared, and the time relative to the faster mode alone,
    /// if a step takes `shared_us` or `alone_us`.
    fn carry(steps: u64, shared_us: u64, alone_us: u64) -> (f64, f64) {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let (mut now, mut left, mut shared) = (start, steps, 0);
        while left > 0 {
            let piece = pace.next(left.min(1000), now);
            let us = if piece.shared { shared_us } else { alone_us };
            let took = Duration::from_micros(us * piece.steps);
            now += took;
            pace.took(piece, took, now);
            left -= piece.steps;
            shared += if piece.shared { piece.steps } else { 0 };
        }
        let best = Duration::from_micros(steps * shared_us.min(alone_us));
        (shared as f64 / steps as f64, (now - start).as_secs_f64() / best.as_secs_f64())
    }

    #[test]
    fn the_faster_way_is_taken_and_trials_cost_little() {
        let (shared, time) = carry(1_000_000, 20, 30);
        assert!(shared > 0.99 && time < 1.01, "{shared} {time}");
        let (shared, time) = carry(1_000_000, 600, 30);
        assert!(shared < 0.01 && time < 1.1, "{shared} {time}");
        // The most expensive trials: a shared step takes 2 ms.
        let (_, time) = carry(200_000, 2000, 30);
        assert!(time < 1.4, "{time}");
    }

    #[test]
    fn what_changes_is_noticed() {
        let (mut pace, mut now) = (Pace::default(), Instant::now());
        let mut ways = Vec::new();
        for step in 0..40_000_u64 {
            let piece = pace.next(1, now);
            let busy = (10_000..20_000).contains(&step);
            let us = if piece.shared && busy {
                500
            } else if piece.shared {
                50
            } else {
                100
            };
            now += Duration::from_micros(us);
            pace.took(piece, Duration::from_micros(us), now);
            ways.push(piece.shared);
        }
        let shared = |range: std::ops::Range<usize>| {
            let len = range.len();
            ways[range].iter().filter(|shared| **shared).count() as f64 / len as f64
        };
        assert!(shared(0..10_000) > 0.9 && shared(35_000..40_000) > 0.9);
        assert!(shared(15_000..20_000) < 0.1, "{}", shared(15_000..20_000));
    }
}
