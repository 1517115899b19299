//! Where goes what a running circuit shows.

use super::channel::Channel;
use super::state::Route;
use super::stretches::Stretches;
use crate::circuit::{Arrival, NeuronId, PopulationId, Reading, Recipe};
use crate::engine::{Clock, Sink, Spike, Step, Unstable};
use crate::measure::Populations;
use crate::trace::{Activity, ModelNs, Raster};

/// Feeds raster, activity and channels for the length of one advance.
pub(super) struct Monitor<'a> {
    pub(super) clock: Clock,
    /// Spikes of all neurons.
    pub(super) total: &'a mut u64,
    pub(super) firing: &'a mut Populations,
    pub(super) raster: &'a mut Raster,
    pub(super) activity: &'a mut Activity,
    /// The number after the last of each population's neurons.
    pub(super) ends: &'a [NeuronId],
    pub(super) channels: &'a mut [Channel],
    /// For each probe, in order.
    pub(super) routes: &'a [Route],
    /// Peaks that are to be drawn for spikes, where those fall between two readings.
    pub(super) peaks: Option<&'a Recipe>,
    /// Channels whose neuron spiked in this step.
    pub(super) spiked: [bool; super::channel::CHANNELS],
    /// The potentials of the populations below which a step is too long (mV).
    pub(super) bounds_mv: &'a [Option<f64>],
    /// Steps that were.
    pub(super) too_long: &'a mut Stretches,
}

impl Sink for Monitor<'_> {
    fn spike(&mut self, spike: &Spike) {
        *self.total += 1;
        self.firing.spike(spike);
        let (time_ns, neuron) = (ModelNs::from_ms(spike.time_ms), spike.neuron);
        self.raster.push(time_ns, neuron);
        let index = self.ends.partition_point(|end| *end <= neuron);
        self.activity.push(time_ns, PopulationId::new(index));
        if self.peaks.is_some() {
            for (channel, spiked) in self.channels.iter().zip(&mut self.spiked) {
                *spiked |= channel.neuron() == neuron;
            }
        }
    }

    fn end(&mut self, _: Step, _: u64) {
        self.raster.end_step();
    }

    fn unstable(&mut self, unstable: &Unstable) {
        let neuron = unstable.neuron;
        let population = self.ends.partition_point(|end| *end <= neuron);
        let Some(Some(bound_mv)) = self.bounds_mv.get(population).copied() else { return };
        self.too_long.push(unstable, bound_mv);
        let of_neuron = |channel: &&mut Channel| channel.is_on() && channel.neuron() == neuron;
        for channel in self.channels.iter_mut().filter(of_neuron) {
            channel.mark_unstable(bound_mv);
        }
    }

    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        let time_ns = ModelNs::from_ms(self.clock.time_ms(step));
        let post = arrival.synapse.post;
        let of_post = |channel: &&mut Channel| channel.is_on() && channel.neuron() == post;
        for channel in self.channels.iter_mut().filter(of_post) {
            channel.push_arrival(time_ns, arrival);
        }
    }

    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        let time_ns = ModelNs::from_ms(self.clock.time_ms(step));
        let Some(Route(index)) = self.routes.get(probe).copied() else { return };
        let channel = &mut self.channels[index];
        match reading {
            Reading::Neuron { v, u, current } => {
                channel.push_neuron(time_ns, v, u, current);
                if let Some(recipe) = self.peaks
                    && std::mem::take(&mut self.spiked[index])
                    && let Some(population) = recipe.population_of(channel.neuron())
                {
                    channel.raise_last(recipe.population(population).neuron.peak_mv_at(u));
                }
            }
            Reading::Synapse { resource, utilisation, weight } => {
                channel.push_synapse(time_ns, [resource, utilisation, weight]);
            }
        }
    }
}
