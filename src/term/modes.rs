//! The modes of the terminal that a full screen needs, and the one way back out of them.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::{Print, ResetColor};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use rustix::termios::tcgetwinsize;

use crate::input::clean;

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

/// Makes a panic give the terminal back before it prints its message.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(move |panic| {
        leave();
        // Its message may quote what is from outside.
        let message = panic.to_string().replace('\n', " ");
        let message = clean(&message);
        let backtrace = match Backtrace::capture() {
            captured if captured.status() == BacktraceStatus::Captured => format!("\n{captured}"),
            _ => String::new(),
        };
        let _ = writeln!(io::stderr().lock(), "izh-tui: {message}{backtrace}");
    }));
}
