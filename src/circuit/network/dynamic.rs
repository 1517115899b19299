//! Synapses with a state of their own: unreliable release, short-term plasticity, learning.

use std::ops::Range;
use std::sync::Arc;

use mem_prefetch::prefetch_read_data;

use super::super::{Arrival, NeuronId, Projection, Reading, SynapseId};
use super::draw::{Purpose, pair};
use super::learning::Learning;
use super::rows::{CACHE_LINE_BYTES, Sums};
use super::scales::Scales;
use super::sources::Fired;
use super::synapse::{NEVER, Synapse};
use super::wiring::Group;
use crate::model::Counter;
use crate::model::synapse::{ShortTerm, Vesicles};

/// The synapses of a projection onto one shard.
#[derive(Clone, Debug)]
pub(super) struct Dynamic {
    projection: usize,
    first_neuron: u32,
    delays: usize,
    /// The offset of each group of one source and one delay.
    starts: Vec<u32>,
    synapses: Vec<Synapse>,
    sources: Arc<Group>,
    release: f64,
    releases: Counter,
    short_term: Option<(ShortTerm, Vec<Vesicles>)>,
    learning: Option<Learning>,
    scales: Scales,
    dt_ms: f64,
}

/// The neurons and synapses that probes observe while spikes are delivered, and the arrivals there.
pub(super) struct Observed<'a> {
    /// Neurons of the shard whose arrivals are reported.
    pub(super) neurons: &'a [NeuronId],
    /// Synapses whose state is reported.
    pub(super) synapses: &'a [SynapseId],
    /// The arrivals at them.
    pub(super) arrivals: &'a mut Vec<Arrival>,
}

impl Dynamic {
    /// No rows yet, with room for `synapses` synapses.
    pub(super) fn new(
        (index, projection): (usize, &Projection),
        (neurons, delays, synapses): (&Range<u32>, usize, usize),
        (sources, scales): (Arc<Group>, Scales),
        (steps_per_ms, seed): (u32, u64),
    ) -> Self {
        Self {
            projection: index,
            first_neuron: neurons.start,
            delays,
            starts: vec![0],
            synapses: Vec::with_capacity(synapses),
            sources,
            release: projection.release,
            releases: Purpose::Release(index).counter(seed),
            short_term: projection.short_term.map(|rule| (rule, Vec::with_capacity(synapses))),
            learning: projection.stdp.map(|rule| Learning::new(rule, neurons.len(), steps_per_ms)),
            scales,
            dt_ms: 1.0 / f64::from(steps_per_ms),
        }
    }

    /// Appends a synapse to the last group.
    pub(super) fn push(&mut self, target: u32, weight: f64) {
        self.synapses.push(Synapse::new(target, weight));
        if let Some((rule, states)) = &mut self.short_term {
            states.push(rule.rested());
        }
    }

    /// Closes the last group.
    pub(super) fn end_group(&mut self) {
        self.starts.push(self.synapses.len() as u32);
    }

    /// Prepares up to `amount` more synapses for learning, once all exist; returns how many, or
    /// `None` if all are prepared.
    pub(super) fn list(&mut self, amount: u64) -> Option<u64> {
        self.learning.as_mut()?.list(&self.synapses, amount as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.synapses.len()
    }

    /// The weights, in the unit of the recipe.
    pub(super) fn weights(&self) -> impl Iterator<Item = f64> + '_ {
        self.synapses.iter().map(|synapse| synapse.weight)
    }

    fn id(&self, source: usize, target: u32) -> SynapseId {
        SynapseId {
            projection: self.projection,
            pre: NeuronId::new(self.sources.neuron(source as u32)),
            post: NeuronId::new(self.first_neuron + target),
        }
    }

    fn group(&self, source: usize, delay: usize) -> Range<usize> {
        group_in(&self.starts, self.delays, source, delay)
    }

    /// The synapses onto a neuron of the shard, by ascending source.
    pub(super) fn onto(&self, target: u32) -> Box<dyn Iterator<Item = SynapseId> + '_> {
        // Synapses that learn are listed by target.
        if let Some(learning) = &self.learning {
            let listed = learning.synapses_onto(target as usize).iter();
            let group = |index: u32| self.starts.partition_point(|start| *start <= index) - 1;
            return Box::new(listed.map(move |&index| self.id(group(index) / self.delays, target)));
        }
        Box::new((0..self.sources.len() as usize).flat_map(move |source| {
            let range = self.group(source, 0).start..self.group(source, self.delays - 1).end;
            let row = &self.synapses[range];
            let of_target = row.iter().filter(move |synapse| synapse.target() == target as usize);
            of_target.map(move |_| self.id(source, target))
        }))
    }

    fn find(&self, id: SynapseId) -> Option<usize> {
        let source = self.sources.place(id.pre.number())? as usize;
        let target = id.post.number().checked_sub(self.first_neuron)?;
        let mut row = self.group(source, 0).start..self.group(source, self.delays - 1).end;
        row.find(|&index| self.synapses[index].target() == target as usize)
    }

    /// The state of a synapse in `step`, as a probe reads it.
    pub(super) fn reading(&self, id: SynapseId, step: u64) -> Option<Reading> {
        let index = self.find(id)?;
        let synapse = &self.synapses[index];
        let short_term = self.short_term.as_ref();
        let now = short_term.map(|(rule, states)| match synapse.elapsed(step) {
            NEVER => rule.rested(),
            steps => rule.after(states[index], steps as f64 * self.dt_ms),
        });
        let Vesicles { resource, utilisation } =
            now.unwrap_or(Vesicles { resource: 1.0, utilisation: 1.0 });
        Some(Reading::Synapse { resource, utilisation, weight: synapse.weight })
    }

    /// Delivers the spikes of `sources` that arrive in `step` over the delay with the index
    /// `delay`.
    pub(super) fn deliver(
        &mut self,
        (step, delay): (u64, usize),
        sources: Fired<'_>,
        sums: &mut Sums,
        observed: &mut Observed<'_>,
    ) {
        let observes = !observed.neurons.is_empty() || !observed.synapses.is_empty();
        if let Some(scale) = self.whole_scale()
            && !observes
        {
            self.deliver_whole((step, delay), sources, scale, sums);
            return;
        }
        for (index, &neuron) in sources.neurons.iter().enumerate() {
            if let Some(soon) = sources.get(index + 1) {
                fetch(&self.synapses[self.group(soon, delay)]);
            }
            let source = sources.place(neuron);
            for index in self.group(source, delay) {
                let released = self.releases(source, index, step);
                let effect = self.arrive(index, step, released);
                let target = self.synapses[index].target();
                sums[target] += effect * self.scales.at(target);
                if observes {
                    let id = self.id(source, target as u32);
                    if observed.neurons.contains(&id.post) || observed.synapses.contains(&id) {
                        observed.arrivals.push(Arrival { synapse: id, released, effect });
                    }
                }
            }
        }
    }

    /// The factor from weight to current, if every arrival releases its whole weight and the factor
    /// is the same for all targets.
    fn whole_scale(&self) -> Option<f64> {
        match self.scales {
            Scales::Alike(scale) if self.release >= 1.0 && self.short_term.is_none() => Some(scale),
            _ => None,
        }
    }

    /// Delivers spikes of which each releases its whole weight.
    // A function of its own, so that the compiler keeps the loop's values in registers.
    #[inline(never)]
    fn deliver_whole(
        &mut self,
        (step, delay): (u64, usize),
        sources: Fired<'_>,
        scale: f64,
        sums: &mut Sums,
    ) {
        let Some(learning) = &mut self.learning else { return };
        for (index, &neuron) in sources.neurons.iter().enumerate() {
            if let Some(soon) = sources.get(index + 1) {
                fetch(&self.synapses[group_in(&self.starts, self.delays, soon, delay)]);
            }
            let group = group_in(&self.starts, self.delays, sources.place(neuron), delay);
            for (index, synapse) in group.clone().zip(&mut self.synapses[group]) {
                sums[synapse.target()] += synapse.weight * scale;
                learning.arrive(index, synapse, step);
                synapse.arrive(step);
            }
        }
    }

    #[inline]
    fn releases(&self, source: usize, index: usize, step: u64) -> bool {
        if self.release >= 1.0 {
            return true;
        }
        let post = self.first_neuron + self.synapses[index].target() as u32;
        let synapse = self.releases.bits(pair(self.sources.neuron(source as u32), post));
        // Each synapse has a random stream of its own.
        self.releases.unit(synapse.wrapping_add(step)) < self.release
    }

    /// Delivers one spike to a synapse and updates its state; returns the weight that reaches the
    /// target.
    #[inline]
    fn arrive(&mut self, index: usize, step: u64, released: bool) -> f64 {
        let synapse = &mut self.synapses[index];
        let weight = synapse.weight;
        let part = match &mut self.short_term {
            None => f64::from(u8::from(released)),
            Some((rule, states)) => {
                let state = match synapse.elapsed(step) {
                    NEVER => rule.rested(),
                    steps => rule.after(states[index], steps as f64 * self.dt_ms),
                };
                let (part, left) = rule.spike(state, released);
                states[index] = left;
                part
            }
        };
        if let Some(learning) = &mut self.learning {
            learning.arrive(index, synapse, step);
        }
        synapse.arrive(step);
        weight * part
    }

    /// Potentiates the synapses onto targets that fired in the update of `step`, or onto some of
    /// them, given by index within the shard. Before the first of them, consolidates what is due.
    // A function of its own, as is `deliver_whole`.
    #[inline(never)]
    pub(super) fn learn(&mut self, step: u64, fired: &[u32], is_first: bool) {
        if let Some(learning) = &mut self.learning {
            if is_first {
                learning.consolidate(&mut self.synapses, step);
            }
            learning.learn(&mut self.synapses, step, fired);
        }
    }
}

/// The range of the synapses of one source and one delay.
#[inline]
fn group_in(starts: &[u32], delays: usize, source: usize, delay: usize) -> Range<usize> {
    let group = source * delays + delay;
    starts[group] as usize..starts[group + 1] as usize
}

/// Prefetches the memory of neighbouring synapses.
#[inline]
fn fetch(synapses: &[Synapse]) {
    for synapse in synapses.iter().step_by(CACHE_LINE_BYTES / size_of::<Synapse>()) {
        prefetch_read_data::<_, 3>(synapse);
    }
}
