//! Non-blocking output of frames to the terminal.

use std::io::{self, Write};

use super::tty;

/// An output for frames. Each write is accepted as a whole; bytes that the terminal does not accept
/// at once stay pending.
pub trait Outlet: Write {
    /// Continues pending output; returns whether all of it has gone out.
    ///
    /// # Errors
    /// The terminal is gone.
    fn send_rest(&mut self) -> io::Result<bool> {
        Ok(true)
    }

    /// Drops pending output, because the terminal has been given back.
    fn drop_rest(&mut self) {}
}

/// The terminal on standard output. The runner writes a frame only after the last one has gone out,
/// so at most one frame is pending.
#[derive(Debug, Default)]
pub struct Output {
    /// Pending output, and the number of its bytes that have gone out.
    rest: Vec<u8>,
    from: usize,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        self.send_rest()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Outlet for Output {
    fn send_rest(&mut self) -> io::Result<bool> {
        if self.rest.is_empty() {
            return Ok(true);
        }
        tty::set_unfinished(true);
        self.from += tty::write(&self.rest[self.from..])?;
        if self.from < self.rest.len() {
            return Ok(false);
        }
        self.drop_rest();
        tty::set_unfinished(false);
        Ok(true)
    }

    fn drop_rest(&mut self) {
        self.rest.clear();
        self.from = 0;
    }
}
