//! The neuron that is selected: the neuron alone, or that of the selected channel of a circuit.

use std::borrow::Cow;

use super::analyses::{NeuronRecord, Situation};
use super::{Channel, Scope};
use crate::circuit::NeuronId;
use crate::engine::{Cell, Site};
use crate::model::Neuron;
use crate::trace::ModelNs;

impl Scope {
    /// The channels, those that are off included: one of a neuron alone.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Index of the selected channel.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The neuron of the selected channel.
    #[must_use]
    pub fn selected_neuron(&self) -> NeuronId {
        self.channels[self.selected].neuron()
    }

    /// What is kept of it.
    pub(super) fn record(&self) -> &NeuronRecord {
        &self.channels[self.selected].record
    }

    /// The same, to be changed.
    pub(super) fn record_mut(&mut self) -> &mut NeuronRecord {
        &mut self.channels[self.selected].record
    }

    /// A record of `neuron`, which is looked at from now on.
    pub(super) fn new_record(&self, neuron: NeuronId) -> NeuronRecord {
        let engine = self.engine();
        let (time_ms, now_ns) = (engine.time_ms(), self.now_ns());
        NeuronRecord::new(Situation::of(engine, neuron, &self.originals, now_ns), time_ms)
    }

    /// What is in common to the neurons of its population, with the state in which they start and their
    /// protocol: the neuron itself if it is alone.
    #[must_use]
    pub fn cell(&self) -> Cow<'_, Cell> {
        let cell = self.engine().subject().cell_of(self.selected_neuron());
        cell.expect("channels look at neurons of the subject")
    }

    /// The parameters that keys change: those of the neuron alone, or those that the neurons of its
    /// population have in common.
    #[must_use]
    pub fn common_neuron(&self) -> &Neuron {
        let neuron = self.engine().subject().neuron(self.selected_neuron());
        neuron.expect("channels look at neurons of the subject")
    }

    /// The parameters with which those came.
    #[must_use]
    pub fn preset_neuron(&self) -> &Neuron {
        let population = self.engine().subject().population_of(self.selected_neuron());
        &self.originals[population.map_or(0, |population| population.index())]
    }

    /// Where parameters and the current that is held beside them are changed.
    pub(super) fn common_site(&self) -> Site {
        let population = self.engine().subject().population_of(self.selected_neuron());
        population.map_or(Site::Subject, Site::Population)
    }

    /// The unit of its currents, if they have one.
    #[must_use]
    pub fn current_unit(&self) -> Option<&'static str> {
        self.common_neuron().equations.current_unit()
    }

    /// Since when it is looked at, or has been this neuron (ns).
    pub(super) fn since_ns(&self) -> ModelNs {
        self.record().since_ns
    }
}
