//! The factor from weight to current, per synapse: what a weight of 1 adds to its target.

use std::ops::Range;

use super::super::{NeuronId, PopulationId, Projection, Recipe};
use super::cell::Cell;
use crate::model::Neuron;

/// The factor from weight to current, for each target of a shard.
#[derive(Clone, Debug)]
pub(super) enum Scales {
    /// One factor for all targets.
    Alike(f64),
    /// By the target's index within the shard.
    Each(Vec<f64>),
}

impl Scales {
    /// The factors of `projection` onto the neurons of `shard`.
    pub(super) fn new(
        recipe: &Recipe,
        projection: &Projection,
        shard: &Range<u32>,
        seed: u64,
    ) -> Self {
        if projection.kinetics.is_jump() {
            Self::of_jumps(recipe, &projection.to, shard, seed)
        } else {
            Self::Alike(1.0)
        }
    }

    /// The current that raises the potential of a neuron by 1 mV when it flows through one step:
    /// `1/dt`, times the capacitance where there is one. `to` is at least one
    /// population.
    pub(super) fn of_jumps(
        recipe: &Recipe,
        to: &[PopulationId],
        shard: &Range<u32>,
        seed: u64,
    ) -> Self {
        let steps_per_ms = f64::from(recipe.steps_per_ms);
        let scale = |neuron: &Neuron| steps_per_ms * neuron.equations.capacitance();
        let common = |to: PopulationId| scale(&recipe.population(to).neuron);
        let differs = |to: PopulationId| recipe.population(to).spreads("C");
        let first = common(to[0]);
        if to.iter().all(|&to| common(to) == first && !differs(to)) {
            return Self::Alike(first);
        }
        let mut each = vec![0.0; shard.len()];
        for &to in to {
            let all = NeuronId::numbers(&recipe.range(to));
            for number in all.start.max(shard.start)..all.end.min(shard.end) {
                let own = || Cell::of(recipe.population(to), to, number - all.start, seed);
                each[(number - shard.start) as usize] =
                    if differs(to) { scale(&own().neuron) } else { common(to) };
            }
        }
        Self::Each(each)
    }

    /// The factor of the target at the index `place`.
    #[inline(always)]
    pub(super) fn at(&self, place: usize) -> f64 {
        match self {
            Self::Alike(scale) => *scale,
            Self::Each(each) => each[place],
        }
    }

    /// The parts of `targets` that share one factor.
    pub(super) fn parts(&self, targets: Range<usize>) -> Vec<(Range<usize>, f64)> {
        match self {
            Self::Alike(scale) => vec![(targets, *scale)],
            Self::Each(each) => {
                let mut start = targets.start;
                let part = |part: &[f64]| {
                    let range = start..start + part.len();
                    start = range.end;
                    (range, part[0])
                };
                each[targets].chunk_by(|a, b| a == b).map(part).collect()
            }
        }
    }
}
