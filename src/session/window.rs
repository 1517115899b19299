//! The part of a file that is held in memory while the file is read from start to end.

use std::io;

use super::storage::{Storage, fill};

/// Bytes that are read from a file at once, at least.
const CHUNK_BYTES: usize = 1 << 16;

/// A part of a file in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    bytes: Vec<u8>,
    /// Offset in the file of the first of them.
    start: u64,
    /// How many of them are not needed any more.
    done: usize,
}

impl Window {
    /// What is needed.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.done..]
    }

    /// Goes on in the file, to `offset`.
    pub(super) fn go_to(&mut self, offset: u64) {
        let done = offset.checked_sub(self.start).filter(|&done| done <= self.bytes.len() as u64);
        match done {
            Some(done) => self.done = done as usize,
            None => *self = Self { bytes: Vec::new(), start: offset, done: 0 },
        }
    }

    /// The line that begins at `from` in the rest, with its end; empty at the end of the file. Of
    /// one of more than `most` bytes there may be only the first part.
    ///
    /// # Errors
    /// Those of reading from `storage`.
    pub(super) fn line(
        &mut self,
        from: usize,
        most: usize,
        storage: &dyn Storage,
        end: u64,
    ) -> io::Result<&[u8]> {
        let mut searched = from;
        let line_end = loop {
            let found = self.rest()[searched..].iter().position(|&byte| byte == b'\n');
            if let Some(at) = found {
                break searched + at + 1;
            }
            searched = self.rest().len();
            if searched - from > most || !self.grow(storage, end)? {
                break searched;
            }
        };
        Ok(&self.rest()[from..line_end])
    }

    /// Reads more, if there is more up to `end`.
    fn grow(&mut self, storage: &dyn Storage, end: u64) -> io::Result<bool> {
        let held_end = self.start + self.bytes.len() as u64;
        if held_end >= end {
            return Ok(false);
        }
        self.bytes.drain(..self.done);
        self.start += self.done as u64;
        self.done = 0;
        let held = self.bytes.len();
        let more = (CHUNK_BYTES.max(held) as u64).min(end - held_end) as usize;
        self.bytes.resize(held + more, 0);
        let filled = fill(storage, &mut self.bytes[held..], held_end);
        filled.inspect_err(|_| self.bytes.truncate(held))?;
        Ok(true)
    }
}
