//! Progress of long work without a screen, on standard error.
//!
//! Signals are not caught during such work, so each one ends the program at once. On a terminal the
//! cursor waits at the start of the line, where later output may overwrite the report.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use crate::input::fitted;
use crate::job::Pieces;

use super::say::warn;

/// Work shorter than this reports no progress.
const QUIET: Duration = Duration::from_secs(2);
/// Time of work after which its total duration is estimated.
const STRETCH: Duration = Duration::from_millis(300);
/// Time between two updates of the line on a terminal.
const REFRESH: Duration = Duration::from_millis(200);
/// Longest time between two lines without a terminal.
const LINES_MAX: Duration = Duration::from_secs(600);
/// Assumed width of a terminal that does not report its width.
const COLUMNS: usize = 80;

/// Progress of work whose `total` is known, in any unit.
pub(super) struct Progress {
    /// Description of the work and its object.
    task: String,
    total: u64,
    started: Instant,
    /// Whether the duration has been estimated on standard error.
    told: bool,
    /// When the next report is due.
    due: Duration,
    /// Number of characters in the present line on the terminal.
    line: usize,
    on_terminal: bool,
}

impl Progress {
    /// Starts measuring.
    pub(super) fn new(task: String, total: u64) -> Self {
        Self {
            task,
            total,
            started: Instant::now(),
            told: false,
            due: STRETCH,
            line: 0,
            on_terminal: stderr().is_terminal(),
        }
    }

    /// Records how much of the work is done, and prints a report if one is due.
    pub(super) fn at(&mut self, done: u64) {
        let elapsed = self.started.elapsed();
        if elapsed < self.due || done == 0 {
            return;
        }
        let left = left(elapsed, done, self.total);
        if !self.told {
            self.told = true;
            self.due = elapsed + Duration::from_secs(1);
            if left >= QUIET {
                warn(&format!("{} takes about {}", self.task, brief_time(left)));
            }
            return;
        }
        let percent = 100.0 * done as f64 / self.total.max(1) as f64;
        let text = format!("{}: {percent:.2} %, about {} left", self.task, brief_time(left));
        if self.on_terminal {
            self.due = elapsed + REFRESH;
            self.put(&text);
        } else {
            self.due = elapsed + elapsed.min(LINES_MAX);
            warn(&text);
        }
    }

    /// Replaces the line on the terminal by `text`.
    fn put(&mut self, text: &str) {
        let text = fitted(text, columns().saturating_sub(1));
        let before = std::mem::replace(&mut self.line, text.chars().count());
        // Without a working standard error, the report is not needed.
        let _ = write!(stderr().lock(), "\r{text:before$}\r");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.line > 0 {
            self.put("");
        }
    }
}

/// Estimate of the remaining time at the present rate.
fn left(elapsed: Duration, done: u64, total: u64) -> Duration {
    let rest = total.saturating_sub(done) as f64 / done as f64;
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * rest).unwrap_or(Duration::MAX)
}

fn columns() -> usize {
    let size = rustix::termios::tcgetwinsize(stderr());
    size.ok().map(|size| usize::from(size.ws_col)).filter(|&width| width > 0).unwrap_or(COLUMNS)
}

/// A duration in words.
fn brief_time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (amount, unit) = match seconds {
        s if s < 100.0 => (s.max(1.0), "s"),
        s if s < 100.0 * 60.0 => (s / 60.0, "min"),
        s if s < 100.0 * 3600.0 => (s / 3600.0, "h"),
        s if s < 1000.0 * 86_400.0 => (s / 86_400.0, "days"),
        s => (s / (365.25 * 86_400.0), "years"),
    };
    match amount {
        amount if amount < 10.0 => format!("{amount:.1} {unit}"),
        amount if amount < 1e6 => format!("{amount:.0} {unit}"),
        amount => format!("{amount:.0e} {unit}"),
    }
}

/// Adapts the size of a piece of work to the time between two progress updates.
pub(super) struct Timed {
    pieces: Pieces,
    begun: Instant,
}

impl Timed {
    pub(super) fn new() -> Self {
        Self { pieces: Pieces::new(1, u64::MAX), begun: Instant::now() }
    }

    /// The size of the next piece, given that the last one is done.
    pub(super) fn next(&mut self) -> u64 {
        let took = self.begun.elapsed();
        self.pieces.took(self.pieces.size(), took.as_nanos() as u64);
        self.begun = Instant::now();
        self.pieces.size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_the_unit_that_suits_them() {
        for (seconds, said) in [
            (0.0, "1.0 s"),
            (99.0, "99 s"),
            (100.0, "1.7 min"),
            (7200.0, "2.0 h"),
            (4e5, "4.6 days"),
            (8.2e7, "949 days"),
            (9e7, "2.9 years"),
            (1e14, "3e6 years"),
        ] {
            assert_eq!(brief_time(Duration::from_secs_f64(seconds)), said);
        }
        assert!(brief_time(Duration::MAX).len() < 20);
    }

    #[test]
    fn what_is_left_follows_from_what_is_done() {
        assert_eq!(left(Duration::from_secs(3), 1, 4), Duration::from_secs(9));
        assert_eq!(left(Duration::from_secs(3), 5, 4), Duration::ZERO);
        assert_eq!(left(Duration::from_secs(1 << 40), 1, u64::MAX), Duration::MAX);
    }
}
