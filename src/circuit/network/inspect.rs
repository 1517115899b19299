//! Queries between two steps: states of neurons, synapses and their weights.

use super::afferents::{Afferents, Synapses};
use super::running::Network;
use crate::circuit::{NeuronId, SynapseId};
use crate::model::State;

impl Network {
    /// The present state of a neuron.
    ///
    /// # Panics
    /// If the circuit has no such neuron.
    #[must_use]
    pub fn state(&self, neuron: NeuronId) -> State {
        self.shards.iter().find_map(|shard| shard.state(neuron)).expect("a neuron of the circuit")
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

    /// At most `most` synapses onto `post`, of projections whose synapses have their own state.
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
}
