//! Every spike of a circuit as a line.

use std::io::{self, Write};

use crate::circuit::NeuronId;
use crate::engine::{Sink, Spike, Step};
use crate::export::Encoder;
use crate::export::lines::Lines;

/// Writes `t_ms,neuron` and one spike per line: its time and its neuron, counted from 0 through all
/// populations. Lines go by time, and by neuron where that is the same.
#[derive(Debug)]
pub struct CircuitSpikes<W: Write> {
    lines: Lines<W>,
    /// The spikes of the present step.
    step: Vec<(f64, NeuronId)>,
}

impl<W: Write> CircuitSpikes<W> {
    /// Writes the header.
    pub fn new(out: W) -> Self {
        Self { lines: Lines::new(out, "t_ms,neuron"), step: Vec::new() }
    }
}

impl<W: Write> Encoder for CircuitSpikes<W> {
    fn has_failed(&self) -> bool {
        self.lines.has_failed()
    }

    fn finish(self, _: bool) -> io::Result<()> {
        self.lines.finish()
    }
}

impl<W: Write> Sink for CircuitSpikes<W> {
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.step.push((spike.time_ms, spike.neuron));
    }

    fn end(&mut self, _: Step, _: u64) {
        // Within a step spikes come by neuron; in the true solution each has a time of its own.
        self.step.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (time_ms, neuron) in self.step.drain(..) {
            self.lines.line(format_args!("{time_ms},{neuron}"));
        }
    }
}
