//! Measures whether several threads are faster than one. On processors that other programs use,
//! threads that meet in every step wait for each other longer than they work.

use std::time::{Duration, Instant};

/// Steps of a trial: many beside the start of threads, few beside what is carried between two
/// trials.
const TRIAL_STEPS: u64 = 64;
/// Steps that are carried before it is looked again whether the next trial is due.
const PIECE_STEPS: u64 = 256;
/// Until the first trial.
const WAIT_FIRST: Duration = Duration::from_millis(10);
/// From one trial to the next at least.
const WAIT_MIN: Duration = Duration::from_millis(100);
/// From one trial to the next at most, while threads share the work: the other way costs little to
/// try.
const SHARED_WAIT_MAX: Duration = Duration::from_millis(400);
/// The same while one thread does it alone.
const ALONE_WAIT_MAX: Duration = Duration::from_millis(3200);

/// How to make the next steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How many.
    pub steps: u64,
    /// Whether threads share them.
    pub shared: bool,
}

/// What has been found out so far.
#[derive(Clone, Debug)]
pub struct Pace {
    shared: bool,
    wait: Duration,
    /// When the next trial begins; none before anything has been carried.
    due: Option<Instant>,
    trial: Option<Trial>,
}

/// Steps that are carried in both ways, first shared.
#[derive(Clone, Copy, Debug, Default)]
struct Trial {
    shared: Way,
    alone: Way,
}

/// Steps that were carried in one way, and how long they took.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    steps: u64,
    took: Duration,
}

impl Way {
    fn is_done(self) -> bool {
        self.steps >= TRIAL_STEPS
    }

    /// Seconds for each step.
    fn step_s(self) -> f64 {
        self.took.as_secs_f64() / self.steps as f64
    }
}

impl Default for Pace {
    /// Threads share the work until something else has been found out.
    fn default() -> Self {
        Self { shared: true, wait: WAIT_FIRST, due: None, trial: None }
    }
}

impl Pace {
    /// How to carry the next of `left` steps, at `now`.
    pub fn next(&mut self, left: u64, now: Instant) -> Piece {
        let due = *self.due.get_or_insert(now + self.wait);
        if self.trial.is_none() && now >= due {
            self.trial = Some(Trial::default());
        }
        let (shared, most) = match self.trial {
            None => (self.shared, PIECE_STEPS),
            Some(trial) => {
                let shared = !trial.shared.is_done();
                let way = if shared { trial.shared } else { trial.alone };
                (shared, TRIAL_STEPS - way.steps)
            }
        };
        Piece { steps: left.min(most), shared }
    }

    /// Takes note that a piece took so long, up to `now`.
    pub fn took(&mut self, piece: Piece, took: Duration, now: Instant) {
        let Some(trial) = &mut self.trial else { return };
        let way = if piece.shared { &mut trial.shared } else { &mut trial.alone };
        way.steps += piece.steps;
        way.took += took;
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

    /// The share of steps that threads shared, and of the time that would have been needed at best,
    /// where a step takes so long (µs) in either way.
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
        // As long as a trial takes longest, and with few steps at once.
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
