//! Networks: many neurons wired together, built from a recipe and a seed.
//!
//! The stages of one step (`shard`): current from outside, random inputs, arriving spikes,
//! receptors, the update of all neurons (`cells`), resets of those that fired, learning.
//! `docs/circuits.md` defines what each computes.
//!
//! - **Delays** count from the update that found a spike to the update in which it acts, one step
//!   at least. So `izh2003`, which labels a spike with the next step, and the other schemes are
//!   wired alike. A jump of the potential is a current of the same charge through one step.
//! - **Spikes in flight** (`in_flight`) are kept in one ring of steps for the whole network: there
//!   are no per-synapse queues. A step in which more than one neuron in 32 fires is stored as a bit
//!   mask, so it takes at most one bit a neuron (under the exact scheme, where a neuron may fire
//!   several times within a step, as many bits as that takes). Arrivals are delivered delay by
//!   delay: the CSR row of each source adds to the sums of its targets, sources ascending.
//! - **Shards.** A shard is a range of neurons with the synapses onto them, sized so that its sums
//!   stay in a near cache. Each target's sum is formed in the same order however neurons are cut
//!   into shards and shards are shared out, so neither changes a bit: `tests/engine/network.rs`
//!   cuts a network with every kind of synapse in five ways.
//! - **Threads.** A team of workers (`team`) meets once a step at a barrier, which spins 2,000
//!   times before it sleeps, and exchanges who fired. `machine::Pace` compares one thread with
//!   several now and then, for 64 steps each, and takes the faster: where other programs have the
//!   processors, threads that meet in every step are slower than one. `machine::hire` starts the
//!   workers, and shards are shared out once it is known how many could be started. `--threads` is
//!   limited to the number of processors where it is read (`check::threads`); below, any number
//!   works.
//! - **Cells** are updated in groups of 16 SIMD lanes by the same `FixedStep` as a neuron alone,
//!   without a branch: one comparison sets a bit where something is to be looked at, and the bits
//!   are read once all are updated. A branch in between would wait for every update before it.
//! - **Building in pieces** (`construction`). A large circuit is built between frames, neurons
//!   first; the scope shows the progress. The engine takes commands meanwhile, and the first step
//!   builds what is missing, so no command waits and several resets at one step build once.
//! - **Steps in pieces** (`effort`). A step that may take long (the true solution, or very many
//!   synapses) can be interrupted and resumed by the next call, with the same bits wherever it is
//!   cut. Inputs wait for its end, frames do not. Where several threads share a network, steps are
//!   whole.
//! - **Random numbers** (`draw`, `model::Counter`) are a function of seed, purpose and place: rows
//!   of targets are generated source by source and never all at once. Uniform weights that cannot
//!   change are not stored but generated again for each spike, 32 at once, which takes less time
//!   than loading them. Rows are prefetched (`mem_prefetch`). `model::Counter` is SplitMix64 at the
//!   number's index with the Box-Muller transform by polynomials of our own; the two numbers of a
//!   pair stand 16 places apart, so that lanes need no interleaving. `benches/noise.rs` measures
//!   1.03e9 normal numbers a second with AVX-512, 4.9e8 with AVX2, 2.4e8 with neither; ChaCha makes
//!   4.6e7. `tests/engine/noise.rs` checks its distribution, and its bits against a second
//!   implementation.
//! - **Synapses with a state** (`dynamic`, `learning`) are exact between spikes. A release depends
//!   on seed, synapse and step. The potentiation trace of a synapse counts from its arrivals, so
//!   delays need no history of traces. A synapse takes three words: weight, collected change, and
//!   the last arrival packed with the target; state that only some rules need is in arrays of its
//!   own.
//! - **Weights** mean the same in every storage (`dense`, `rows`, `dynamic`): numbers of the file
//!   and everything that learns in double precision, draws in single precision, each times the
//!   factor from weight to current (`scales`). `tests/engine/weights.rs` runs one wiring in every
//!   storage.
//! - **The word of a step**, which the digest is fed, is a sum over all neurons' potentials, each
//!   combined with its neuron's number. It costs two operations a neuron. Currents and recovery
//!   variables need no place in it: they show in the next potential.

mod afferents;
mod begun;
mod cell;
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

use super::{Halt, NeuronId, Observer, Probe, Recipe, SynapseId};
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

/// Neurons of a shard of a network of usual size: its sums fit into the nearest cache.
const SHARD_NEURONS: u32 = 4096;
/// Networks of up to this many neurons use small shards; in larger ones rows cut that finely would
/// be too short.
const SHARED_MAX: u32 = 1 << 15;
/// Fewest neurons of a shard: with fewer, workers would spend more time at the barrier than in
/// their work.
const SHARD_NEURONS_MIN: u32 = 2048;

/// Circuits with at most this many synapses are built at once, which takes some hundredths of a
/// second.
const AT_ONCE_MAX: u64 = 1_500_000;

/// In circuits with at most this many synapses a step is never interrupted: it takes some ten
/// milliseconds at most, whatever arrives.
const SYNAPSES_AT_ONCE_MAX: usize = 500_000;

/// A running circuit. Steps are counted from its start.
#[derive(Clone, Debug)]
pub struct Network {
    recipe: Arc<Recipe>,
    seed: u64,
    scheme: Scheme,
    shards: Vec<Shard>,
    in_flight: InFlight,
    halt: Option<Halt>,
    shard_neurons: u32,
    /// The next step.
    next: u64,
    /// From this step on, a spike carries the label of the step after the one that found it.
    late_from: u64,
    /// Spikes that were to carry the next step's label when the scheme changed.
    owed: Vec<u32>,
    /// The interrupted step, if there is one.
    begun: Option<Box<Begun>>,
    /// Measures whether several threads are faster than one.
    pace: Pace,
    /// The part of the circuit that is still to be built, if any.
    construction: Option<Box<Construction>>,
    /// Whether the circuit has made no step since its building began.
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

    /// Builds the neurons of `recipe`, and the synapses only of a small circuit. [`Self::build`]
    /// continues with the synapses of a large one; the first step builds whatever is missing.
    #[must_use]
    pub fn begin(recipe: Arc<Recipe>, seed: u64) -> Self {
        let shard_neurons = shard_neurons(recipe.neurons(), 1);
        Self::begin_with_shards(recipe, seed, shard_neurons)
    }

    /// Cuts the network into at least one shard for each of `threads` threads, unless it has
    /// already been started or is too small to keep them busy.
    pub fn cut_for(&mut self, threads: usize) {
        let share = shard_neurons(self.recipe.neurons(), threads);
        if self.next == 0 && self.shards.len() < threads && share < self.shard_neurons {
            let is_built = self.construction.take().is_none();
            // The old network goes first: two of them would take twice the memory.
            self.shards = Vec::new();
            *self = Self::begin_with_shards(self.recipe.clone(), self.seed, share);
            if is_built {
                self.finish();
            }
        }
    }

    /// Builds like [`Self::new`], with shards of `shard_neurons` neurons, 1 to 65,536. The size
    /// changes only the speed.
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

    /// The progress of a circuit that is still being built: all its neurons exist, some of its
    /// synapses do not.
    #[must_use]
    pub fn building(&self) -> Option<Progress> {
        self.construction.as_ref().map(|construction| construction.progress())
    }

    /// Continues building while `allowance` permits; returns whether the circuit is complete. How
    /// the work is cut into pieces changes nothing of the result.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        let Some(mut construction) = self.construction.take() else { return true };
        let is_done = construction.work(&mut self.shards, allowance);
        self.construction = (!is_done).then_some(construction);
        is_done
    }

    /// Builds everything that is still missing.
    fn finish(&mut self) {
        self.build(&mut || true);
    }

    /// The recipe of which it was built.
    #[must_use]
    pub fn recipe(&self) -> &Arc<Recipe> {
        &self.recipe
    }

    /// Returns to the initial state, weights included; the scheme and the count of steps stay. A
    /// large circuit is only begun to be built anew, see [`Self::begin`]; a circuit that has made
    /// no step since it was begun is left as it is.
    pub fn reset(&mut self) {
        self.owed.clear();
        self.begun = None;
        self.halt = None;
        if self.is_fresh {
            return;
        }
        // The old network goes first: two of them would take twice the memory.
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

    /// Changes the scheme, which has to be one of [`Recipe::schemes`].
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
    pub fn state(&self, neuron: NeuronId) -> State {
        self.shards.iter().find_map(|shard| shard.state(neuron)).expect("a neuron of the circuit")
    }

    /// Where the circuit was halted because a neuron's state left the finite numbers, if it was.
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

    /// Calls `see` with the weight of every synapse of the projection at `index`, in the unit of
    /// its kinetics.
    pub fn weights(&self, index: usize, see: &mut dyn FnMut(f64)) {
        for afferents in self.afferents(index) {
            match &afferents.synapses {
                Synapses::Dense(dense) => dense.for_each_weight(see),
                Synapses::Sparse(rows) => rows.for_each_weight(see),
                Synapses::Dynamic(dynamic) => dynamic.weights().for_each(&mut *see),
            }
        }
    }

    /// At most `most` synapses onto `post`, of projections whose synapses have a state of their
    /// own.
    #[must_use]
    pub fn synapses_onto(&self, post: NeuronId, most: usize) -> Vec<SynapseId> {
        let Some(shard) = self.shards.iter().find(|shard| shard.place(post).is_some()) else {
            return Vec::new();
        };
        let onto = shard.afferents.iter().filter_map(|(afferents, _)| match &afferents.synapses {
            Synapses::Dynamic(dynamic) => Some(dynamic.onto(post.number() - shard.range.start)),
            _ => None,
        });
        onto.flatten().take(most).collect()
    }

    /// Advances the circuit through `steps` with `threads` threads; their number changes only the
    /// speed. Reports every spike, and in every step what `probes` read. If a neuron's state leaves
    /// the finite numbers, the whole circuit stands still from then on.
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
        self.owed
            .drain(..)
            .for_each(|neuron| observer.spike(NeuronId::new(neuron), steps.start, 0.0));
        let orders = self.orders(steps.end, currents, probes);
        let work = (&mut *self.shards, &mut self.in_flight, &mut self.pace);
        self.halt = team::advance_at_pace(work, steps, orders, threads, observer);
    }

    /// Advances like [`Self::advance`], but interrupts a step that may take long once `effort` is
    /// spent; the next call resumes it. Several threads share whole steps. Returns the number of
    /// completed steps.
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
            self.owed
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

    /// Whether a single step may take much longer than reading the clock: a step of the exact
    /// scheme, or one in which spikes arrive at very many synapses.
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

    /// Prepares for the next steps: their count, and the probes to be read in each.
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

/// Memory of the sums of a shard (bytes): one for every index that a synapse can store.
pub(super) const SUMS_BYTES: u64 = size_of::<rows::Sums>() as u64;

/// Most memory that the spikes in flight of one step take (bytes), where no neuron spikes more than
/// once in a step.
pub(super) fn spikes_bytes(recipe: &Recipe, spikes: u32) -> u64 {
    in_flight::Packed::bytes_max(recipe.neurons(), recipe.populations.len(), spikes)
}

/// Neurons of a shard, for a network of `neurons` neurons and `threads` threads.
pub(super) fn shard_neurons(neurons: u32, threads: usize) -> u32 {
    let most = if neurons <= SHARED_MAX { SHARD_NEURONS } else { SHARD_MAX as u32 };
    let threads = u32::try_from(threads.max(1)).unwrap_or(u32::MAX);
    let share = neurons.div_ceil(threads).max(SHARD_NEURONS_MIN);
    if neurons.div_ceil(most) < threads { share.min(most) } else { most }
}
