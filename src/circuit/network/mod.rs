//! Many neurons wired together, built from a recipe and a seed.

mod afferents;
mod begun;
mod cells;
mod construction;
mod currents;
mod dense;
mod draw;
mod dynamic;
mod effort;
mod in_flight;
mod learning;
mod position;
mod reading;
mod rows;
mod scales;
mod shard;
mod sources;
mod stage;
mod synapse;
mod team;
mod vectors;
mod wiring;

use std::ops::Range;
use std::sync::Arc;

use super::{Halt, Observer, Probe, Recipe, SynapseId};
use crate::job::{Allowance, Progress};
use crate::machine::Pace;
use crate::model::{Scheme, State};
use afferents::{Afferents, Synapses};
use begun::Begun;
use construction::Construction;
pub use currents::{Current, Currents};
pub use effort::Effort;
use in_flight::InFlight;
use rows::SHARD_MAX;
use shard::Shard;
use team::Orders;

/// Neurons of a shard of a network that is not very large: sums for all of them lie in the nearest cache.
const SHARD_NEURONS: u32 = 4096;
/// Up to so many neurons rows are long enough to be cut up for that.
const SHARED_MAX: u32 = 1 << 15;
/// Least neurons of a shard: with fewer, workers would wait for each other for longer than they work.
const SHARD_NEURONS_MIN: u32 = 2048;

/// Circuits with no more synapses than this are built at once: that takes some hundredths of a second.
const AT_ONCE_MAX: u64 = 1_500_000;

/// Up to so many synapses a step is made at once whatever arrives: that takes some ten milliseconds at most.
const SYNAPSES_AT_ONCE_MAX: usize = 500_000;

/// A circuit in motion. Steps are counted from its start.
#[derive(Debug)]
pub struct Network {
    recipe: Arc<Recipe>,
    seed: u64,
    scheme: Scheme,
    shards: Vec<Shard>,
    in_flight: InFlight,
    halt: Option<Halt>,
    shard_neurons: u32,
    /// The step that comes next.
    next: u64,
    /// The step from which on spikes carry the label of the step after they were found.
    late_from: u64,
    /// Spikes that were to carry the next step's label when the scheme changed.
    owed: Vec<u32>,
    /// The step that was left in the middle, if one was.
    begun: Option<Box<Begun>>,
    /// Whether threads have been worth while.
    pace: Pace,
    /// What is still to be built, if anything is.
    construction: Option<Box<Construction>>,
    /// Whether it has made no step since it was begun to be built.
    is_fresh: bool,
}

impl Network {
    /// Builds the circuit of `recipe` with everything that is drawn drawn from `seed`.
    #[must_use]
    pub fn new(recipe: Arc<Recipe>, seed: u64) -> Self {
        let mut network = Self::begin(recipe, seed);
        network.finish();
        network
    }

    /// The same, but a large one is only begun: [`Self::build`] goes on with it, and the first step does so
    /// to the end.
    #[must_use]
    pub fn begin(recipe: Arc<Recipe>, seed: u64) -> Self {
        let shard_neurons = shard_neurons(recipe.neurons(), 1);
        Self::begin_with_shards(recipe, seed, shard_neurons)
    }

    /// Cuts it into a shard for each of so many threads, if it has not been started yet and is large
    /// enough to keep them busy.
    pub fn cut_for(&mut self, threads: usize) {
        let share = shard_neurons(self.recipe.neurons(), threads);
        if self.next == 0 && self.shards.len() < threads && share < self.shard_neurons {
            let is_built = self.construction.take().is_none();
            // Two of them would take twice the memory.
            self.shards = Vec::new();
            *self = Self::begin_with_shards(self.recipe.clone(), self.seed, share);
            if is_built {
                self.finish();
            }
        }
    }

    /// The same as [`Self::new`], cut into shards of so many neurons, 1 to 65,536: which is seen in the
    /// speed alone.
    #[must_use]
    pub fn with_shards(recipe: Arc<Recipe>, seed: u64, shard_neurons: u32) -> Self {
        let mut network = Self::begin_with_shards(recipe, seed, shard_neurons);
        network.finish();
        network
    }

    fn begin_with_shards(recipe: Arc<Recipe>, seed: u64, shard_neurons: u32) -> Self {
        let shard_neurons = shard_neurons.clamp(1, SHARD_MAX as u32);
        let scheme = recipe.scheme;
        let (shards, construction) = Construction::begin(&recipe, seed, shard_neurons);
        let in_flight = InFlight::new(&recipe);
        let mut network = Self {
            recipe,
            seed,
            scheme,
            shards,
            in_flight,
            halt: None,
            shard_neurons,
            next: 0,
            late_from: 0,
            owed: Vec::new(),
            begun: None,
            pace: Pace::default(),
            construction: Some(Box::new(construction)),
            is_fresh: true,
        };
        network.finish_if_small();
        network
    }

    fn finish_if_small(&mut self) {
        let synapses = self.building().map_or(0, |progress| progress.total);
        if synapses <= AT_ONCE_MAX {
            self.finish();
        }
    }

    /// How far a circuit is that is still being built. It has all its neurons, but not all synapses.
    #[must_use]
    pub fn building(&self) -> Option<Progress> {
        self.construction.as_ref().map(|construction| construction.progress())
    }

    /// Goes on building as long as `allowance` lets it; returns whether all is there. How that is cut
    /// into pieces changes nothing of what comes out.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        let Some(mut construction) = self.construction.take() else { return true };
        let is_done = construction.work(&mut self.shards, allowance);
        self.construction = (!is_done).then_some(construction);
        is_done
    }

    /// Builds what is still missing.
    fn finish(&mut self) {
        self.build(&mut || true);
    }

    /// What it is made of.
    #[must_use]
    pub fn recipe(&self) -> &Arc<Recipe> {
        &self.recipe
    }

    /// Puts everything back to where it was at the start, weights included, but neither the scheme nor
    /// the count of steps. A large circuit is only begun to be built anew, see [`Self::begin`]; one that has
    /// made no step since it was begun needs not to be.
    pub fn reset(&mut self) {
        self.owed.clear();
        self.begun = None;
        self.halt = None;
        if self.is_fresh {
            return;
        }
        // Two of them would take twice the memory.
        self.shards = Vec::new();
        let (shards, construction) =
            Construction::begin(&self.recipe, self.seed, self.shard_neurons);
        (self.shards, self.construction) = (shards, Some(Box::new(construction)));
        self.in_flight.clear();
        self.is_fresh = true;
        self.finish_if_small();
    }

    /// The integration scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Goes on with another scheme, which has to be one of [`Recipe::schemes`].
    pub fn set_scheme(&mut self, scheme: Scheme) {
        let labels_late = |scheme| scheme == Scheme::Izh2003;
        match (labels_late(self.scheme), labels_late(scheme)) {
            (true, false) if self.late_from < self.next => {
                self.owed.extend_from_slice(self.in_flight.last());
            }
            (false, true) => self.late_from = self.next,
            _ => {}
        }
        self.scheme = scheme;
    }

    /// The present state of a neuron.
    ///
    /// # Panics
    /// If the circuit has no such neuron.
    #[must_use]
    pub fn state(&self, neuron: u32) -> State {
        self.shards.iter().find_map(|shard| shard.state(neuron)).expect("a neuron of the circuit")
    }

    /// Where the circuit had to be stopped, if it had to be.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.halt
    }

    fn afferents(&self, index: usize) -> impl Iterator<Item = &Afferents> {
        let all = self.shards.iter().flat_map(|shard| &shard.afferents);
        all.map(|(afferents, _)| afferents).filter(move |some| some.projection == index)
    }

    /// Number of synapses of the projection at `index`.
    #[must_use]
    pub fn synapses(&self, index: usize) -> u64 {
        self.afferents(index).map(|afferents| afferents.len() as u64).sum()
    }

    /// Calls `see` with the weight of every synapse of the projection at `index`, in the unit of its
    /// kinetics.
    pub fn weights(&self, index: usize, see: &mut dyn FnMut(f64)) {
        for afferents in self.afferents(index) {
            match &afferents.synapses {
                Synapses::Dense(dense) => dense.for_each_weight(see),
                Synapses::Sparse(rows) => rows.for_each_weight(see),
                Synapses::Dynamic(dynamic) => dynamic.weights().for_each(&mut *see),
            }
        }
    }

    /// Synapses onto `post` from projections whose synapses have a state of their own, at most `most`.
    #[must_use]
    pub fn synapses_onto(&self, post: u32, most: usize) -> Vec<SynapseId> {
        let Some(shard) = self.shards.iter().find(|shard| shard.range.contains(&post)) else {
            return Vec::new();
        };
        let onto = shard.afferents.iter().filter_map(|(afferents, _)| match &afferents.synapses {
            Synapses::Dynamic(dynamic) => Some(dynamic.onto(post - shard.range.start)),
            _ => None,
        });
        onto.flatten().take(most).collect()
    }

    /// Carries the circuit through `steps` with so many threads, whose number changes nothing but the
    /// speed. Reports every spike, and every step of what `probes` look at. Where a neuron blows up, all
    /// stand still from then on.
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
        self.owed.drain(..).for_each(|neuron| observer.spike(neuron, steps.start, 0.0));
        let orders = self.orders(steps.end, currents, probes);
        let work = (&mut *self.shards, &mut self.in_flight, &mut self.pace);
        self.halt = team::advance_at_pace(work, steps, orders, threads, observer);
    }

    /// The same, but a step that may take long is left in the middle once `effort` is spent, and gone on
    /// with by the next call; several threads share whole steps. Returns how many steps have been made.
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
            self.owed.drain(..).for_each(|neuron| observer.spike(neuron, steps.start, 0.0));
        }
        let start = steps.start;
        let orders = self.orders(start, currents, probes);
        let (shards, in_flight) = (&mut self.shards, &mut self.in_flight);
        let bounds = (&mut self.begun, &mut effort);
        let (made, halt) = begun::advance(shards, in_flight, steps, orders, bounds, observer);
        (self.next, self.halt) = (start + made, halt);
        made
    }

    /// Whether a single step may take much longer than a look at the clock: one of the true solution, or one
    /// in which spikes arrive at very many synapses.
    fn may_take_long(&self) -> bool {
        let all = self.shards.iter().flat_map(|shard| &shard.afferents);
        let synapses = || all.map(|(afferents, _)| afferents.len()).sum::<usize>();
        self.scheme == Scheme::Exact || self.begun.is_some() || synapses() > SYNAPSES_AT_ONCE_MAX
    }

    /// Whether the next step has been begun and left in the middle.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.begun.is_some()
    }

    /// How far the step is that has been left in the middle, in neurons.
    #[must_use]
    pub fn step_progress(&self) -> Option<Progress> {
        let done = self.begun.as_ref()?.done(&self.shards);
        Some(Progress { done, total: u64::from(self.recipe.neurons()) })
    }

    /// Notes where the next steps lead, and what is looked at on the way.
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

/// Memory of the sums of a shard: a place for every address that can be written (bytes).
pub(super) const SUMS_BYTES: u64 = size_of::<rows::Sums>() as u64;

/// Memory that spikes in flight take for each step at most, where no neuron spikes more often in one (bytes).
pub(super) fn spikes_bytes(recipe: &Recipe, spikes: u32) -> u64 {
    in_flight::Packed::bytes_max(recipe.neurons(), recipe.populations.len(), spikes)
}

/// Neurons of a shard of a network of so many, if so many threads are to work on it.
pub(super) fn shard_neurons(neurons: u32, threads: usize) -> u32 {
    let most = if neurons <= SHARED_MAX { SHARD_NEURONS } else { SHARD_MAX as u32 };
    let threads = u32::try_from(threads.max(1)).unwrap_or(u32::MAX);
    let share = neurons.div_ceil(threads).max(SHARD_NEURONS_MIN);
    if neurons.div_ceil(most) < threads { share.min(most) } else { most }
}
