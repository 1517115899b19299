//! Advancing a network: whole steps, or steps in pieces that can be interrupted.

use std::ops::Range;

use super::begun;
use super::currents::Currents;
use super::effort::Effort;
use super::running::Network;
use super::team::{self, Orders};
use crate::circuit::{NeuronId, Observer, Probe};
use crate::job::Progress;
use crate::model::Scheme;

/// In circuits with at most this many synapses a step of a fixed-step scheme is never interrupted:
/// even if every neuron fires, the step takes about ten milliseconds at most.
const SYNAPSES_AT_ONCE_MAX: usize = 500_000;

impl Network {
    /// Advances the circuit through `steps` with `threads` threads; their number changes only the
    /// speed. Reports every spike, and in every step the readings of `probes`. Once a neuron has
    /// been halted, the whole circuit stands still.
    pub fn advance(
        &mut self,
        mut steps: Range<u64>,
        currents: &Currents,
        probes: &[Probe],
        threads: usize,
        observer: &mut impl Observer,
    ) {
        if self.begun.is_some() && !steps.is_empty() {
            let first = steps.start..steps.start + 1;
            self.advance_some(first, currents, probes, (1, Effort::UNBOUNDED), observer);
            steps.start += 1;
        }
        if self.halt.is_some() || steps.is_empty() {
            return;
        }
        self.deferred
            .drain(..)
            .for_each(|neuron| observer.spike(NeuronId::new(neuron), steps.start, 0.0));
        let orders = self.orders(steps.end, currents, probes);
        let work = (&mut *self.shards, &mut self.in_flight, &mut self.pace);
        self.halt = team::advance_at_pace(work, steps, orders, threads, observer);
    }

    /// Advances like [`Self::advance`], but interrupts a long step once `effort` is spent; the next
    /// call resumes that step. With several threads, steps are not interrupted. Returns the number
    /// of completed steps.
    pub fn advance_some(
        &mut self,
        steps: Range<u64>,
        currents: &Currents,
        probes: &[Probe],
        (threads, mut effort): (usize, Effort),
        observer: &mut impl Observer,
    ) -> u64 {
        let shared = threads > 1 && self.shards.len() > 1 && self.begun.is_none();
        let whole = !self.may_take_long() || shared;
        if whole || self.halt.is_some() || steps.is_empty() {
            let all = steps.end.saturating_sub(steps.start);
            self.advance(steps, currents, probes, threads, observer);
            return all;
        }
        if self.begun.is_none() {
            self.deferred
                .drain(..)
                .for_each(|neuron| observer.spike(NeuronId::new(neuron), steps.start, 0.0));
        }
        let start = steps.start;
        let orders = self.orders(start, currents, probes);
        let (shards, in_flight) = (&mut self.shards, &mut self.in_flight);
        let bounds = (&mut self.begun, &mut effort);
        let (made, halt) = begun::advance(shards, in_flight, steps, orders, bounds, observer);
        (self.next, self.halt) = (start + made, halt);
        made
    }

    /// Whether a step may take so long that it must be interruptible: under the exact scheme, or
    /// with very many synapses.
    fn may_take_long(&self) -> bool {
        let all = self.shards.iter().flat_map(|shard| &shard.afferents);
        let synapses = || all.map(|(afferents, _)| afferents.len()).sum::<usize>();
        self.scheme == Scheme::Exact || self.begun.is_some() || synapses() > SYNAPSES_AT_ONCE_MAX
    }

    /// Whether the next step has been begun and interrupted.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.begun.is_some()
    }

    /// The progress of the interrupted step, in neurons.
    #[must_use]
    pub fn step_progress(&self) -> Option<Progress> {
        let done = self.begun.as_ref()?.done(&self.shards);
        Some(Progress { done, total: u64::from(self.recipe.neurons()) })
    }

    /// Prepares the shards for the steps up to `next`, and returns the orders for all workers.
    fn orders<'a>(&mut self, next: u64, currents: &'a Currents, probes: &'a [Probe]) -> Orders<'a> {
        self.finish();
        self.is_fresh = false;
        for shard in &mut self.shards {
            shard.set_probes(probes);
        }
        self.next = next;
        Orders { scheme: self.scheme, late_from: self.late_from, currents, probes }
    }
}
