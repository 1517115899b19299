//! The modes of the terminal that a full screen needs, and the one way back out of them.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::{Print, ResetColor};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::tcgetwinsize;

use super::parser::{Event, Parser};
use crate::app::Input;
use crate::input::{LINE_BYTES_MAX, fitted};

/// Reports of buttons and wheel, in the form without a limit of columns. Not of every movement:
/// nobody asks for those, and they would flood a slow link.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Whether the modes are on; shared with the panic hook, which has no other way to know.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal in its full-screen modes; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Modes {
    mouse: bool,
}

impl Modes {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// The terminal did not take it; what had been changed is undone.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let modes = Self { mouse };
        modes.resume()?;
        Ok(modes)
    }

    /// Takes the terminal over again after [`Self::leave`].
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn resume(&self) -> io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        enable_raw_mode().and_then(|()| self.set()).inspect_err(|_| leave())
    }

    fn set(&self) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste)?;
        if self.mouse {
            queue!(bytes, Print(MOUSE_ON))?;
        }
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Gives the terminal back for a while.
    pub fn leave(&self) {
        leave();
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        leave();
    }
}

/// Puts the terminal back as it was, once. Whatever can't be undone has no remedy.
fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        // The line discipline first: once the old screen is back, all else is, too.
        let _ = disable_raw_mode();
        let _ = execute!(
            io::stdout(),
            ResetColor,
            Print(MOUSE_OFF),
            DisableBracketedPaste,
            Show,
            LeaveAlternateScreen
        );
    }
}

/// Size of a terminal that does not say, as on a serial line.
const SIZE_UNKNOWN: (u16, u16) = (80, 24);

/// Size of the terminal on standard output (columns, rows).
///
/// # Errors
/// There is no terminal any more.
pub fn size() -> io::Result<(u16, u16)> {
    let size = tcgetwinsize(io::stdout())?;
    Ok(match (size.ws_col, size.ws_row) {
        (0, _) | (_, 0) => SIZE_UNKNOWN,
        known => known,
    })
}

/// How long an answer is waited for at least, once the program panicked.
const ANSWER_WAIT_MS_MIN: u64 = 250;

/// How long the terminal takes to answer, as far as is known (ms): the panic hook has no other way to
/// know.
static ANSWER_WAIT_MS: AtomicU64 = AtomicU64::new(0);

/// Takes note of how long the terminal's last answer would have to be waited for now.
pub fn expect_answers_within(wait: Duration) {
    ANSWER_WAIT_MS.store(wait.as_millis() as u64, Ordering::SeqCst);
}

/// Reads what still comes in, lest the shell gets to see answers that nobody waits for any more. A key
/// ends it.
fn swallow_answers() {
    let stdin = io::stdin();
    let wait_ms = ANSWER_WAIT_MS.load(Ordering::SeqCst).max(ANSWER_WAIT_MS_MIN);
    let deadline = Instant::now() + Duration::from_millis(wait_ms);
    let (mut parser, mut events, mut bytes) = (Parser::default(), Vec::new(), [0; 256]);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok(timeout) = Timespec::try_from(left) else { return };
        let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut ready, Some(&timeout)) {
            Ok(1..) => {}
            _ => return,
        }
        match rustix::io::read(&stdin, &mut bytes) {
            Ok(count @ 1..) => parser.feed(&bytes[..count], &mut events),
            _ => return,
        }
        let is_key = |event: &Event| matches!(event, Event::Input(Input::Key(_)));
        if events.drain(..).any(|event| is_key(&event)) {
            return;
        }
    }
}

/// Makes a panic give the terminal back before it prints its message.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(move |panic| {
        if ENTERED.load(Ordering::SeqCst) {
            swallow_answers();
        }
        leave();
        // Its message may quote what is from outside.
        let message = panic.to_string().replace('\n', " ");
        let message = fitted(&message, LINE_BYTES_MAX - "izh-tui: \n".len());
        let backtrace = match Backtrace::capture() {
            captured if captured.status() == BacktraceStatus::Captured => format!("\n{captured}"),
            _ => String::new(),
        };
        let _ = writeln!(io::stderr().lock(), "izh-tui: {message}{backtrace}");
    }));
}
