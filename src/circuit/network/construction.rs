//! Building a circuit piece by piece: hundreds of millions of synapses take many seconds.

use std::ops::Range;
use std::sync::Arc;

use super::super::{Recipe, Rule};
use super::afferents::Growing;
use super::shard::Shard;
use crate::job::{Allowance, Progress};

/// Synapses that are built between two readings of the clock: some tenths of a millisecond of work.
const SYNAPSES: u64 = 10_000;

/// The remaining work on a circuit whose neurons exist already.
#[derive(Clone, Debug)]
pub(super) struct Construction {
    recipe: Arc<Recipe>,
    seed: u64,
    ranges: Vec<Range<u32>>,
    /// The projection that is being built.
    projection: usize,
    growing: Option<Growing>,
    progress: Progress,
}

impl Construction {
    /// Builds the neurons, cut into shards of `shard_neurons`; returns them with the rest of the
    /// work.
    pub(super) fn begin(recipe: &Arc<Recipe>, seed: u64, shard_neurons: u32) -> (Vec<Shard>, Self) {
        let neurons = recipe.neurons();
        let starts = (0..neurons).step_by(shard_neurons as usize);
        let ranges: Vec<Range<u32>> =
            starts.map(|start| start..(start + shard_neurons).min(neurons)).collect();
        let shards = ranges.iter().map(|range| Shard::new(recipe, range.clone(), seed)).collect();
        let progress = Progress { done: 0, total: work_for(recipe) };
        let recipe = Arc::clone(recipe);
        (shards, Self { recipe, seed, ranges, projection: 0, growing: None, progress })
    }

    /// Goes on with `recipe`, which differs in the parameters of neurons only.
    pub(super) fn go_on_with(&mut self, recipe: &Arc<Recipe>) {
        self.recipe = Arc::clone(recipe);
    }

    /// Builds while `allowance` permits; returns whether the circuit is complete.
    pub(super) fn work(&mut self, shards: &mut [Shard], allowance: &mut impl Allowance) -> bool {
        while let Some(projection) = self.recipe.projections.get(self.projection) {
            let (recipe, index) = (&self.recipe, self.projection);
            let growing = self
                .growing
                .get_or_insert_with(|| Growing::new(recipe, index, self.seed, &self.ranges));
            if let Some(done) = growing.work(&self.ranges, SYNAPSES) {
                self.progress.done += done;
                if !allowance.go_on() {
                    return false;
                }
                continue;
            }
            let parts = self.growing.take().into_iter().flat_map(Growing::finish);
            for (shard, part) in shards.iter_mut().zip(parts) {
                shard.add(part, projection.kinetics);
            }
            self.projection += 1;
        }
        true
    }

    /// The progress, counted in synapses that are drawn, stored or listed.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }
}

/// The total work on the synapses of a circuit, in the unit of [`Construction::progress`].
fn work_for(recipe: &Recipe) -> u64 {
    let work = recipe.projections.iter().map(|projection| {
        let drawn = if matches!(projection.rule, Rule::InDegree(_)) { 2 } else { 0 };
        let listed = if projection.stdp.is_some() { 2 } else { 0 };
        let rows = u64::from(recipe.count_of(&projection.from));
        recipe.synapses(projection) * (1 + drawn + listed) + rows
    });
    work.sum()
}
