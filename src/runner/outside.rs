//! The interfaces that the loop needs (time, input, files, the terminal), and how the loop ends.

use std::io;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::preset::{PresetToSave, Saved};
use crate::term::{Event, Expected, Keyboard, Outlet};

/// A clock of wall time.
pub trait Clock {
    /// Wall time since a fixed moment before the loop began (ns).
    fn now_ns(&self) -> u64;

    /// Time left until `until_ns`; zero if that is past.
    fn left(&self, until_ns: u64) -> Duration {
        Duration::from_nanos(until_ns.saturating_sub(self.now_ns()))
    }
}

/// The machine's monotonic clock.
#[derive(Clone, Copy, Debug)]
pub struct RealClock {
    start: Instant,
}

impl Default for RealClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for RealClock {
    fn now_ns(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
}

/// The source of inputs and of the terminal's replies.
pub trait InputSource {
    /// The next event, waiting for at most `timeout`; `None` if none came, or if the terminal
    /// accepts output that is `expected`.
    ///
    /// # Errors
    /// The input has ended: there will be no further event.
    fn next(&mut self, timeout: Duration, expected: Expected) -> io::Result<Option<Event>>;
}

impl InputSource for Keyboard {
    fn next(&mut self, timeout: Duration, expected: Expected) -> io::Result<Option<Event>> {
        Keyboard::next(self, timeout, expected)
    }
}

/// Files, the terminal and job control.
pub trait Shell {
    /// Size of the terminal (columns, rows).
    ///
    /// # Errors
    /// The terminal is gone.
    fn size(&self) -> io::Result<(u16, u16)>;
    /// Opens a file for a recording of the scope in front, or tells the user why that failed.
    fn open_recording(&mut self, app: &mut App);
    /// Saves a preset; returns the file, or why saving failed.
    fn save_preset(&mut self, preset: &PresetToSave) -> Saved;
    /// Whether a shell would continue the program after a stop.
    fn can_stop(&self) -> bool;
    /// Gives the terminal back and stops the program until continued; with `with_group`, its whole
    /// process group.
    fn stop(&mut self, with_group: bool);
    /// Sets the terminal's modes again, by writing to `out`.
    ///
    /// # Errors
    /// The terminal did not accept the modes.
    fn retake(&mut self, out: &mut impl Outlet) -> io::Result<()>;
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The user quit.
    Quit,
    /// This signal ended the program.
    Signal(i32),
    /// No input came for as long as [`Runner::idle`](super::Runner::idle) allows.
    Idle,
}
