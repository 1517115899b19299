//! The sink that fills the channels of the ghost.

use super::ghost::GhostChannel;
use crate::circuit::Reading;
use crate::engine::{Clock, Sample, Sink, Spike, Step};
use crate::instrument::CHANNELS;
use crate::instrument::circuit::Route;
use crate::instrument::monitor::Feed;
use crate::trace::ModelNs;

/// Fills the channels of the ghost for the length of one advance.
pub(super) struct GhostSink<'a> {
    pub(super) clock: Clock,
    pub(super) channels: &'a mut [GhostChannel; CHANNELS],
    pub(super) feeds: [Option<Feed>; CHANNELS],
    pub(super) between_samples: bool,
    /// The channel of each of the engine's probes; empty for a neuron alone.
    pub(super) routes: &'a [Route],
}

impl Sink for GhostSink<'_> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let time_ns = ModelNs::from_ms(self.clock.time_ms(sample.step));
        self.channels[0].neuron.push(time_ns, sample.v, sample.u, sample.current);
        if let Some(feed) = &mut self.feeds[0] {
            feed.last_u = sample.u;
        }
    }

    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        let time_ns = ModelNs::from_ms(self.clock.time_ms(step));
        let Some(Route(index)) = self.routes.get(probe).copied() else { return };
        let (channel, Some(feed)) = (&mut self.channels[index], &mut self.feeds[index]) else {
            return;
        };
        match reading {
            Reading::Neuron { v, u, current } => {
                channel.neuron.push(time_ns, v, u, current);
                feed.last_u = u;
                feed.draw_peaks(&mut channel.neuron, self.between_samples);
                feed.spikes.clear();
            }
            Reading::Synapse { resource, utilisation, weight } => {
                channel.synapse.push(time_ns, resource, utilisation, weight);
            }
        }
    }

    fn spike(&mut self, spike: &Spike) {
        let is_alone = self.routes.is_empty();
        for (channel, feed) in self.channels.iter_mut().zip(&mut self.feeds) {
            let Some(feed) = feed.as_mut().filter(|feed| feed.number == spike.neuron) else {
                continue;
            };
            feed.spikes.push(*spike);
            // A network reports the spikes within a step before the sample from the step's start.
            if is_alone || !self.between_samples {
                feed.draw_peaks(&mut channel.neuron, self.between_samples);
                feed.spikes.clear();
            }
        }
    }
}
