//! Statistics of a whole run as TOML.

mod statistics;
mod table;

use std::io::{self, Write};

use super::Encoder;
use crate::engine::{Digest, Sample, Sink, Spike, Step, Subject, Unstable};
use crate::measure::UnstableSteps;
use statistics::Statistics;
use table::Table;

/// Collects the statistics of a run; [`finish`](Encoder::finish) writes them as TOML.
#[derive(Clone, Debug)]
pub struct Summary<W> {
    out: W,
    end_ms: f64,
    statistics: Statistics,
    unstable: UnstableSteps,
    digest: Digest,
}

impl<W: Write> Summary<W> {
    /// The summary of a run of `subject` with `seed` up to `end_ms` (ms), before its first step.
    pub fn new(out: W, subject: &Subject, seed: u64, end_ms: f64) -> Self {
        Self {
            out,
            end_ms,
            statistics: Statistics::new(subject, end_ms),
            unstable: UnstableSteps::default(),
            digest: Digest::new(seed),
        }
    }

    /// The summary as TOML text.
    pub(super) fn to_toml(&self) -> String {
        let first = self.unstable.first();
        // A single neuron needs no number.
        let numbered = matches!(self.statistics, Statistics::Circuit(_));
        let table = Table {
            duration_ms: self.end_ms,
            unstable_steps: first.map(|_| self.unstable.steps()),
            unstable_first_ms: first.map(|first| first.time_ms),
            unstable_first_neuron: first.map(|first| first.neuron).filter(|_| numbered),
            digest: self.digest.checkpoint().to_string(),
            ..self.statistics.table(self.end_ms)
        };
        toml::to_string(&table).expect("tables of numbers and strings are TOML")
    }
}

impl<W: Write> Encoder for Summary<W> {
    fn has_failed(&self) -> bool {
        false
    }

    /// An incomplete run has no valid statistics, so nothing is written if the run `halted`.
    fn finish(mut self, halted: bool) -> io::Result<()> {
        if halted {
            return Ok(());
        }
        let text = self.to_toml();
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

impl<W> Sink for Summary<W> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.statistics.sample(sample);
        self.digest.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.statistics.spike(spike);
        self.digest.spike(spike);
    }

    fn restart(&mut self, step: Step) {
        self.statistics.restart(step);
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.unstable.unstable(unstable);
    }

    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.statistics.end(step, word);
        self.digest.end(step, word);
    }
}
