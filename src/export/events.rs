//! Every event of a trigger as a line.

use std::io::{self, Write};

use super::Encoder;
use super::lines::Lines;
use crate::engine::{OfNeuron, Sample, Setup, Sink, Spike};
use crate::measure::{Trigger, TriggerSettings};

/// Writes the header `t_ms` and the time of each event of one neuron (ms) as a line.
#[derive(Debug)]
pub struct Events<W: Write> {
    trigger: Trigger,
    lines: Lines<W>,
    /// How many events may still be written.
    left: u64,
}

impl<W: Write> Events<W> {
    /// Writes the header. The trigger is on the neuron of `setup`, whose scheme and step are those
    /// of the run; at most `count` events are written, `None` for all.
    pub fn new(out: W, settings: TriggerSettings, setup: &Setup, count: Option<u64>) -> Self {
        let trigger = Trigger::new(settings, setup);
        Self { trigger, lines: Lines::new(out, "t_ms"), left: count.unwrap_or(u64::MAX) }
    }

    fn write(&mut self, event_ms: Option<f64>) {
        if let Some(event_ms) = event_ms.filter(|_| self.left > 0) {
            self.left -= 1;
            self.lines.line(format_args!("{event_ms}"));
        }
    }
}

impl<W: Write> Sink for Events<W> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let event_ms = self.trigger.row(sample);
        self.write(event_ms);
    }

    fn spike(&mut self, spike: &Spike) {
        let event_ms = self.trigger.spike(spike);
        self.write(event_ms);
    }
}

impl<W: Write> Encoder for OfNeuron<Events<W>> {
    /// Once all events are written, the rest of the run would be for nothing, too.
    fn has_failed(&self) -> bool {
        self.sink.lines.has_failed() || self.sink.left == 0
    }

    fn finish(self, _: bool) -> io::Result<()> {
        self.sink.lines.finish()
    }
}
