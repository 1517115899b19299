//! Reads events from the terminal on standard input.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use super::intake::Intake;
use super::parser::Event;

/// Largest read (bytes).
const CHUNK_BYTES: usize = 4096;

/// What the caller awaits from the terminal besides keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Whether output is pending: the wait ends when the terminal accepts output.
    pub room: bool,
    /// Whether a reply is outstanding: an escape byte may begin it.
    pub answer: bool,
}

/// Reads and parses keys and the terminal's replies.
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
    /// The next event, waiting for at most `timeout`; `None` if the bytes read complete no event,
    /// the terminal accepts output that is `expected`, or a signal interrupts the wait.
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

/// Waits until standard input has bytes, or, with `or_room`, until standard output accepts some;
/// returns whether there are bytes to read.
///
/// Standard output is always watched for a hang-up: it may be another terminal, and between two
/// frames no write would report that it is gone.
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
