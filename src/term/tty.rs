//! Non-blocking writes to the terminal on standard output; every wait has a deadline.
//!
//! A terminal whose client is stopped accepts no more bytes once the kernel's buffer is full, and a
//! blocking write would hang. So bytes go through a file description of this program's own, opened
//! with `O_NONBLOCK`; the flag can't be set on standard output, whose description the shell shares.
//! Where the terminal can't be opened (it belongs to another user, as after `su`), standard output
//! gets small pieces, each once poll reports the terminal writable.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, ttyname};

/// Bytes that a terminal accepts without blocking once poll reports it writable: on Linux every
/// driver then has room for 256 bytes, on the BSDs for the distance between the two water marks.
const PIECE_BYTES: usize = 256;
/// Longest single wait (ms), so that a missed wake-up does not use up the time to the deadline.
const POLL_MAX_MS: u64 = 10;
/// Time between two tries of an interrupted system call.
const RETRY: Timespec = Timespec { tv_sec: 0, tv_nsec: 1_000_000 };

/// The file description of the terminal that belongs to this program alone, if it could be opened.
static OWN: OnceLock<Option<OwnedFd>> = OnceLock::new();

/// Whether the last write may have ended in the middle of a frame.
static UNFINISHED: AtomicBool = AtomicBool::new(false);

/// Opens the file description in advance: later it may be too late, as when memory is exhausted.
pub(super) fn prepare() {
    own();
}

fn own() -> Option<BorrowedFd<'static>> {
    OWN.get_or_init(reopened).as_ref().map(AsFd::as_fd)
}

/// The terminal on standard output, opened once more: through `/proc` on Linux, otherwise by the
/// terminal's name, if that name still leads to the same terminal.
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

/// Writes as many bytes as the terminal accepts now; returns their number.
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

/// As [`write()`], for a file description that blocks if it gets more bytes than it has room for.
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

/// Waits for at most `timeout` until `to` is writable; returns whether it is.
fn wait_ready(to: &impl AsFd, timeout: Duration) -> io::Result<bool> {
    let mut watched = [PollFd::new(to, PollFlags::OUT)];
    let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) | Err(Errno::INTR | Errno::AGAIN) => Ok(false),
        // The next write reports an error.
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
        if wait_ready(to, left.min(Duration::from_millis(POLL_MAX_MS))).is_err() {
            return false;
        }
    }
}

/// Writes bytes to the terminal until `deadline`; returns whether all of them went out.
pub(super) fn write_by(deadline: Instant, bytes: &[u8]) -> bool {
    write_until(&io::stdout(), bytes, deadline, write)
}

/// As [`write_by`], to standard error.
pub(super) fn write_error_by(deadline: Instant, bytes: &[u8]) -> bool {
    let stderr = io::stderr();
    write_until(&stderr, bytes, deadline, |bytes| write_pieces(&stderr, bytes))
}

/// Records whether the last write may have ended in the middle of a frame.
pub(super) fn set_unfinished(unfinished: bool) {
    UNFINISHED.store(unfinished, Ordering::SeqCst);
}

/// Whether the last write may have ended in the middle of a frame.
pub(super) fn is_unfinished() -> bool {
    UNFINISHED.load(Ordering::SeqCst)
}

/// Discards the kernel's output buffer if the last frame is unfinished, to make room for the
/// restoring sequences. Returns whether it was: the terminal may then be amid a sequence.
pub(super) fn discard_unfinished() -> bool {
    let unfinished = UNFINISHED.swap(false, Ordering::SeqCst);
    if unfinished {
        let _ = tcflush(io::stdout(), QueueSelector::OFlush);
    }
    unfinished
}

/// Repeats an interrupted system call until `deadline`.
pub(super) fn retry_until<T>(
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
