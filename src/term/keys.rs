//! Inputs from the terminal on standard input.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use super::parser::Parser;
use crate::app::Input;

/// How long an escape byte may wait for the rest of a sequence before it is the key: over a slow
/// link the two can come apart.
const ESCAPE_WAIT: Duration = Duration::from_millis(50);
/// How long anything else may stay unfinished.
const SEQUENCE_WAIT: Duration = Duration::from_millis(500);
/// Bytes that are read at once.
const CHUNK_BYTES: usize = 4096;

/// What comes from the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something that the user did.
    Input(Input),
    /// The answer to a request for the terminal's status.
    Answer,
}

/// Reads and parses what is typed, and what the terminal answers.
#[derive(Debug)]
pub struct Keyboard {
    parser: Parser,
    ready: VecDeque<Event>,
    last_byte: Instant,
}

impl Default for Keyboard {
    fn default() -> Self {
        Self { parser: Parser::default(), ready: VecDeque::new(), last_byte: Instant::now() }
    }
}

impl Keyboard {
    /// The next event, waiting for at most `timeout`; `None` if there was none that means
    /// anything, or a signal cut the wait short.
    ///
    /// # Errors
    /// The terminal is gone or can't be read any more.
    pub fn next(&mut self, timeout: Duration) -> io::Result<Option<Event>> {
        if let Some(event) = self.ready.pop_front() {
            return Ok(Some(event));
        }
        let patience = self.patience();
        let timeout = patience.map_or(timeout, |patience| patience.min(timeout));
        if wait_for_bytes(timeout)? {
            self.read()?;
        } else if patience.is_some() && self.patience() == Some(Duration::ZERO) {
            self.ready.extend(self.parser.give_up().map(Event::Input));
        }
        Ok(self.ready.pop_front())
    }

    /// How much longer something unfinished is waited for, if anything is.
    fn patience(&self) -> Option<Duration> {
        let wait = if self.parser.after_escape() { ESCAPE_WAIT } else { SEQUENCE_WAIT };
        self.parser.is_pending().then(|| wait.saturating_sub(self.last_byte.elapsed()))
    }

    fn read(&mut self) -> io::Result<()> {
        let mut chunk = [0; CHUNK_BYTES];
        let count = match read(io::stdin(), &mut chunk) {
            Ok(0) => return Err(hung_up()),
            Ok(count) => count,
            Err(Errno::INTR | Errno::AGAIN) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.last_byte = Instant::now();
        for &byte in &chunk[..count] {
            self.ready.extend(self.parser.feed(byte).map(Event::Input));
            self.ready.extend(self.parser.take_answer().then_some(Event::Answer));
        }
        Ok(())
    }
}

/// Waits until standard input has bytes; returns whether it has.
fn wait_for_bytes(timeout: Duration) -> io::Result<bool> {
    let stdin = io::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = Timespec::try_from(timeout).map_err(io::Error::other)?;
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) | Err(Errno::INTR) => return Ok(false),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    let revents = watched[0].revents();
    if revents.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return Err(hung_up());
    }
    Ok(true)
}

fn hung_up() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "hung up")
}
