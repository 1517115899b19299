//! Where the samples of the live model go.

use crate::engine::{Clock, Sample, Sink, Spike, Unstable};
use crate::measure::{SpikeLog, Watch};
use crate::model::Neuron;
use crate::scope::Timebase;
use crate::trace::{ModelNs, Trace};

/// Feeds trace, statistics, verdicts and trigger for the length of one advance.
pub(super) struct Monitor<'a> {
    pub(super) trace: &'a mut Trace,
    pub(super) log: &'a mut SpikeLog,
    pub(super) watch: &'a mut Watch,
    pub(super) timebase: &'a mut Timebase,
    pub(super) clock: Clock,
    /// The potential below which a step is too long (mV), and the neuron that it is too long for.
    pub(super) bound: Option<(f64, Neuron)>,
    /// The neuron whose peak is to be drawn for spikes, where those fall between two samples.
    pub(super) peak_between: Option<Neuron>,
    /// The recovery variable of the last sample.
    pub(super) last_u: f64,
}

impl Sink for Monitor<'_> {
    fn sample(&mut self, sample: &Sample) {
        let time_ms = self.clock.time_ms(sample.step);
        self.watch.sample(time_ms, sample.current);
        self.trace.push(ModelNs::from_ms(time_ms), sample.v, sample.u, sample.current);
        self.last_u = sample.u;
    }

    fn unstable(&mut self, unstable: &Unstable) {
        if let Some((bound_mv, neuron)) = &self.bound {
            self.trace.mark_unstable(*bound_mv);
            self.watch.unstable(unstable.time_ms, *bound_mv, neuron);
        }
    }

    fn spike(&mut self, spike: &Spike) {
        self.log.spike(spike);
        self.watch.spike(spike.time_ms);
        self.timebase.spike(ModelNs::from_ms(spike.time_ms));
        if let Some(neuron) = self.peak_between {
            self.trace.raise_last(neuron.peak_mv_at(self.last_u));
        }
    }
}
