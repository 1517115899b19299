//! Every spike as a line.

use std::io::{self, Write};

use super::Encoder;
use super::lines::Lines;
use crate::engine::{Sink, Spike};

/// Writes `t_ms` and one spike time per line.
#[derive(Debug)]
pub struct Spikes<W: Write> {
    lines: Lines<W>,
}

impl<W: Write> Spikes<W> {
    /// Writes the header.
    pub fn new(out: W) -> Self {
        Self { lines: Lines::new(out, "t_ms") }
    }
}

impl<W: Write> Encoder for Spikes<W> {
    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    fn finish(self, _: bool) -> io::Result<()> {
        self.lines.finish()
    }
}

impl<W: Write> Sink for Spikes<W> {
    fn spike(&mut self, spike: &Spike) {
        self.lines.line(format_args!("{}", spike.time_ms));
    }
}
