//! What weights stand for in what they are added to.

use std::ops::Range;

use super::super::{Projection, Recipe};
use crate::model::synapse::Kinetics;

/// What a weight of 1 comes to in what is added to each target of a shard.
#[derive(Clone, Debug)]
pub(super) enum Scales {
    /// The same at all.
    Alike(f64),
    /// By the target's place in the shard.
    Each(Vec<f64>),
}

/// What a jump of 1 mV takes: the current through one step that carries the same charge.
pub(super) fn jump_current(recipe: &Recipe, population: usize) -> f64 {
    let capacitance = recipe.populations[population].neuron.equations.capacitance();
    f64::from(recipe.steps_per_ms) * capacitance
}

impl Scales {
    /// Those of `projection` onto the neurons with the numbers in `shard`.
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

    /// The scale of the target at `place`.
    #[inline(always)]
    pub(super) fn at(&self, place: usize) -> f64 {
        match self {
            Self::Alike(scale) => *scale,
            Self::Each(each) => each[place],
        }
    }

    /// The parts of `targets` whose scale is the same.
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
