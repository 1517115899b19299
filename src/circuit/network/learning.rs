//! Spike-timing-dependent plasticity.

use std::ops::Range;

use mem_prefetch::prefetch_read_data;

use super::synapse::{NEVER, Synapse};
use crate::model::synapse::{Consolidation, Decay, DepressionFrom, Pairing, Stdp};

/// A synapse onto a neuron is prefetched this many synapses before its turn.
const PREFETCH_ROWS: usize = 8;

/// The state that learning adds to the synapses of a projection onto a shard.
#[derive(Clone, Debug)]
pub(super) struct Learning {
    rule: Stdp,
    potentiation: Decay,
    depression: Decay,
    /// The synapses onto each neuron of the shard, by ascending index, in CSR form: offsets and
    /// lists.
    onto_starts: Vec<u32>,
    onto: Vec<u32>,
    listing: Listing,
    /// For each neuron of the shard: the step from which its last spike depresses, or [`NEVER`],
    /// and its depression trace at that step.
    spiked: Vec<(u64, f64)>,
    /// The potentiation trace of each synapse right after its last arrival; empty where pairing
    /// with the nearest spike makes it that of a single arrival.
    traces: Vec<f64>,
    /// Steps from one consolidation to the next.
    every_steps: Option<(u64, Consolidation)>,
}

/// Progress of listing the synapses by target.
#[derive(Clone, Debug, Default)]
struct Listing {
    /// Number of synapses that have been counted, and of those that have been listed.
    counted: usize,
    listed: usize,
    /// Index of the next free entry for each neuron.
    next: Vec<u32>,
}

impl Learning {
    pub(super) fn new(rule: Stdp, neurons: usize, steps_per_ms: u32) -> Self {
        Self {
            rule,
            potentiation: Decay::new(rule.potentiation_left_per_ms, steps_per_ms),
            depression: Decay::new(rule.depression_left_per_ms, steps_per_ms),
            onto_starts: Vec::new(),
            onto: Vec::new(),
            listing: Listing::default(),
            spiked: vec![(NEVER, 0.0); neurons],
            traces: Vec::new(),
            every_steps: rule
                .consolidation
                .map(|rule| (u64::from(rule.every_ms) * u64::from(steps_per_ms), rule)),
        }
    }

    /// Lists up to `amount` more synapses by target; returns how many, or `None` if all are listed.
    pub(super) fn list(&mut self, synapses: &[Synapse], amount: usize) -> Option<u64> {
        let Listing { counted, listed, next } = &mut self.listing;
        let begin = if *counted < synapses.len() { *counted } else { *listed };
        let end = synapses.len().min(begin + amount);
        if *counted < synapses.len() {
            self.onto_starts.resize(self.spiked.len() + 1, 0);
            for synapse in &synapses[begin..end] {
                self.onto_starts[synapse.target() + 1] += 1;
            }
            *counted = end;
            return Some((end - begin) as u64);
        }
        if *listed == synapses.len() && !self.onto_starts.is_empty() {
            return None;
        }
        if *listed == 0 {
            self.onto_starts.resize(self.spiked.len() + 1, 0);
            for target in 1..self.onto_starts.len() {
                self.onto_starts[target] += self.onto_starts[target - 1];
            }
            next.clone_from(&self.onto_starts);
            self.onto = vec![0; synapses.len()];
            if self.rule.pairing == Pairing::All {
                self.traces = vec![0.0; synapses.len()];
            }
        }
        for (index, synapse) in (begin..end).zip(&synapses[begin..end]) {
            let place = &mut next[synapse.target()];
            self.onto[*place as usize] = index as u32;
            *place += 1;
        }
        *listed = end;
        if end == synapses.len() {
            *next = Vec::new();
        }
        Some((end - begin) as u64)
    }

    #[inline(always)]
    fn add(&self, synapse: &mut Synapse, change: f64) {
        if self.every_steps.is_some() {
            synapse.change += change;
        } else {
            let (low, high) = self.rule.bounds;
            synapse.weight = (synapse.weight + change).clamp(low, high);
        }
    }

    /// Registers an arrival in `step` at the synapse with this index, before the synapse itself has
    /// been updated.
    #[inline(always)]
    pub(super) fn arrive(&mut self, index: usize, synapse: &mut Synapse, step: u64) {
        let (spiked, trace) = self.spiked[synapse.target()];
        if spiked != NEVER {
            self.add(synapse, -(trace * self.depression.after(step - spiked)));
        }
        if let Some(trace) = self.traces.get_mut(index) {
            let left = match synapse.elapsed(step) {
                NEVER => 0.0,
                steps => *trace * self.potentiation.after(steps),
            };
            *trace = left + self.rule.potentiation;
        }
    }

    /// Consolidates: adds the collected changes to the weights, if that is due in `step`.
    pub(super) fn consolidate(&mut self, synapses: &mut [Synapse], step: u64) {
        if let Some((every, rule)) = self.every_steps
            && (step + 1).is_multiple_of(every)
        {
            let (low, high) = self.rule.bounds;
            for synapse in &mut *synapses {
                let gained = synapse.weight + (rule.drift + synapse.change);
                synapse.weight = gained.clamp(low, high);
                synapse.change *= rule.left;
            }
        }
    }

    /// Potentiates the synapses onto targets that fired in the update of `step`, given by index
    /// within the shard.
    pub(super) fn learn(&mut self, synapses: &mut [Synapse], step: u64, fired: &[u32]) {
        for &target in fired {
            self.fire(synapses, target as usize, step);
        }
    }

    /// The synapses onto a target, ascending, once they are listed.
    pub(super) fn synapses_onto(&self, target: usize) -> &[u32] {
        &self.onto[self.onto(target)]
    }

    fn onto(&self, target: usize) -> Range<usize> {
        self.onto_starts[target] as usize..self.onto_starts[target + 1] as usize
    }

    /// Registers a spike of a target that was found in the update of `step`.
    fn fire(&mut self, synapses: &mut [Synapse], target: usize, step: u64) {
        let list = &self.onto[self.onto(target)];
        for (place, &index) in list.iter().enumerate() {
            if let Some(&soon) = list.get(place + PREFETCH_ROWS) {
                prefetch_read_data::<_, 3>(&synapses[soon as usize]);
            }
            let synapse = &mut synapses[index as usize];
            let elapsed = synapse.elapsed(step);
            if elapsed != NEVER {
                let trace = self.traces.get(index as usize).unwrap_or(&self.rule.potentiation);
                self.add(synapse, trace * self.potentiation.after(elapsed));
            }
        }
        let from = match self.rule.depression_from {
            DepressionFrom::Spike => step,
            DepressionFrom::NextStep => step + 1,
        };
        let (spiked, trace) = self.spiked[target];
        let left = match self.rule.pairing {
            Pairing::All if spiked != NEVER => trace * self.depression.after(from - spiked),
            _ => 0.0,
        };
        self.spiked[target] = (from, left + self.rule.depression);
    }
}
