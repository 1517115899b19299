//! A channel of the scope: the neuron alone, or a neuron of a circuit and one synapse onto it.

use std::collections::VecDeque;

use super::analyses::NeuronRecord;
use super::moment::{self, Reading};
use crate::circuit::{Arrival, NeuronId, Probe, Recipe, SynapseId};
use crate::trace::{Column, ModelNs, Range, Trace};

/// Number of channels of a circuit; a neuron alone has one.
pub const CHANNELS: usize = 4;

/// Most arrivals of spikes that a channel keeps.
const ARRIVALS_MAX: usize = 16_384;

/// The variable that a channel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Membrane potential of the neuron (mV).
    #[default]
    Voltage,
    /// Recovery variable of the neuron.
    Recovery,
    /// Resource of the synapse, 0 to 1.
    Resource,
    /// Utilisation of the synapse, 0 to 1.
    Utilisation,
    /// Weight of the synapse.
    Weight,
}

impl Shown {
    /// All variables, in the order in which a key goes through them.
    pub const ALL: [Self; 5] =
        [Self::Voltage, Self::Recovery, Self::Resource, Self::Utilisation, Self::Weight];

    /// The variable's name, short enough for a title.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Voltage => "v",
            Self::Recovery => "u",
            Self::Resource => "resource",
            Self::Utilisation => "utilisation",
            Self::Weight => "weight",
        }
    }

    /// The variable's unit, where it has one that is the same for every neuron.
    #[must_use]
    pub fn unit(self) -> Option<&'static str> {
        (self == Self::Voltage).then_some("mV")
    }

    /// Decimals with which the variable is read.
    #[must_use]
    pub fn decimals(self) -> usize {
        if self.is_of_synapse() { 3 } else { 1 }
    }

    /// The variable out of what a trace keeps in the places of potential, recovery variable and current.
    pub(super) fn out_of<T>(self, v: T, u: T, current: T) -> T {
        match self {
            Self::Voltage | Self::Resource => v,
            Self::Recovery | Self::Utilisation => u,
            Self::Weight => current,
        }
    }

    /// Whether the variable is one of a synapse rather than of the neuron.
    #[must_use]
    pub fn is_of_synapse(self) -> bool {
        matches!(self, Self::Resource | Self::Utilisation | Self::Weight)
    }

    /// Its bounds in a column of the trace that has it: the neuron's or the synapse's.
    pub(super) fn of(self, column: &Column) -> Option<Range> {
        self.out_of(column.v, column.u, column.current)
    }

    /// Whether a channel on `synapse` has this variable.
    fn exists(self, synapse: Option<SynapseId>, recipe: &Recipe) -> bool {
        let projection = synapse.and_then(|synapse| recipe.projections.get(synapse.projection));
        match self {
            Self::Voltage | Self::Recovery => true,
            Self::Resource | Self::Utilisation => {
                projection.is_some_and(|projection| projection.short_term.is_some())
            }
            Self::Weight => projection.is_some_and(|projection| projection.stdp.is_some()),
        }
    }

    /// The next variable that a channel on `synapse` has.
    fn next(self, synapse: Option<SynapseId>, recipe: &Recipe) -> Self {
        let place = Self::ALL.iter().position(|shown| *shown == self).unwrap_or(0);
        let after = Self::ALL.iter().cycle().skip(place + 1).take(Self::ALL.len());
        after.copied().find(|shown| shown.exists(synapse, recipe)).unwrap_or_default()
    }
}

/// Arrivals of spikes within the time of one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Arrivals with a release.
    pub released: u32,
    /// Arrivals at which the release failed.
    pub failed: u32,
}

/// The arrival of a spike.
#[derive(Clone, Copy, Debug)]
struct Tick {
    time_ns: ModelNs,
    synapse: SynapseId,
    released: bool,
}

/// One neuron, its record, and the variable that is shown.
#[derive(Clone, Debug)]
pub struct Channel {
    is_on: bool,
    neuron: NeuronId,
    shown: Shown,
    /// Synapses onto the neuron that have a state of their own.
    synapses: Vec<SynapseId>,
    /// Whether the synapses are unknown because the circuit is still being built.
    lacks_synapses: bool,
    /// Index of the selected synapse.
    chosen: usize,
    pub(super) record: NeuronRecord,
    synapse_trace: Trace,
    arrivals: VecDeque<Tick>,
}

impl Channel {
    /// Most synapses onto a neuron that can be selected.
    pub(super) const SYNAPSES_MAX: usize = 1024;

    /// A channel on `neuron`, with its `record`.
    pub(super) fn new(neuron: NeuronId, is_on: bool, record: NeuronRecord) -> Self {
        Self {
            is_on,
            neuron,
            shown: Shown::default(),
            synapses: Vec::new(),
            lacks_synapses: false,
            chosen: 0,
            record,
            synapse_trace: Trace::default(),
            arrivals: VecDeque::new(),
        }
    }

    /// Whether the channel is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// The channel's neuron.
    #[must_use]
    pub fn neuron(&self) -> NeuronId {
        self.neuron
    }

    /// The variable that is shown.
    #[must_use]
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// The selected synapse, if a synapse onto the neuron has a state of its own.
    #[must_use]
    pub fn synapse(&self) -> Option<SynapseId> {
        self.synapses.get(self.chosen).copied()
    }

    /// Index of [`Self::synapse`], and the number of synapses that can be selected.
    #[must_use]
    pub fn synapse_place(&self) -> (usize, usize) {
        (self.chosen, self.synapses.len())
    }

    /// The neuron's samples; the current includes the synaptic currents.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.record.trace
    }

    /// The synapse's samples: resource, utilisation and weight in place of potential, recovery variable
    /// and current.
    #[must_use]
    pub fn synapse_trace(&self) -> &Trace {
        &self.synapse_trace
    }

    /// Fills `columns` with the envelope of the shown variable, from `start_ns` on.
    pub(super) fn envelope(
        &self,
        start_ns: ModelNs,
        column_ns: ModelNs,
        columns: &mut [Option<Range>],
    ) {
        let mut drawn = vec![Column::default(); columns.len()];
        self.shown_trace().envelope(start_ns, column_ns, &mut drawn);
        for (column, drawn) in columns.iter_mut().zip(drawn) {
            *column = self.shown.of(&drawn);
        }
    }

    /// The shown variable at `time_ns`, with the time of the sample, and whether it is one: the last sample
    /// up to then, or the bounds of some among which it is; `None` if nothing that far back is kept.
    pub(super) fn at(&self, time_ns: ModelNs) -> Option<(ModelNs, Range, bool)> {
        let (point, is_sample) = self.shown_trace().at(time_ns)?;
        let Reading { v, u, current } = moment::reading(&point, is_sample);
        let current = current.unwrap_or(point.current);
        Some((point.time_ns, self.shown.out_of(v, u, current), is_sample))
    }

    /// The trace that has the shown variable.
    pub(super) fn shown_trace(&self) -> &Trace {
        if self.shown.is_of_synapse() { &self.synapse_trace } else { self.trace() }
    }

    /// Marks the columns, from `start_ns` on, in which a step was too long for the neuron; none while a
    /// variable of a synapse is shown.
    pub(super) fn mark_columns(&self, start_ns: ModelNs, column_ns: ModelNs, columns: &mut [bool]) {
        if self.shown.is_of_synapse() || !self.trace().is_marked_since(start_ns) {
            return;
        }
        let mut drawn = vec![Column::default(); columns.len()];
        self.trace().envelope(start_ns, column_ns, &mut drawn);
        for (column, drawn) in columns.iter_mut().zip(drawn) {
            *column = drawn.unstable_below_mv.is_some();
        }
    }

    /// Counts arrivals in `columns`, from `start_ns` on: at the selected synapse while one of its variables
    /// is shown, else at all synapses with a state of their own.
    pub(super) fn count_arrivals(
        &self,
        start_ns: ModelNs,
        column_ns: ModelNs,
        columns: &mut [Ticks],
    ) {
        let end_ns = start_ns + column_ns * columns.len();
        let before = |ns: ModelNs| self.arrivals.partition_point(|tick| tick.time_ns < ns);
        let only = self.synapse().filter(|_| self.shown.is_of_synapse());
        for tick in self.arrivals.range(before(start_ns)..before(end_ns)) {
            if only.is_some_and(|only| only != tick.synapse) {
                continue;
            }
            let index = tick.time_ns.index_from(start_ns, column_ns);
            let Some(column) = index.and_then(|index| columns.get_mut(index)) else { continue };
            let count = if tick.released { &mut column.released } else { &mut column.failed };
            *count += 1;
        }
    }

    /// The last arrival at the selected synapse before `time_ns`.
    pub(super) fn arrival_before(&self, time_ns: ModelNs) -> Option<ModelNs> {
        let before = self.arrivals.partition_point(|tick| tick.time_ns < time_ns);
        self.at_synapse(self.arrivals.range(..before).rev())
    }

    /// The first arrival at the selected synapse after `time_ns`.
    pub(super) fn arrival_after(&self, time_ns: ModelNs) -> Option<ModelNs> {
        let after = self.arrivals.partition_point(|tick| tick.time_ns <= time_ns);
        self.at_synapse(self.arrivals.range(after..))
    }

    /// The time of the first of `ticks` at the selected synapse.
    fn at_synapse<'a>(&self, mut ticks: impl Iterator<Item = &'a Tick>) -> Option<ModelNs> {
        let synapse = self.synapse()?;
        ticks.find(|tick| tick.synapse == synapse).map(|tick| tick.time_ns)
    }

    /// The probes that the channel needs.
    pub(super) fn probes(&self) -> impl Iterator<Item = Probe> {
        let synapse = self.synapse().map(Probe::Synapse);
        std::iter::once(Probe::Neuron(self.neuron)).chain(synapse).filter(|_| self.is_on)
    }

    pub(super) fn set_on(&mut self, is_on: bool) {
        if self.is_on != is_on {
            self.is_on = is_on;
            // A trace with a gap would be misleading.
            self.record.trace = Trace::default();
            self.forget_synapses();
        }
    }

    /// Selects another neuron with its `record` and the `synapses` onto it, `None` while they are unknown.
    /// A variable that the new neuron lacks gives way to the membrane potential.
    pub(super) fn select_neuron(
        &mut self,
        neuron: NeuronId,
        synapses: Option<Vec<SynapseId>>,
        recipe: &Recipe,
        record: NeuronRecord,
    ) {
        (self.neuron, self.record) = (neuron, record);
        self.lacks_synapses = synapses.is_none();
        self.synapses = synapses.unwrap_or_default();
        self.chosen = 0;
        if !self.shown.exists(self.synapse(), recipe) {
            self.shown = Shown::default();
        }
        self.forget_synapses();
    }

    /// Whether the synapses onto the neuron were unknown when it was selected.
    pub(super) fn synapses_are_unknown(&self) -> bool {
        self.lacks_synapses
    }

    /// Sets the synapses onto the neuron, once they are known.
    pub(super) fn set_synapses(&mut self, synapses: Vec<SynapseId>) {
        self.synapses = synapses;
        self.lacks_synapses = false;
    }

    /// Selects the synapse `distance` places further on, cyclically; returns whether it is another one.
    pub(super) fn look_at_synapse(&mut self, distance: usize, recipe: &Recipe) -> bool {
        let before = self.synapse();
        self.chosen = (self.chosen + distance).checked_rem(self.synapses.len()).unwrap_or(0);
        self.synapse_trace = Trace::default();
        if !self.shown.exists(self.synapse(), recipe) {
            self.shown = Shown::default();
        }
        self.synapse() != before
    }

    /// Shows the first variable of the synapse, or the next after `before`; returns whether there is one.
    pub(super) fn show_synapse_after(&mut self, before: Option<Shown>, recipe: &Recipe) -> bool {
        let next = before.unwrap_or(Shown::Recovery).next(self.synapse(), recipe);
        let shows = next.is_of_synapse();
        if shows {
            self.shown = next;
        }
        shows
    }

    pub(super) fn show_next(&mut self, recipe: &Recipe) {
        self.shown = self.shown.next(self.synapse(), recipe);
    }

    fn forget_synapses(&mut self) {
        self.synapse_trace = Trace::default();
        self.arrivals.clear();
    }

    pub(super) fn push_synapse(
        &mut self,
        time_ns: ModelNs,
        [resource, utilisation, weight]: [f64; 3],
    ) {
        self.synapse_trace.push(time_ns, resource, utilisation, weight);
    }

    pub(super) fn push_arrival(&mut self, time_ns: ModelNs, arrival: &Arrival) {
        if self.arrivals.len() == ARRIVALS_MAX {
            self.arrivals.pop_front();
        }
        let Arrival { synapse, released, .. } = *arrival;
        self.arrivals.push_back(Tick { time_ns, synapse, released });
    }
}
