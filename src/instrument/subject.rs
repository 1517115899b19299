//! The selected neuron: the neuron alone, or that of the selected channel of a circuit.

use std::borrow::Cow;

use super::analyses::{NeuronRecord, Situation};
use super::{Channel, Scope};
use crate::circuit::NeuronId;
use crate::engine::{Cell, Site};
use crate::model::Neuron;
use crate::trace::ModelNs;

impl Scope {
    /// All channels, on or off: one of a neuron alone.
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

    /// The record of the selected neuron.
    pub(super) fn record(&self) -> &NeuronRecord {
        &self.channels[self.selected].record
    }

    /// The same record, mutable.
    pub(super) fn record_mut(&mut self) -> &mut NeuronRecord {
        &mut self.channels[self.selected].record
    }

    /// An empty record of `neuron` that begins now.
    pub(super) fn new_record(&self, neuron: NeuronId) -> NeuronRecord {
        let engine = self.engine();
        let (time_ms, now_ns) = (engine.time_ms(), self.now_ns());
        NeuronRecord::new(Situation::of(engine, neuron, &self.originals, now_ns), time_ms)
    }

    /// The cell of the selected neuron: name, initial state, protocol, and the parameters that its population
    /// has in common.
    #[must_use]
    pub fn cell(&self) -> Cow<'_, Cell> {
        let cell = self.engine().subject().cell_of(self.selected_neuron());
        cell.expect("channels look at neurons of the subject")
    }

    /// The parameters that the panel changes: of the neuron alone, or those that the selected neuron's
    /// population has in common.
    #[must_use]
    pub fn common_neuron(&self) -> &Neuron {
        let neuron = self.engine().subject().neuron(self.selected_neuron());
        neuron.expect("channels look at neurons of the subject")
    }

    /// The same parameters as the preset has them.
    #[must_use]
    pub fn preset_neuron(&self) -> &Neuron {
        let population = self.engine().subject().population_of(self.selected_neuron());
        &self.originals[population.map_or(0, |population| population.index())]
    }

    /// The site at which the panel changes parameters and the holding current.
    pub(super) fn common_site(&self) -> Site {
        let population = self.engine().subject().population_of(self.selected_neuron());
        population.map_or(Site::Subject, Site::Population)
    }

    /// The unit of the selected neuron's currents, if they have one.
    #[must_use]
    pub fn current_unit(&self) -> Option<&'static str> {
        self.common_neuron().equations.current_unit()
    }

    /// Model time at which the record of the selected neuron begins (ns).
    pub(super) fn since_ns(&self) -> ModelNs {
        self.record().since_ns
    }
}
