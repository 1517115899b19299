//! The sink that feeds the channels and the activity of a scope.

use super::analyses::NeuronRecord;
use super::channel::{CHANNELS, Channel};
use super::circuit::{CircuitMonitor, Route};
use super::trigger::Watching;
use crate::circuit::{Arrival, NeuronId, PopulationId, Reading};
use crate::engine::{Clock, Engine, Sample, Sink, Spike, Step, Unstable};
use crate::measure::Mark;
use crate::model::Neuron;
use crate::scope::Timebase;
use crate::trace::{Activity, ModelNs, Raster, Trace};

/// What the monitor needs to know of a channel's neuron during one advance.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    /// Its number.
    pub(super) number: NeuronId,
    pub(super) neuron: Neuron,
    /// The membrane potential below which a step is too long (mV).
    pub(super) bound_mv: Option<f64>,
    /// The recovery variable of the last sample.
    pub(super) last_u: f64,
    /// Its spikes since the last sample.
    pub(super) spikes: Vec<Spike>,
}

impl Feed {
    /// The feed of `neuron` in the present state of `engine`.
    pub(super) fn of(engine: &Engine, neuron: NeuronId) -> Self {
        Self {
            number: neuron,
            neuron: engine.neuron(neuron),
            bound_mv: engine.unstable_below_mv(neuron),
            last_u: engine.state(neuron).u,
            spikes: Vec::new(),
        }
    }

    /// Draws the peaks of the spikes since the last sample, if they fall between two samples.
    pub(super) fn draw_peaks(&self, trace: &mut Trace, between_samples: bool) {
        if between_samples && !self.spikes.is_empty() {
            trace.raise_last(self.neuron.peak_mv_at(self.last_u));
        }
    }

    /// Passes on the spikes since the last sample, and draws the peaks of spikes between two samples.
    fn take_spikes(&mut self, record: &mut NeuronRecord, between_samples: bool) {
        self.draw_peaks(&mut record.trace, between_samples);
        self.spikes.drain(..).for_each(|spike| record.spike(&spike));
    }
}

/// Feeds channels, raster, activity and trigger for the length of one advance.
pub(super) struct Monitor<'a> {
    pub(super) clock: Clock,
    pub(super) channels: &'a mut [Channel],
    /// The feed of each channel.
    pub(super) feeds: [Option<Feed>; CHANNELS],
    /// Whether spikes fall between two samples, as under the exact scheme.
    pub(super) between_samples: bool,
    /// The channel of each of the engine's probes.
    pub(super) routes: &'a [Route],
    /// The trigger on the selected channel, if the display is triggered.
    pub(super) trigger: Option<Watching<'a>>,
    pub(super) timebase: &'a mut Timebase,
    pub(super) raster: &'a mut Raster,
    pub(super) activity: &'a mut Activity,
    /// Counts by population, if a circuit runs.
    pub(super) circuit: Option<CircuitMonitor<'a>>,
}

impl Monitor<'_> {
    /// Shows the trigger a row of the channel at `index`, with its time (ms).
    #[inline]
    fn trigger_row(&mut self, index: usize, row: (f64, &Sample)) {
        if let Some(trigger) = self.trigger.as_mut().filter(|trigger| trigger.channel == index) {
            trigger.row(row, self.timebase, self.activity);
        }
    }

    /// The channels on `neuron`, with their feeds.
    fn of(&mut self, neuron: NeuronId) -> impl Iterator<Item = (&mut Channel, &mut Feed)> {
        let all = self.channels.iter_mut().zip(&mut self.feeds);
        all.filter_map(move |(channel, feed)| {
            (channel.neuron() == neuron).then_some((channel, feed.as_mut()?))
        })
    }
}

impl Sink for Monitor<'_> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let time_ms = self.clock.time_ms(sample.step);
        if let ([channel, ..], [Some(feed), ..]) = (&mut *self.channels, &mut self.feeds) {
            channel.record.sample(time_ms, sample);
            feed.last_u = sample.u;
            self.trigger_row(0, (time_ms, sample));
        }
    }

    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        let time_ms = self.clock.time_ms(step);
        let Some(Route(index)) = self.routes.get(probe).copied() else { return };
        let (channel, Some(feed)) = (&mut self.channels[index], &mut self.feeds[index]) else {
            return;
        };
        match reading {
            Reading::Neuron { v, u, current } => {
                channel.record.sample(time_ms, &Sample { step, v, u, current });
                feed.last_u = u;
                feed.take_spikes(&mut channel.record, self.between_samples);
                self.trigger_row(index, (time_ms, &Sample { step, v, u, current }));
            }
            Reading::Synapse { resource, utilisation, weight } => {
                let time_ns = ModelNs::from_ms(time_ms);
                channel.push_synapse(time_ns, [resource, utilisation, weight]);
            }
        }
    }

    fn spike(&mut self, spike: &Spike) {
        let time_ns = ModelNs::from_ms(spike.time_ms);
        let (is_alone, between_samples) = (self.circuit.is_none(), self.between_samples);
        for (channel, feed) in self.of(spike.neuron) {
            channel.record.log.push(Mark::Spike, spike.time_ms);
            if channel.is_on() {
                feed.spikes.push(*spike);
            }
            // A network reports the spikes within a step before the sample from the step's start.
            if is_alone || !between_samples {
                feed.take_spikes(&mut channel.record, between_samples);
            }
        }
        if let Some(trigger) = &mut self.trigger {
            trigger.spike(spike, self.timebase);
        }
        self.raster.push(time_ns, spike.neuron);
        let circuit = self.circuit.as_mut();
        let population = circuit.map_or(PopulationId::FIRST, |circuit| circuit.spike(spike));
        self.activity.push(time_ns, population);
    }

    fn unstable(&mut self, unstable: &Unstable) {
        if let Some(circuit) = &mut self.circuit {
            circuit.unstable(unstable);
        }
        for (channel, feed) in self.of(unstable.neuron).filter(|(channel, _)| channel.is_on()) {
            if let Some(bound_mv) = feed.bound_mv {
                channel.record.unstable(unstable, (bound_mv, &feed.neuron));
            }
        }
    }

    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        let time_ns = ModelNs::from_ms(self.clock.time_ms(step));
        let post = arrival.synapse.post;
        for (channel, _) in self.of(post).filter(|(channel, _)| channel.is_on()) {
            channel.push_arrival(time_ns, arrival);
        }
    }

    fn end(&mut self, _: Step, _: u64) {
        self.raster.end_step();
    }
}
