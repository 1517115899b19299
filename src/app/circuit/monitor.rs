//! Where goes what a running circuit shows.

use super::Channel;
use crate::circuit::{Arrival, Reading, Recipe};
use crate::engine::{Clock, Sink, Spike, Step};
use crate::model::Scheme;

use super::super::monitor::time_ns;

/// What a probe is for: a channel, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route(pub(super) usize);

/// Feeds raster, activity and channels for the length of one advance.
pub(super) struct Monitor<'a> {
    pub(super) clock: Clock,
    pub(super) counts: &'a mut Counts,
    pub(super) channels: &'a mut [Channel],
    /// For each probe, in order.
    pub(super) routes: &'a [Route],
    /// Peaks that are to be drawn for spikes, where those fall between two readings.
    pub(super) peaks: Option<&'a Recipe>,
    /// Channels whose neuron spiked in this step.
    pub(super) spiked: [bool; super::CHANNELS],
}

/// Counts of spikes.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Of all neurons, since the start or since it was zeroed.
    pub(super) total: u64,
    /// Of each population, since the circuit's start or since it was zeroed.
    pub(super) populations: Vec<u64>,
    /// The number after the last of each population's neurons.
    ends: Vec<u32>,
}

impl Counts {
    /// Counts the populations of `recipe` afresh.
    pub(super) fn begin(&mut self, recipe: &Recipe) {
        let indices = 0..recipe.populations.len();
        self.ends = indices.map(|index| recipe.range(index).end).collect();
        self.populations = vec![0; self.ends.len()];
    }

    pub(super) fn zero(&mut self) {
        self.total = 0;
        self.populations.fill(0);
    }

    /// Counts a spike; returns the index of its population.
    fn count(&mut self, neuron: u32) -> usize {
        let population = self.ends.partition_point(|end| *end <= neuron);
        self.total += 1;
        self.populations[population] += 1;
        population
    }
}

impl<'a> Monitor<'a> {
    /// The recipe whose peaks are drawn under `scheme`, if they have to be.
    pub(super) fn peaks(scheme: Scheme, recipe: &'a Recipe) -> Option<&'a Recipe> {
        (scheme == Scheme::Exact).then_some(recipe)
    }
}

impl Sink for Monitor<'_> {
    fn spike(&mut self, spike: &Spike) {
        let neuron = spike.neuron as u32;
        let _population = self.counts.count(neuron);
        if self.peaks.is_some() {
            for (channel, spiked) in self.channels.iter().zip(&mut self.spiked) {
                *spiked |= channel.neuron() == neuron;
            }
        }
    }

    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        let time_ns = time_ns(self.clock.time_ms(step));
        let post = arrival.synapse.post;
        let of_post = |channel: &&mut Channel| channel.is_on() && channel.neuron() == post;
        for channel in self.channels.iter_mut().filter(of_post) {
            channel.push_arrival(time_ns, arrival);
        }
    }

    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        let time_ns = time_ns(self.clock.time_ms(step));
        let Some(Route(index)) = self.routes.get(probe).copied() else { return };
        let channel = &mut self.channels[index];
        match reading {
            Reading::Neuron { v, u, current } => {
                channel.push_neuron(time_ns, v, u, current);
                if let Some(recipe) = self.peaks
                    && std::mem::take(&mut self.spiked[index])
                    && let Some(population) = recipe.population_of(channel.neuron())
                {
                    channel.raise_last(recipe.populations[population].neuron.peak_mv_at(u));
                }
            }
            Reading::Synapse { resource, utilisation, weight } => {
                channel.push_synapse(time_ns, [resource, utilisation, weight]);
            }
        }
    }
}
