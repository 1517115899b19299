//! Synapses with a state of their own: those that fail, tire, facilitate or learn.

use std::ops::Range;

use mem_prefetch::prefetch_read_data;

use super::super::{Arrival, Projection, Reading, SynapseId};
use super::draw::{Purpose, pair};
use super::rows::{LINE_BYTES, SHARD_MAX, Sums};
use crate::model::Counter;
use crate::model::synapse::{Consolidation, Decay, Pairing, ShortTerm, Stdp, Vesicles};

/// Synapses onto a neuron are fetched so many before they are needed.
const AHEAD: usize = 8;

/// At a synapse at which no spike ever arrived.
const NEVER: u64 = u64::MAX;

/// One synapse.
#[derive(Clone, Copy, Debug)]
struct Synapse {
    /// The step in which the last spike arrived, or [`NEVER`].
    arrived: u64,
    weight: f32,
    /// Change of the weight that has been collected.
    change: f32,
    /// The target within the shard.
    target: u32,
    /// The potentiation trace right after the last arrival.
    trace: f32,
}

/// What learning needs.
#[derive(Debug)]
struct Learning {
    rule: Stdp,
    potentiation: Decay,
    depression: Decay,
    /// Synapses onto each neuron of the shard, by ascending index: where each list begins, and the lists.
    onto_starts: Vec<u32>,
    onto: Vec<u32>,
    /// For each neuron of the shard the step after that in which its last spike was found, or [`NEVER`], and
    /// its depression trace then.
    spiked: Vec<(u64, f64)>,
    /// Steps between two consolidations.
    every_steps: Option<(u64, Consolidation)>,
    bounds: (f32, f32),
}

/// The synapses of a projection onto one shard.
#[derive(Debug)]
pub(super) struct Dynamic {
    projection: usize,
    first_neuron: u32,
    delays: usize,
    /// Where each group of one source and one delay begins.
    starts: Vec<u32>,
    synapses: Vec<Synapse>,
    /// Numbers of the sources among all neurons.
    sources: Vec<u32>,
    release: f64,
    releases: Counter,
    short_term: Option<(ShortTerm, Vec<Vesicles>)>,
    learning: Option<Learning>,
    /// What a weight of 1 stands for in what it is added to, synapse by synapse, if not 1 for all.
    scales: Option<Vec<f32>>,
    dt_ms: f64,
}

/// What is looked at while spikes are delivered.
pub(super) struct Looking<'a> {
    /// Neurons of the shard whose arrivals are wanted.
    pub(super) neurons: &'a [u32],
    /// Synapses that are wanted.
    pub(super) synapses: &'a [SynapseId],
    /// Where arrivals go.
    pub(super) arrivals: &'a mut Vec<Arrival>,
}

impl Dynamic {
    pub(super) fn new(
        (index, projection): (usize, &Projection),
        (neurons, delays): (&Range<u32>, usize),
        sources: Vec<u32>,
        (steps_per_ms, seed): (u32, u64),
    ) -> Self {
        Self {
            projection: index,
            first_neuron: neurons.start,
            delays,
            starts: vec![0],
            synapses: Vec::new(),
            sources,
            release: projection.release,
            releases: Purpose::Release(index).counter(seed),
            short_term: projection.short_term.map(|rule| (rule, Vec::new())),
            learning: projection.stdp.map(|rule| Learning::new(rule, neurons.len(), steps_per_ms)),
            scales: None,
            dt_ms: 1.0 / f64::from(steps_per_ms),
        }
    }

    /// Adds a synapse to the group that is being made; `scale` is what a weight of 1 stands for in what
    /// it is added to.
    pub(super) fn push(&mut self, target: u32, weight: f32, scale: f64) {
        if scale != 1.0 || self.scales.is_some() {
            let before = self.synapses.len();
            self.scales.get_or_insert_with(|| vec![1.0; before]).push(scale as f32);
        }
        let synapse = Synapse { arrived: NEVER, weight, change: 0.0, target, trace: 0.0 };
        self.synapses.push(synapse);
        if let Some((rule, states)) = &mut self.short_term {
            states.push(rule.rested());
        }
    }

    /// Ends the group that is being made.
    pub(super) fn end_group(&mut self) {
        self.starts.push(self.synapses.len() as u32);
    }

    /// Lists the synapses by their targets, once all are there.
    pub(super) fn finish(&mut self) {
        let Some(learning) = &mut self.learning else { return };
        let mut starts = vec![0; learning.spiked.len() + 1];
        for synapse in &self.synapses {
            starts[synapse.target as usize + 1] += 1;
        }
        for target in 1..starts.len() {
            starts[target] += starts[target - 1];
        }
        let mut next = starts.clone();
        let mut onto = vec![0; self.synapses.len()];
        for (index, synapse) in self.synapses.iter().enumerate() {
            let place = &mut next[synapse.target as usize];
            onto[*place as usize] = index as u32;
            *place += 1;
        }
        (learning.onto_starts, learning.onto) = (starts, onto);
    }

    pub(super) fn len(&self) -> usize {
        self.synapses.len()
    }

    /// The weights as the recipe means them.
    pub(super) fn weights(&self) -> impl Iterator<Item = f64> + '_ {
        self.synapses.iter().map(|synapse| f64::from(synapse.weight))
    }

    fn id(&self, source: usize, target: u32) -> SynapseId {
        SynapseId {
            projection: self.projection,
            pre: self.sources[source],
            post: self.first_neuron + target,
        }
    }

    fn group(&self, source: usize, delay: usize) -> Range<usize> {
        group_in(&self.starts, self.delays, source, delay)
    }

    /// The synapses onto a neuron of the shard.
    pub(super) fn onto(&self, target: u32) -> impl Iterator<Item = SynapseId> + '_ {
        (0..self.sources.len()).flat_map(move |source| {
            let range = self.group(source, 0).start..self.group(source, self.delays - 1).end;
            let row = &self.synapses[range];
            let of_target = row.iter().filter(move |synapse| synapse.target == target);
            of_target.map(move |_| self.id(source, target))
        })
    }

    fn find(&self, id: SynapseId) -> Option<usize> {
        let source = self.sources.binary_search(&id.pre).ok()?;
        let target = id.post.checked_sub(self.first_neuron)?;
        let mut row = self.group(source, 0).start..self.group(source, self.delays - 1).end;
        row.find(|&index| self.synapses[index].target == target)
    }

    /// What a probe at a synapse reads in `step`.
    pub(super) fn reading(&self, id: SynapseId, step: u64) -> Option<Reading> {
        let index = self.find(id)?;
        let synapse = &self.synapses[index];
        let now = self.short_term.as_ref().map(|(rule, states)| {
            if synapse.arrived == NEVER {
                return rule.rested();
            }
            let elapsed_ms = (step - synapse.arrived) as f64 * self.dt_ms;
            rule.after(states[index], elapsed_ms)
        });
        let Vesicles { resource, utilisation } =
            now.unwrap_or(Vesicles { resource: 1.0, utilisation: 1.0 });
        Some(Reading::Synapse { resource, utilisation, weight: f64::from(synapse.weight) })
    }

    /// Delivers the spikes of `sources` that arrive in `step` after the delay with the index `delay`.
    pub(super) fn deliver(
        &mut self,
        (step, delay): (u64, usize),
        sources: &[u32],
        sums: &mut Sums,
        looking: &mut Looking<'_>,
    ) {
        let looks = !looking.neurons.is_empty() || !looking.synapses.is_empty();
        if !looks && self.only_learns() {
            self.deliver_whole((step, delay), sources, sums);
            return;
        }
        for (place, &source) in sources.iter().enumerate() {
            if let Some(&soon) = sources.get(place + 1) {
                fetch(&self.synapses[self.group(soon as usize, delay)]);
            }
            for index in self.group(source as usize, delay) {
                let released = self.releases(source as usize, index, step);
                let effect = self.arrive(index, step, released);
                let target = self.synapses[index].target;
                let scale = self.scales.as_ref().map_or(1.0, |scales| f64::from(scales[index]));
                sums[target as usize] += effect * scale;
                if looks {
                    let id = self.id(source as usize, target);
                    if looking.neurons.contains(&id.post) || looking.synapses.contains(&id) {
                        looking.arrivals.push(Arrival { synapse: id, released, effect });
                    }
                }
            }
        }
    }

    /// Whether every arrival has the whole weight as its effect.
    fn only_learns(&self) -> bool {
        self.release >= 1.0 && self.short_term.is_none() && self.scales.is_none()
    }

    /// Delivers spikes of which each has the whole weight as its effect.
    fn deliver_whole(&mut self, (step, delay): (u64, usize), sources: &[u32], sums: &mut Sums) {
        let Some(learning) = &self.learning else { return };
        for (place, &source) in sources.iter().enumerate() {
            if let Some(&soon) = sources.get(place + 1) {
                fetch(&self.synapses[group_in(&self.starts, self.delays, soon as usize, delay)]);
            }
            let group = group_in(&self.starts, self.delays, source as usize, delay);
            for synapse in &mut self.synapses[group] {
                sums[synapse.target as usize % SHARD_MAX] += f64::from(synapse.weight);
                let elapsed = elapsed(synapse.arrived, step);
                learning.arrive(synapse, elapsed, step);
                synapse.arrived = step;
            }
        }
    }

    #[inline]
    fn releases(&self, source: usize, index: usize, step: u64) -> bool {
        if self.release >= 1.0 {
            return true;
        }
        let post = self.first_neuron + self.synapses[index].target;
        let synapse = self.releases.bits(pair(self.sources[source], post));
        // A counter of its own for each synapse.
        self.releases.unit(synapse.wrapping_add(step)) < self.release
    }

    /// Lets a spike arrive at a synapse; returns what reaches the target.
    #[inline]
    fn arrive(&mut self, index: usize, step: u64, released: bool) -> f64 {
        let synapse = &mut self.synapses[index];
        let elapsed = elapsed(synapse.arrived, step);
        let weight = f64::from(synapse.weight);
        let part = match &mut self.short_term {
            None => f64::from(u8::from(released)),
            Some((rule, states)) => {
                let state = match elapsed {
                    NEVER => rule.rested(),
                    steps => rule.after(states[index], steps as f64 * self.dt_ms),
                };
                let (part, left) = rule.spike(state, released);
                states[index] = left;
                part
            }
        };
        if let Some(learning) = &self.learning {
            learning.arrive(synapse, elapsed, step);
        }
        synapse.arrived = step;
        weight * part
    }

    /// Lets the targets learn that fired in the update of `step`, given by their places in the shard, and
    /// consolidates what is due.
    pub(super) fn learn(&mut self, step: u64, fired: &[u32]) {
        let Some(learning) = &mut self.learning else { return };
        if let Some((every, rule)) = learning.every_steps
            && (step + 1).is_multiple_of(every)
        {
            for synapse in &mut self.synapses {
                let weight = f64::from(synapse.weight);
                let change = f64::from(synapse.change);
                let gained = (weight + (rule.drift + change)) as f32;
                synapse.weight = gained.clamp(learning.bounds.0, learning.bounds.1);
                synapse.change = (change * rule.left) as f32;
            }
        }
        for &target in fired {
            learning.fire(&mut self.synapses, target, step);
        }
    }
}

/// Where the synapses of one source and one delay are.
#[inline]
fn group_in(starts: &[u32], delays: usize, source: usize, delay: usize) -> Range<usize> {
    let group = source * delays + delay;
    starts[group] as usize..starts[group + 1] as usize
}

/// Steps since the last arrival, or [`NEVER`].
#[inline]
fn elapsed(arrived: u64, step: u64) -> u64 {
    if arrived == NEVER { NEVER } else { step - arrived }
}

/// Has the memory of neighbouring synapses brought near before it is needed.
#[inline]
fn fetch(synapses: &[Synapse]) {
    for synapse in synapses.iter().step_by(LINE_BYTES / size_of::<Synapse>()) {
        prefetch_read_data::<_, 3>(synapse);
    }
}

impl Learning {
    fn new(rule: Stdp, neurons: usize, steps_per_ms: u32) -> Self {
        Self {
            rule,
            potentiation: Decay::new(rule.potentiation_left_per_ms, steps_per_ms),
            depression: Decay::new(rule.depression_left_per_ms, steps_per_ms),
            onto_starts: Vec::new(),
            onto: Vec::new(),
            spiked: vec![(NEVER, 0.0); neurons],
            every_steps: rule
                .consolidation
                .map(|rule| (u64::from(rule.every_ms) * u64::from(steps_per_ms), rule)),
            bounds: (rule.bounds.0 as f32, rule.bounds.1 as f32),
        }
    }

    fn add(&self, synapse: &mut Synapse, change: f64) {
        if self.every_steps.is_some() {
            synapse.change = (f64::from(synapse.change) + change) as f32;
        } else {
            let weight = (f64::from(synapse.weight) + change) as f32;
            synapse.weight = weight.clamp(self.bounds.0, self.bounds.1);
        }
    }

    /// An arrival in `step`, so long after the last one.
    #[inline]
    fn arrive(&self, synapse: &mut Synapse, elapsed: u64, step: u64) {
        let (spiked, trace) = self.spiked[synapse.target as usize];
        if spiked != NEVER {
            self.add(synapse, -(trace * self.depression.after(step - spiked)));
        }
        synapse.trace = match self.rule.pairing {
            Pairing::All if elapsed != NEVER => {
                let left = f64::from(synapse.trace) * self.potentiation.after(elapsed);
                (left + self.rule.potentiation) as f32
            }
            _ => self.rule.potentiation as f32,
        };
    }

    /// A spike of a target, found in the update of `step`.
    fn fire(&mut self, synapses: &mut [Synapse], target: u32, step: u64) {
        let lists = &self.onto_starts;
        let list = lists[target as usize] as usize..lists[target as usize + 1] as usize;
        let list = &self.onto[list];
        for (place, &index) in list.iter().enumerate() {
            if let Some(&soon) = list.get(place + AHEAD) {
                prefetch_read_data::<_, 3>(&synapses[soon as usize]);
            }
            let synapse = &mut synapses[index as usize];
            if synapse.arrived != NEVER {
                let left = self.potentiation.after(step - synapse.arrived);
                self.add(synapse, f64::from(synapse.trace) * left);
            }
        }
        let (spiked, trace) = self.spiked[target as usize];
        let left = match self.rule.pairing {
            Pairing::All if spiked != NEVER => trace * self.depression.after(step + 1 - spiked),
            _ => 0.0,
        };
        self.spiked[target as usize] = (step + 1, left + self.rule.depression);
    }
}
