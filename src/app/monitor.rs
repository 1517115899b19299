//! Where the samples of the live model go.

use crate::engine::{Clock, Sample, Sink, Spike};
use crate::measure::SpikeTrain;
use crate::scope::Timebase;
use crate::trace::{NS_PER_MS, Trace};

/// Feeds trace, statistics and trigger for the length of one advance.
pub(super) struct Monitor<'a> {
    pub(super) trace: &'a mut Trace,
    pub(super) train: &'a mut SpikeTrain,
    pub(super) timebase: &'a mut Timebase,
    pub(super) spikes: &'a mut u64,
    pub(super) clock: Clock,
    /// Peak to draw for spikes that fall between two samples (mV).
    pub(super) peak_between_mv: Option<f64>,
}

/// A model time as the trace keeps it.
pub(super) fn time_ns(time_ms: f64) -> u64 {
    (time_ms * NS_PER_MS).round() as u64
}

impl Sink for Monitor<'_> {
    fn sample(&mut self, sample: &Sample) {
        let time_ns = time_ns(self.clock.time_ms(sample.step));
        self.trace.push(time_ns, sample.v, sample.u, sample.current);
    }

    fn spike(&mut self, spike: &Spike) {
        *self.spikes += 1;
        self.train.spike(spike);
        self.timebase.spike(time_ns(spike.time_ms));
        if let Some(peak_mv) = self.peak_between_mv {
            self.trace.raise_last(peak_mv);
        }
    }
}
