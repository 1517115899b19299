//! The number of neurons in a shard, and the memory of shards and of spikes in flight.

use super::in_flight;
use super::rows::{self, SHARD_MAX};
use crate::circuit::Recipe;

/// Neurons of a shard in a network of usual size: its sums fit into the L1 cache.
const SHARD_NEURONS: u32 = 4096;
/// Networks of up to this many neurons use small shards; in larger ones rows cut that finely would
/// be too short.
const SHARED_MAX: u32 = 1 << 15;
/// Fewest neurons of a shard: with fewer, workers would spend more time at the barrier than
/// computing.
const SHARD_NEURONS_MIN: u32 = 2048;

/// Memory of the sums of a shard (bytes): one for every index that a synapse can store.
pub(in crate::circuit) const SUMS_BYTES: u64 = size_of::<rows::Sums>() as u64;

/// Most memory that the spikes in flight of one step take (bytes), where no neuron spikes more than
/// once in a step.
pub(in crate::circuit) fn spikes_bytes(recipe: &Recipe, spikes: u32) -> u64 {
    in_flight::Packed::bytes_max(recipe.neurons(), recipe.populations.len(), spikes)
}

/// Neurons of a shard, for a network of `neurons` neurons and `threads` threads.
pub(in crate::circuit) fn shard_neurons(neurons: u32, threads: usize) -> u32 {
    let most = if neurons <= SHARED_MAX { SHARD_NEURONS } else { SHARD_MAX as u32 };
    let threads = u32::try_from(threads.max(1)).unwrap_or(u32::MAX);
    let share = neurons.div_ceil(threads).max(SHARD_NEURONS_MIN);
    if neurons.div_ceil(most) < threads { share.min(most) } else { most }
}
