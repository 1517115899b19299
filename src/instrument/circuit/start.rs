//! How a scope begins with a circuit.

use super::settings::{Aim, Zoom};
use super::state::{CircuitState, Zeroed, recipe_of};
use super::stimuli::Stimuli;
use super::stretches::Stretches;
use crate::circuit::NeuronId;
use crate::instrument::past::Past;
use crate::instrument::{CHANNELS, Channel, Scope};
use crate::trace::Activity;

/// Channels that a circuit starts with, one for each population.
const CHANNELS_AT_START: usize = 2;
/// A circuit of at most this many neurons starts with a channel for each, as far as there are channels,
/// and with injections into single neurons.
const FEW_NEURONS: u32 = 8;

impl Scope {
    /// Sets up channels, raster and statistics for a circuit that was just started.
    pub(in crate::instrument) fn begin_circuit(&mut self) {
        let recipe = recipe_of(self.engine()).clone();
        let neurons = recipe.neurons();
        let few = neurons <= FEW_NEURONS;
        let first: Vec<NeuronId> = if few {
            (0..neurons).take(CHANNELS).map(NeuronId::new).collect()
        } else {
            let populations = recipe.population_ids().take(CHANNELS_AT_START);
            populations.map(|population| recipe.range(population).start).collect()
        };
        self.circuit_mut().aim = if few { Aim::Neuron } else { Aim::Population };
        let channel = |index: usize| {
            let neuron = first.get(index).copied().unwrap_or(NeuronId::FIRST);
            Channel::new(neuron, index < first.len(), self.new_record(neuron))
        };
        self.channels = (0..CHANNELS).map(channel).collect();
        // In reverse order, so that the first channel is selected in the end.
        for index in (0..first.len()).rev() {
            self.selected = index;
            self.select_neuron(first[index]);
        }
        if few {
            self.show_a_synapse(first.len());
        }
        self.set_ns = self.now_ns();
        let (seed, now_ns) = (self.engine().seed(), self.now_ns());
        self.suit_view();
        self.raster.clear(now_ns);
        self.activity = Activity::new(recipe.populations.len(), now_ns);
        let state = self.circuit_mut();
        state.zoom = Zoom::All;
        state.ends = recipe.population_ids().map(|it| recipe.range(it).end).collect();
        state.too_long = Stretches::default();
        state.stimuli = Stimuli::new(&recipe, seed, now_ns);
        let before = state.zeroed.at(now_ns).before;
        state.weights.clear();
        self.begin_statistics(before);
        self.refresh_slow();
    }

    /// Begins anew with the circuit at the start of a replay.
    pub(in crate::instrument) fn begin_circuit_anew(&mut self) {
        let scheme = self.engine().scheme();
        let CircuitState { total, zeroed, schemes, .. } = self.circuit_mut();
        *total = 0;
        *zeroed = Past::new(Zeroed { since_ms: 0.0, before: 0 });
        *schemes = Past::new(scheme);
        self.controls.timebase.begin_run();
        self.begin_circuit();
    }

    /// Puts the variables of the first synapse with a state of its own on the channels from `index` on,
    /// since a circuit of few neurons is meant to show its synapse.
    fn show_a_synapse(&mut self, index: usize) {
        let recipe = recipe_of(self.engine()).clone();
        let target = self.channels.iter().find(|channel| channel.synapse().is_some());
        let Some(neuron) = target.map(Channel::neuron) else { return };
        let mut before = None;
        for index in index..CHANNELS {
            self.selected = index;
            self.select_neuron(neuron);
            let channel = &mut self.channels[index];
            if !channel.show_synapse_after(before, &recipe) {
                break;
            }
            channel.set_on(true);
            before = Some(channel.shown());
        }
        self.selected = 0;
        self.probe();
    }
}
