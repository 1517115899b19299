//! Reading a text line by line.

use std::io::{BufRead, Read};

use crate::input::InputError;

/// Longest line (bytes).
const LINE_BYTES_MAX: usize = 65_536;

/// A line and its number in the file, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) number: usize,
}

impl Line {
    /// Whether the line is empty or blank.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text after `#`, if the line is a comment.
    pub(super) fn comment(&self) -> Option<&str> {
        self.text.trim_start().strip_prefix('#')
    }

    /// The column (counted from 1) of the character at byte `offset`.
    pub(super) fn column(&self, offset: usize) -> usize {
        self.text.get(..offset).map_or(0, |before| before.chars().count()) + 1
    }
}

/// The lines of the file called `name`, one at a time.
pub(super) struct Lines<'a> {
    name: &'a str,
    reader: &'a mut dyn BufRead,
    bytes: Vec<u8>,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(name: &'a str, reader: &'a mut dyn BufRead) -> Self {
        Self { name, reader, bytes: Vec::new(), number: 0 }
    }

    /// A mistake in the file as a whole.
    pub(super) fn wrong(&self, message: impl Into<String>) -> InputError {
        InputError::whole(self.name, message)
    }

    /// A mistake at a column of a line.
    pub(super) fn wrong_at(
        &self,
        line: usize,
        column: usize,
        message: impl Into<String>,
    ) -> InputError {
        InputError::at(self.name, (line, column), message)
    }

    /// Reads the next line into `line`, without line end and byte order mark; returns whether there
    /// was a line.
    pub(super) fn next(&mut self, line: &mut Line) -> Result<bool, InputError> {
        self.bytes.clear();
        let most = LINE_BYTES_MAX as u64 + 2;
        let read = Read::take(&mut *self.reader, most).read_until(b'\n', &mut self.bytes);
        if read.map_err(|error| self.wrong(error.to_string()))? == 0 {
            return Ok(false);
        }
        self.number += 1;
        let mut bytes = &self.bytes[..];
        if self.number == 1 {
            if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
                return Err(self.wrong("expected UTF-8 text, found UTF-16"));
            }
            bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        }
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if bytes.len() > LINE_BYTES_MAX {
            let message = format!("expected a line of at most {LINE_BYTES_MAX} bytes");
            return Err(self.wrong_at(self.number, 1, message));
        }
        line.number = self.number;
        line.text.clear();
        match std::str::from_utf8(bytes) {
            Ok(text) => line.text.push_str(text),
            Err(error) => {
                let valid = &bytes[..error.valid_up_to()];
                let column = String::from_utf8_lossy(valid).chars().count() + 1;
                let found = bytes[error.valid_up_to()];
                let message = format!("expected UTF-8 text, found the byte 0x{found:02x}");
                return Err(self.wrong_at(self.number, column, message));
            }
        }
        Ok(true)
    }

    /// Reads the next line that is neither blank nor a comment; `comment` keeps the last comment
    /// before that line. Returns whether there was a line.
    pub(super) fn next_row(
        &mut self,
        line: &mut Line,
        comment: &mut Option<Line>,
    ) -> Result<bool, InputError> {
        while self.next(line)? {
            if line.comment().is_some() {
                *comment = Some(line.clone());
            } else if !line.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
