//! Events from the terminal on standard input.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use super::intake::Intake;
use super::parser::Event;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 4096;

/// What the caller awaits from the terminal besides keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Room for the rest of a frame; it ends a wait.
    pub room: bool,
    /// A reply; an escape byte may be its beginning.
    pub answer: bool,
}

/// Reads and parses what is typed, and what the terminal answers.
#[derive(Debug)]
pub struct Keyboard {
    intake: Intake,
    ready: VecDeque<Event>,
    start: Instant,
}

impl Default for Keyboard {
    fn default() -> Self {
        Self { intake: Intake::default(), ready: VecDeque::new(), start: Instant::now() }
    }
}

impl Keyboard {
    /// The next event, waiting for at most `timeout`; `None` if there was none that means
    /// anything, the terminal takes more of what is `expected`, or a signal cut the wait short.
    ///
    /// # Errors
    /// The terminal is gone or can't be read any more.
    pub fn next(&mut self, timeout: Duration, expected: Expected) -> io::Result<Option<Event>> {
        if let Some(event) = self.ready.pop_front() {
            return Ok(Some(event));
        }
        self.intake.expect_answer(expected.answer);
        let patience = self.intake.patience_ns(self.now_ns()).map(Duration::from_nanos);
        let timeout = patience.map_or(timeout, |patience| patience.min(timeout));
        if wait_for_bytes(timeout, expected.room)? {
            self.read()?;
        } else {
            self.intake.drop_overdue(self.now_ns(), &mut self.ready);
        }
        Ok(self.ready.pop_front())
    }

    fn now_ns(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }

    fn read(&mut self) -> io::Result<()> {
        let mut chunk = [0; CHUNK_BYTES];
        let count = match read(io::stdin(), &mut chunk) {
            Ok(0) => return Err(hung_up()),
            Ok(count) => count,
            Err(Errno::INTR | Errno::AGAIN) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.intake.take(&chunk[..count], self.now_ns(), &mut self.ready);
        Ok(())
    }
}

/// Waits until standard input has bytes, or, if asked to, until standard output takes some; returns
/// whether there is something to read.
///
/// Standard output is always watched for its end: it may be another terminal, and between two
/// frames no write would tell that it is gone.
fn wait_for_bytes(timeout: Duration, or_room: bool) -> io::Result<bool> {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let room = if or_room { PollFlags::OUT } else { PollFlags::empty() };
    let mut watched = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&stdout, room)];
    let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) | Err(Errno::INTR | Errno::AGAIN) => return Ok(false),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    if watched.iter().any(|end| end.revents().intersects(gone)) {
        return Err(hung_up());
    }
    Ok(watched[0].revents().contains(PollFlags::IN))
}

fn hung_up() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "hung up")
}
