//! Buffered output of lines, up to the first error.

use std::fmt::Arguments;
use std::io::{self, BufWriter, Write};

/// Size of the write buffer (bytes).
const BUFFER_BYTES: usize = 1 << 16;

/// Writes lines until an I/O error occurs.
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

    /// Whether an I/O error occurred.
    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Flushes the buffer; returns the first error, if any.
    pub(super) fn finish(self) -> io::Result<()> {
        match self.error {
            Some(error) => {
                // The buffered rest is discarded: it cannot be written.
                let _ = self.out.into_parts();
                Err(error)
            }
            None => self.out.into_inner().map_err(io::IntoInnerError::into_error)?.flush(),
        }
    }
}
