//! The terminal modes of a full screen: setting them, and restoring the terminal.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::parser::{Event, Parser};
use super::tty;
use crate::input::{LINE_BYTES_MAX, fitted};
use crate::keys::Input;

/// Alternate screen, hidden cursor, bracketed paste.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// Mouse reports of buttons, of the wheel, and of movement while a button is held, in SGR encoding,
/// which has no limit of columns. A terminal that knows no reports of movement keeps those of buttons.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Cancels (CAN) a sequence or character that was cut, and ends the synchronized update.
const BREAK_OFF: &[u8] = b"\x18\x1b[?2026l";
/// Resets colours, mouse reports and bracketed paste; shows the cursor and the previous screen.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Longest time that the terminal may take to accept the restoring sequences.
const RESTORE_MAX: Duration = Duration::from_millis(500);
/// Longest time that the terminal may take to accept a message.
const SAY_MAX: Duration = Duration::from_millis(100);

/// Whether the modes are on; static for the panic hook, which has no access to [`Modes`].
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether the modes have ever been on.
static EVER_ENTERED: AtomicBool = AtomicBool::new(false);
/// The line discipline to be restored.
static DISCIPLINE: Mutex<Option<Termios>> = Mutex::new(None);

/// The terminal in its full-screen modes; dropping this value gives the terminal back.
#[derive(Debug)]
pub struct Modes {
    mouse: bool,
}

impl Modes {
    /// Sets the line discipline and, by writing to `out`, the modes; with `mouse`, mouse reports.
    ///
    /// # Errors
    /// The terminal did not accept the modes; it has been restored.
    pub fn enter(mouse: bool, out: &mut impl Write) -> io::Result<Self> {
        let modes = Self { mouse };
        modes.resume(out)?;
        Ok(modes)
    }

    /// Sets the modes again, after [`Self::leave`] or after other programs have changed them.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn resume(&self, out: &mut impl Write) -> io::Result<()> {
        tty::prepare();
        let entered = ENTERED.swap(true, Ordering::SeqCst);
        EVER_ENTERED.store(true, Ordering::SeqCst);
        make_raw(entered).and_then(|()| self.set(out)).inspect_err(|_| give_back())
    }

    fn set(&self, out: &mut impl Write) -> io::Result<()> {
        let mouse = if self.mouse { MOUSE_ON } else { &[] };
        out.write_all(&[ENTER, mouse].concat())?;
        out.flush()
    }

    /// Restores the terminal until [`Self::resume`].
    pub fn leave(&self) {
        give_back();
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        give_back();
    }
}

fn discipline() -> MutexGuard<'static, Option<Termios>> {
    DISCIPLINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets the line discipline to raw, and saves the previous one; if the modes are already on
/// (`known`), the saved one stays.
fn make_raw(known: bool) -> io::Result<()> {
    let stdin = io::stdin();
    let deadline = Instant::now() + RESTORE_MAX;
    let before = match discipline().take().filter(|_| known) {
        Some(before) => before,
        None => tty::retry_until(deadline, || tcgetattr(&stdin))?,
    };
    let mut raw = before.clone();
    raw.make_raw();
    *discipline() = Some(before);
    Ok(tty::retry_until(deadline, || tcsetattr(&stdin, OptionalActions::Now, &raw))?)
}

/// Restores the terminal, if the modes are on, within half a second. Errors are ignored: nothing
/// could be done about them. Allocates nothing, so it may be called when memory is exhausted.
pub fn give_back() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let deadline = Instant::now() + RESTORE_MAX;
    // The line discipline first: a user who sees the old screen again may type at once.
    if let Some(before) = &*discipline() {
        let restore = || tcsetattr(io::stdin(), OptionalActions::Now, before);
        let _ = tty::retry_until(deadline, restore);
    }
    if tty::discard_unfinished() {
        tty::write_by(deadline, BREAK_OFF);
    }
    tty::write_by(deadline, LEAVE);
}

/// Whether `file` is a terminal.
pub fn is_terminal(file: impl AsFd) -> bool {
    is_terminal_by(Instant::now() + RESTORE_MAX, file)
}

/// Whether `file` is a terminal; an interrupted call is repeated until `deadline`.
fn is_terminal_by(deadline: Instant, file: impl AsFd) -> bool {
    tty::retry_until(deadline, || tcgetattr(&file)).is_ok()
}

/// Writes a line on standard error. After a full screen on that terminal the write has a short
/// deadline: the terminal may accept no more output.
pub fn say(line: &str) {
    let stderr = io::stderr();
    let deadline = Instant::now() + SAY_MAX;
    // If standard error is gone, the error can't be reported.
    if EVER_ENTERED.load(Ordering::SeqCst) && is_terminal_by(deadline, &stderr) {
        tty::write_error_by(deadline, format!("{line}\n").as_bytes());
    } else {
        let _ = writeln!(stderr.lock(), "{line}");
    }
}

/// Size of a terminal that does not report one, as on a serial line (columns, rows).
const SIZE_UNKNOWN: (u16, u16) = (80, 24);

/// The last reported size: columns in the upper half, rows in the lower.
static LAST_SIZE: AtomicU32 = AtomicU32::new(0);

/// Size of the terminal on standard output (columns, rows); the last size if the call is
/// interrupted.
///
/// # Errors
/// The terminal is gone.
pub fn size() -> io::Result<(u16, u16)> {
    let size = match tcgetwinsize(io::stdout()) {
        Err(Errno::INTR | Errno::AGAIN) => {
            let last = LAST_SIZE.load(Ordering::SeqCst);
            ((last >> 16) as u16, last as u16)
        }
        size => size.map(|size| (size.ws_col, size.ws_row))?,
    };
    LAST_SIZE.store(u32::from(size.0) << 16 | u32::from(size.1), Ordering::SeqCst);
    Ok(match size {
        (0, _) | (_, 0) => SIZE_UNKNOWN,
        known => known,
    })
}

/// Shortest wait for outstanding replies after a panic (ms).
const ANSWER_WAIT_MS_MIN: u64 = 250;

/// Expected wait for outstanding replies (ms); static for the panic hook.
static ANSWER_WAIT_MS: AtomicU64 = AtomicU64::new(0);

/// Sets how long the panic hook waits for outstanding replies; at least 250 ms.
pub fn expect_answers_within(wait: Duration) {
    ANSWER_WAIT_MS.store(wait.as_millis() as u64, Ordering::SeqCst);
}

/// Reads and discards outstanding replies, which the shell would otherwise read. A key ends the
/// wait.
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

/// Installs a panic hook that gives the terminal back before it prints the message.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(move |panic| {
        // A terminal that has not accepted the last frame will not reply to it.
        if ENTERED.load(Ordering::SeqCst) && !tty::is_unfinished() {
            swallow_answers();
        }
        give_back();
        // The panic's message may quote text from outside.
        let message = panic.to_string().replace('\n', " ");
        let message = fitted(&message, LINE_BYTES_MAX - "izh-tui: \n".len());
        let backtrace = match Backtrace::capture() {
            captured if captured.status() == BacktraceStatus::Captured => format!("\n{captured}"),
            _ => String::new(),
        };
        say(&format!("izh-tui: {message}{backtrace}"));
    }));
}
