//! Lines on their way out, up to the first error.

use std::fmt::Arguments;
use std::io::{self, BufWriter, Write};

/// Collected before they are written (bytes).
const BUFFER_BYTES: usize = 1 << 16;

/// Writes lines until one can't be written.
#[derive(Debug)]
pub(super) struct Lines<W: Write> {
    out: BufWriter<W>,
    error: Option<io::Error>,
}

impl<W: Write> Lines<W> {
    /// Writes `header` as the first line.
    pub(super) fn new(out: W, header: &str) -> Self {
        let mut lines = Self { out: BufWriter::with_capacity(BUFFER_BYTES, out), error: None };
        lines.line(format_args!("{header}"));
        lines
    }

    /// Writes one line, unless an earlier one failed.
    #[inline]
    pub(super) fn line(&mut self, line: Arguments<'_>) {
        if self.error.is_none() {
            let written = self.out.write_fmt(line).and_then(|()| self.out.write_all(b"\n"));
            self.error = written.err();
        }
    }

    /// Whether a line could not be written.
    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Writes what is left, or returns the first error.
    pub(super) fn finish(self) -> io::Result<()> {
        match self.error {
            Some(error) => {
                // What is left in the buffer has nowhere to go.
                let _ = self.out.into_parts();
                Err(error)
            }
            None => self.out.into_inner().map_err(io::IntoInnerError::into_error)?.flush(),
        }
    }
}
