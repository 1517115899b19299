//! Counts of spikes by population, and of steps that were too long for neurons.

use super::state::{CircuitState, Route, recipe_of};
use super::stretches::Stretches;
use crate::circuit::{NeuronId, PopulationId};
use crate::engine::{Engine, Sink, Spike, Unstable};
use crate::measure::{Bins, Populations};

/// Counts by population during one advance.
pub(in crate::instrument) struct CircuitMonitor<'a> {
    /// Spikes of all neurons.
    pub(super) total: &'a mut u64,
    pub(super) firing: &'a mut Populations,
    pub(super) bins: &'a mut Bins,
    /// The number after the last of each population's neurons.
    pub(super) ends: &'a [NeuronId],
    /// The membrane potential of each population below which a step is too long (mV).
    pub(super) bounds_mv: Vec<Option<f64>>,
    /// Steps that were too long.
    pub(super) too_long: &'a mut Stretches,
}

impl CircuitState {
    /// The monitor of the next advance of `engine`, and the channel of each of its probes.
    pub(in crate::instrument) fn monitor(
        &mut self,
        engine: &Engine,
    ) -> (&[Route], CircuitMonitor<'_>) {
        let recipe = recipe_of(engine);
        let bound_mv = |it| engine.unstable_below_mv(recipe.range(it).start);
        let bounds_mv = recipe.population_ids().map(bound_mv).collect();
        let Self { total, firing, bins, ends, too_long, routes, .. } = self;
        (routes, CircuitMonitor { total, firing, bins, ends, bounds_mv, too_long })
    }
}

impl CircuitMonitor<'_> {
    fn population_of(&self, neuron: NeuronId) -> PopulationId {
        PopulationId::new(self.ends.partition_point(|end| *end <= neuron))
    }

    /// Takes a spike; returns the population of its neuron.
    pub(in crate::instrument) fn spike(&mut self, spike: &Spike) -> PopulationId {
        *self.total += 1;
        self.firing.spike(spike);
        let population = self.population_of(spike.neuron);
        self.bins.add(population, spike.neuron, spike.time_ms);
        population
    }

    /// Takes a step that was too long.
    pub(in crate::instrument) fn unstable(&mut self, unstable: &Unstable) {
        let population = self.population_of(unstable.neuron);
        if let Some(Some(bound_mv)) = self.bounds_mv.get(population.index()).copied() {
            self.too_long.push(unstable, bound_mv);
        }
    }
}
