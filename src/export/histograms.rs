//! Histograms of spikes as comma-separated values.

use std::io::{self, Write};

use super::Encoder;
use super::lines::Lines;
use crate::engine::{OfNeuron, Sink, Spike, Step};
use crate::measure::{IntervalCounts, Psth};

/// Writes `from_ms,to_ms,n`: the inter-spike intervals of one neuron by their length.
#[derive(Debug)]
pub struct Isi<W: Write> {
    lines: Lines<W>,
    counts: IntervalCounts,
}

impl<W: Write> Isi<W> {
    /// Writes the header; the intervals will be counted by `counts`.
    pub fn new(out: W, counts: IntervalCounts) -> Self {
        Self { lines: Lines::new(out, "from_ms,to_ms,n"), counts }
    }
}

impl<W: Write> Sink for Isi<W> {
    fn spike(&mut self, spike: &Spike) {
        self.counts.spike(spike);
    }

    fn restart(&mut self, step: Step) {
        self.counts.restart(step);
    }
}

impl<W: Write> Encoder for OfNeuron<Isi<W>> {
    fn has_failed(&self) -> bool {
        self.sink.lines.has_failed()
    }

    /// Nothing follows the header if the run `halted`.
    fn finish(self, halted: bool) -> io::Result<()> {
        let Isi { mut lines, counts } = self.sink;
        for (from_ms, to_ms, n) in counts.histogram().rows().filter(|_| !halted) {
            lines.line(format_args!("{from_ms},{to_ms},{n}"));
        }
        lines.finish()
    }
}

/// Writes `from_ms,to_ms,spikes,rate_hz` and a row for each bin of `psth`; the rate is empty where no
/// repeat reached the end of the bin.
///
/// # Errors
/// An I/O error of `out`.
pub fn write_psth(out: impl Write, psth: &Psth) -> io::Result<()> {
    let mut lines = Lines::new(out, "from_ms,to_ms,spikes,rate_hz");
    for bin in psth.bins() {
        let rate_hz = bin.rate_hz.map(|rate_hz| rate_hz.to_string()).unwrap_or_default();
        lines.line(format_args!("{},{},{},{rate_hz}", bin.from_ms, bin.to_ms, bin.spikes));
    }
    lines.finish()
}
