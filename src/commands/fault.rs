//! Deliberate panics and failing allocations: tests check the terminal and recording after them.

use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use crate::runner::InputSource;
use crate::term::{Event, Expected, Keyboard};

/// Environment variable that requests a panic; its value is the time after the first frame (ms).
const PANIC: &str = "IZH_TUI_TEST_PANIC";
/// Environment variable that requests an impossible allocation; its value is the time after the
/// first frame (ms).
const MEMORY: &str = "IZH_TUI_TEST_MEMORY";
/// Size of the impossible allocation (bytes).
const TOO_MUCH_BYTES: usize = 1 << 60;

/// The keyboard, until the fault is due.
#[derive(Debug, Default)]
pub(super) struct Fault {
    keyboard: Keyboard,
    wait: Option<Duration>,
    /// Whether the fault is an allocation rather than a panic.
    takes_memory: bool,
    first_frame: Option<Instant>,
}

impl Fault {
    /// The fault requested by the environment; usually none.
    pub(super) fn from_environment() -> Self {
        let ms = |name| std::env::var(name).ok().and_then(|value| value.parse().ok());
        let (panic, memory) = (ms(PANIC), ms(MEMORY));
        let wait = panic.or(memory).map(Duration::from_millis);
        Self { wait, takes_memory: memory.is_some(), ..Self::default() }
    }
}

impl InputSource for Fault {
    fn next(&mut self, timeout: Duration, expected: Expected) -> io::Result<Option<Event>> {
        let Some(wait) = self.wait else { return self.keyboard.next(timeout, expected) };
        // Input is first requested after the first frame.
        let first_frame = *self.first_frame.get_or_insert_with(Instant::now);
        let left = wait.saturating_sub(first_frame.elapsed());
        if left.is_zero() && self.takes_memory {
            let block = black_box(Vec::<u8>::with_capacity(black_box(TOO_MUCH_BYTES)));
            panic!("{MEMORY} asked for too little: {} bytes", block.capacity());
        }
        assert!(!left.is_zero(), "{PANIC} asked for this panic");
        self.keyboard.next(timeout.min(left), expected)
    }
}
