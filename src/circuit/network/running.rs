//! The network: building, resetting, and changes between steps.

use std::sync::Arc;

use super::begun::Begun;
use super::construction::Construction;
use super::in_flight::InFlight;
use super::rows::SHARD_MAX;
use super::shard::Shard;
use super::sizes::shard_neurons;
use crate::circuit::{Halt, Recipe};
use crate::job::{Allowance, Progress};
use crate::machine::Pace;
use crate::model::Scheme;

/// Circuits with at most this many synapses are built in one piece, which takes some hundredths of
/// a second.
const AT_ONCE_MAX: u64 = 1_500_000;

/// A running circuit. Steps are counted from its start.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) recipe: Arc<Recipe>,
    pub(super) seed: u64,
    pub(super) scheme: Scheme,
    pub(super) shards: Vec<Shard>,
    pub(super) in_flight: InFlight,
    pub(super) halt: Option<Halt>,
    shard_neurons: u32,
    /// The next step.
    pub(super) next: u64,
    /// From this step on, a spike carries the label of the step after the step that found it.
    pub(super) late_from: u64,
    /// Neurons whose spikes are still to be reported after a change of scheme: the scheme that
    /// found the spikes labels them with the next step.
    pub(super) deferred: Vec<u32>,
    /// The interrupted step, if there is one.
    pub(super) begun: Option<Box<Begun>>,
    /// Measures whether several threads are faster than one.
    pub(super) pace: Pace,
    /// The part of the circuit that is still to be built, if any.
    pub(super) construction: Option<Box<Construction>>,
    /// Whether the circuit has made no step since its construction began.
    pub(super) is_fresh: bool,
}

impl Network {
    /// Builds the circuit of `recipe`; all random numbers derive from `seed`.
    #[must_use]
    pub fn new(recipe: Arc<Recipe>, seed: u64) -> Self {
        let mut network = Self::begin(recipe, seed);
        network.finish();
        network
    }

    /// Builds the neurons of `recipe`, and in a small circuit the synapses. [`Self::build`] builds
    /// the synapses of a large circuit; the first step builds whatever is missing.
    #[must_use]
    pub fn begin(recipe: Arc<Recipe>, seed: u64) -> Self {
        let shard_neurons = shard_neurons(recipe.neurons(), 1);
        Self::begin_with_shards(recipe, seed, shard_neurons)
    }

    /// Cuts the network into at least one shard per thread, unless the network has already been
    /// started or is too small to keep `threads` threads busy.
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
            deferred: Vec::new(),
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

    /// Continues building while `allowance` permits; returns whether the circuit is complete. The
    /// result does not depend on how the work is divided into calls.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        let Some(mut construction) = self.construction.take() else { return true };
        let is_done = construction.work(&mut self.shards, allowance);
        self.construction = (!is_done).then_some(construction);
        is_done
    }

    /// Builds everything that is still missing.
    pub(super) fn finish(&mut self) {
        self.build(&mut || true);
    }

    /// The recipe of the network.
    #[must_use]
    pub fn recipe(&self) -> &Arc<Recipe> {
        &self.recipe
    }

    /// Returns to the initial state, weights included; the scheme and the count of steps stay. The
    /// synapses of a large circuit are rebuilt later, see [`Self::begin`]. A circuit that has made
    /// no step since its construction began does not change.
    pub fn reset(&mut self) {
        self.deferred.clear();
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

    /// Changes the scheme, which must be one of [`Recipe::schemes`].
    pub fn set_scheme(&mut self, scheme: Scheme) {
        let labels_late = |scheme| scheme == Scheme::Izh2003;
        match (labels_late(self.scheme), labels_late(scheme)) {
            (true, false) if self.late_from < self.next => {
                self.deferred.extend_from_slice(self.in_flight.last());
            }
            (false, true) => self.late_from = self.next,
            _ => {}
        }
        self.scheme = scheme;
    }

    /// The halt of the circuit, if the state of a neuron became non-finite.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.halt
    }
}
