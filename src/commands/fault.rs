//! A panic on request, by which tests see what becomes of terminal and recording.

use std::io;
use std::time::{Duration, Instant};

use crate::runner::InputSource;
use crate::term::{Event, Expected, Keyboard};

/// Environment variable that asks for a panic so many milliseconds after the first frame.
const VARIABLE: &str = "IZH_TUI_TEST_PANIC";

/// The keyboard, until the time for a panic comes.
#[derive(Debug, Default)]
pub(super) struct Fault {
    keyboard: Keyboard,
    wait: Option<Duration>,
    first_frame: Option<Instant>,
}

impl Fault {
    /// What the environment asks for; usually nothing.
    pub(super) fn from_environment() -> Self {
        let ms = std::env::var(VARIABLE).ok().and_then(|value| value.parse().ok());
        Self { wait: ms.map(Duration::from_millis), ..Self::default() }
    }
}

impl InputSource for Fault {
    fn next(&mut self, timeout: Duration, expected: Expected) -> io::Result<Option<Event>> {
        let Some(wait) = self.wait else { return self.keyboard.next(timeout, expected) };
        // Input is asked for once the first frame has been drawn.
        let first_frame = *self.first_frame.get_or_insert_with(Instant::now);
        let left = wait.saturating_sub(first_frame.elapsed());
        assert!(!left.is_zero(), "{VARIABLE} asked for this panic");
        self.keyboard.next(timeout.min(left), expected)
    }
}
