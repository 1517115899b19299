//! Sliding window over a file that is read from start to end.

use std::io;

use super::storage::{Storage, fill};

/// Least number of bytes read from a file at once.
const CHUNK_BYTES: usize = 1 << 16;

/// A contiguous part of a file in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    bytes: Vec<u8>,
    /// File offset of the first byte held.
    start: u64,
    /// Number of leading bytes that have been consumed.
    done: usize,
}

impl Window {
    /// The bytes not yet consumed.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.done..]
    }

    /// Advances the window to `offset` in the file.
    pub(super) fn go_to(&mut self, offset: u64) {
        let done = offset.checked_sub(self.start).filter(|&done| done <= self.bytes.len() as u64);
        match done {
            Some(done) => self.done = done as usize,
            None => *self = Self { bytes: Vec::new(), start: offset, done: 0 },
        }
    }

    /// The line at `from` in the rest, with its line break; empty at the end of the file. A line
    /// longer than `most` bytes may be incomplete.
    ///
    /// # Errors
    /// I/O errors of `storage`.
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

    /// Reads more bytes, up to `end`; returns whether there were any.
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
