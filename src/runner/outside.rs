//! What the loop needs from outside (time, input, files, the terminal), and how it ends.

use std::io;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::preset::{PresetToSave, Saved};
use crate::term::{Event, Expected, Keyboard, Outlet};

/// Wall time.
pub trait Clock {
    /// Nanoseconds since a moment before the start, which stays the same.
    fn now_ns(&self) -> u64;

    /// How long it is until `until_ns`; nothing if that is past.
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
    /// The next event, waiting for at most `timeout`, or until something else is there that is
    /// `expected`.
    ///
    /// # Errors
    /// There will be no further event.
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
    /// There is no terminal any more.
    fn size(&self) -> io::Result<(u16, u16)>;
    /// Opens a file and hands it to the scope in front to record into, or tells the user why not.
    fn open_recording(&mut self, app: &mut App);
    /// Saves a preset; returns where it was saved, or why not.
    fn save_preset(&mut self, preset: &PresetToSave) -> Saved;
    /// Whether a shell would continue the program after a stop.
    fn can_stop(&self) -> bool;
    /// Gives the terminal back and stops until continued, with its whole process group if a key
    /// asked for that.
    fn stop(&mut self, with_group: bool);
    /// Takes the terminal again, by what is written to `out`.
    ///
    /// # Errors
    /// The terminal did not take it.
    fn retake(&mut self, out: &mut impl Outlet) -> io::Result<()>;
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The user quit.
    Quit,
    /// By this signal.
    Signal(i32),
    /// No key was pressed for as long as [`Runner::idle`](super::Runner::idle) allows.
    Idle,
}
