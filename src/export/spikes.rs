//! All spikes, one per line.

use std::io::{self, Write};

use super::Encoder;
use super::lines::Lines;
use crate::circuit::NeuronId;
use crate::engine::{Sink, Spike, Step, Subject};

/// Writes a header and one spike per line, by time and then by neuron: `t_ms` for a neuron,
/// `t_ms,neuron` for a circuit, whose neurons are numbered from 0 across all populations.
#[derive(Debug)]
pub struct Spikes<W: Write> {
    lines: Lines<W>,
    /// For a circuit, the spikes of the present step.
    step: Option<Vec<(f64, NeuronId)>>,
}

impl<W: Write> Spikes<W> {
    /// Writes the header for a run of `subject`.
    pub fn new(out: W, subject: &Subject) -> Self {
        let (header, step) = match subject {
            Subject::Neuron(_) => ("t_ms", None),
            Subject::Circuit(_) => ("t_ms,neuron", Some(Vec::new())),
        };
        Self { lines: Lines::new(out, header), step }
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
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        match &mut self.step {
            None => self.lines.line(format_args!("{}", spike.time_ms)),
            Some(step) => step.push((spike.time_ms, spike.neuron)),
        }
    }

    fn end(&mut self, _: Step, _: u64) {
        let Some(step) = &mut self.step else { return };
        // Within a step spikes arrive by neuron; under the exact scheme each has a time of its own.
        step.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (time_ms, neuron) in step.drain(..) {
            self.lines.line(format_args!("{time_ms},{neuron}"));
        }
    }
}
