//! The factor from weight to current, per synapse: what a weight of 1 adds to its target.

use std::ops::Range;

use super::super::{Projection, Recipe};
use crate::model::synapse::Kinetics;

/// The factor from weight to current, for each target of a shard.
#[derive(Clone, Debug)]
pub(super) enum Scales {
    /// One factor for all targets.
    Alike(f64),
    /// By the target's index within the shard.
    Each(Vec<f64>),
}

/// The current that raises the potential by 1 mV when it flows through one step: `1/dt`, times the
/// capacitance where there is one.
pub(super) fn jump_current(recipe: &Recipe, population: usize) -> f64 {
    let capacitance = recipe.populations[population].neuron.equations.capacitance();
    f64::from(recipe.steps_per_ms) * capacitance
}

impl Scales {
    /// The factors of `projection` onto the neurons of `shard`.
    pub(super) fn new(recipe: &Recipe, projection: &Projection, shard: &Range<u32>) -> Self {
        if projection.kinetics != Kinetics::Jump {
            return Self::Alike(1.0);
        }
        let scale = |population: usize| jump_current(recipe, population);
        let first = scale(projection.to[0]);
        if projection.to.iter().all(|&to| scale(to) == first) {
            return Self::Alike(first);
        }
        let mut each = vec![0.0; shard.len()];
        for &to in &projection.to {
            let all = recipe.range(to);
            let here = all.start.max(shard.start)..all.end.min(shard.end);
            if !here.is_empty() {
                each[(here.start - shard.start) as usize..(here.end - shard.start) as usize]
                    .fill(scale(to));
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
