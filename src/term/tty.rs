//! The terminal on standard output, written to without ever waiting for it longer than is said.
//!
//! A terminal whose client stands still takes no more bytes once the system's buffer is full, and a
//! plain write then lasts as long as the client does. So bytes go through a file description of this
//! program's own, opened not to block: that of standard output is shared with the shell, which must
//! not find it changed. Where none can be opened (a terminal of another user, as after `su`), the
//! shared one gets small pieces, and each only once the system calls the terminal ready.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, ttyname};

/// Bytes that a terminal takes without waiting once it is called ready: Linux has room for 256 more
/// then in every driver, the BSDs for the distance between their two water marks.
const PIECE_BYTES: usize = 256;
/// Longest wait at once (ms), lest a wake-up that was missed costs all the time there is.
const LOOK_EVERY_MS: u64 = 10;
/// Time between two tries of a call that the system put off.
const RETRY: Timespec = Timespec { tv_sec: 0, tv_nsec: 1_000_000 };

/// The description of the terminal that belongs to this program alone, if there is one.
static OWN: OnceLock<Option<OwnedFd>> = OnceLock::new();

/// Whether what was written last may have ended within a frame.
static UNFINISHED: AtomicBool = AtomicBool::new(false);

/// Opens the way to the terminal, so that nothing needs to be opened later.
pub(super) fn prepare() {
    own();
}

fn own() -> Option<BorrowedFd<'static>> {
    OWN.get_or_init(reopened).as_ref().map(AsFd::as_fd)
}

/// The terminal on standard output, opened once more: by the descriptor where the system has names for
/// those that open anew, or by the terminal's name, if that still leads to the same terminal.
fn reopened() -> Option<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    if cfg!(target_os = "linux")
        && let Ok(file) = open("/proc/self/fd/1", flags, Mode::empty())
    {
        return Some(file);
    }
    let stdout = io::stdout();
    let file = open(ttyname(&stdout, Vec::new()).ok()?, flags, Mode::empty()).ok()?;
    let (shared, own) = (fstat(&stdout).ok()?, fstat(&file).ok()?);
    let is_same = (shared.st_dev, shared.st_ino) == (own.st_dev, own.st_ino);
    is_same.then_some(file)
}

/// Writes as many bytes as the terminal takes now; returns how many those were.
///
/// # Errors
/// The terminal is gone.
pub(super) fn write(bytes: &[u8]) -> io::Result<usize> {
    match own() {
        Some(own) => write_some(own, bytes),
        None => write_pieces(&io::stdout(), bytes),
    }
}

fn write_some(to: impl AsFd, bytes: &[u8]) -> io::Result<usize> {
    match rustix::io::write(to, bytes) {
        Err(Errno::AGAIN | Errno::INTR) => Ok(0),
        written => Ok(written?),
    }
}

/// As [`write`], to what would wait if it was given more than it has room for.
fn write_pieces(to: &impl AsFd, bytes: &[u8]) -> io::Result<usize> {
    let mut count = 0;
    for piece in bytes.chunks(PIECE_BYTES) {
        let written = if wait_ready(to, Duration::ZERO)? { write_some(to, piece)? } else { 0 };
        count += written;
        if written < piece.len() {
            break;
        }
    }
    Ok(count)
}

/// Waits until what is behind `to` takes bytes, or time is up; returns whether it does.
fn wait_ready(to: &impl AsFd, timeout: Duration) -> io::Result<bool> {
    let mut watched = [PollFd::new(to, PollFlags::OUT)];
    let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) | Err(Errno::INTR | Errno::AGAIN) => Ok(false),
        // An error shows itself when it is written to.
        Ok(_) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Writes bytes to `to` by `write` until `deadline`; returns whether all of them went out.
fn write_until(
    to: &impl AsFd,
    mut bytes: &[u8],
    deadline: Instant,
    write: impl Fn(&[u8]) -> io::Result<usize>,
) -> bool {
    loop {
        match write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(_) => return false,
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if bytes.is_empty() || left.is_zero() {
            return bytes.is_empty();
        }
        if wait_ready(to, left.min(Duration::from_millis(LOOK_EVERY_MS))).is_err() {
            return false;
        }
    }
}

/// Writes bytes to the terminal, for which it has time until `deadline`; returns whether all of them
/// went out.
pub(super) fn write_by(deadline: Instant, bytes: &[u8]) -> bool {
    write_until(&io::stdout(), bytes, deadline, write)
}

/// As [`write_by`], to standard error.
pub(super) fn write_error_by(deadline: Instant, bytes: &[u8]) -> bool {
    let stderr = io::stderr();
    write_until(&stderr, bytes, deadline, |bytes| write_pieces(&stderr, bytes))
}

/// Takes note of whether what was written last may have ended within a frame.
pub(super) fn set_unfinished(unfinished: bool) {
    UNFINISHED.store(unfinished, Ordering::SeqCst);
}

/// Whether what was written last may have ended within a frame.
pub(super) fn is_unfinished() -> bool {
    UNFINISHED.load(Ordering::SeqCst)
}

/// Throws away what the terminal has not taken yet of a frame that nobody will finish: there is room
/// then for what gives the terminal back. What it has taken may end anywhere.
pub(super) fn discard_unfinished() -> bool {
    let unfinished = UNFINISHED.swap(false, Ordering::SeqCst);
    if unfinished {
        let _ = tcflush(io::stdout(), QueueSelector::OFlush);
    }
    unfinished
}

/// Repeats `call` until `deadline` as long as the system asks for another try.
pub(super) fn patiently<T>(
    deadline: Instant,
    mut call: impl FnMut() -> rustix::io::Result<T>,
) -> rustix::io::Result<T> {
    loop {
        match call() {
            Err(Errno::INTR | Errno::AGAIN) if Instant::now() < deadline => {
                let _ = poll(&mut [], Some(&RETRY));
            }
            result => return result,
        }
    }
}
