//! Frames on their way to the terminal.

use std::io::{self, Write};

use super::tty;

/// Where frames go. What is written is taken as a whole, and goes out as fast as the terminal takes it.
pub trait Outlet: Write {
    /// Sends on what has not gone out yet; returns whether all of it has now.
    ///
    /// # Errors
    /// The terminal is gone.
    fn send_rest(&mut self) -> io::Result<bool> {
        Ok(true)
    }

    /// Drops what has not gone out yet: the terminal has been given back meanwhile.
    fn drop_rest(&mut self) {}
}

/// The terminal on standard output. Who writes the next frame only once the last one has gone out has
/// no more than one frame waiting here.
#[derive(Debug, Default)]
pub struct Output {
    /// What has not gone out yet, from a place on.
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
