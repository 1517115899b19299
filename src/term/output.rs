//! Standard output without a buffer of its own.

use std::io::{self, Write};

/// The terminal on standard output. What is written goes out in one call, where that of the standard
/// library would break it at its last line feed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(io::stdout(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
