//! The synapses of one projection onto one shard, built row by row.

use std::ops::Range;

use super::super::{Delay, Distribution, Recipe, Rule};
use super::draw::{Purpose, pair, weight};
use super::dynamic::{Dynamic, Looking};
use super::rows::{Dense, Redraw, Sparse, Sums, Weights};
use super::wiring::{Group, Target, Wiring};
use crate::model::Counter;
use crate::model::synapse::Kinetics;

/// Synapses of a row on the average from which on uniform weights are drawn again rather than kept.
const ROW_DRAWN_MIN: f64 = 64.0;

/// Where and how the spikes of a projection arrive in a shard.
#[derive(Debug)]
pub(super) struct Afferents {
    pub(super) projection: usize,
    sources: Group,
    delays: Vec<u32>,
    pub(super) synapses: Synapses,
    /// Places of the sources that fired in the last steps, one list a step, in turn.
    fired: Vec<Vec<u32>>,
}

/// How they are stored.
#[derive(Debug)]
pub(super) enum Synapses {
    Dense(Dense),
    Sparse(Sparse),
    Dynamic(Box<Dynamic>),
}

/// What a jump of 1 mV takes: the current through one step that carries the same charge.
pub(super) fn jump_current(recipe: &Recipe, population: usize) -> f64 {
    let capacitance = recipe.populations[population].neuron.equations.capacitance();
    f64::from(recipe.steps_per_ms) * capacitance
}

/// Where the weights of a projection that stay as they are come from.
fn weights_of(
    recipe: &Recipe,
    index: usize,
    (scales, sources): (&[(u32, f64)], u32),
    seed: u64,
) -> Weights {
    let projection = &recipe.projections[index];
    let scale = scales[0].1;
    let alike = scales.iter().all(|(_, other)| *other == scale);
    match projection.weight {
        Distribution::Constant(weight) if alike => Weights::Same(weight * scale),
        // Only with one delay do neighbours in a group have neighbouring places, and only long rows use
        // most of what is drawn at once.
        Distribution::Uniform { low, high }
            if alike
                && delays(projection.delay).len() == 1
                && recipe.expected_synapses(index) >= f64::from(sources) * ROW_DRAWN_MIN =>
        {
            Weights::Drawn(Redraw {
                bounds: (low * scale, high * scale),
                counter: Purpose::Weight(index).counter(seed),
                places: Vec::new(),
            })
        }
        _ => Weights::Kept(Vec::new()),
    }
}

/// All delays that a projection can have, ascending.
fn delays(delay: Delay) -> Vec<u32> {
    match delay {
        Delay::Constant(steps) => vec![steps],
        Delay::Uniform { low, high } => (low..=high).collect(),
        Delay::Each { low, high, stride } => (low..=high).step_by(stride as usize).collect(),
    }
}

impl Afferents {
    /// Builds the synapses of the projection at `index` onto each of the shards of `ranges`.
    pub(super) fn build(
        recipe: &Recipe,
        index: usize,
        seed: u64,
        ranges: &[Range<u32>],
    ) -> Vec<Self> {
        let projection = &recipe.projections[index];
        let mut wiring = Wiring::new(recipe, index, seed);
        let delays = delays(projection.delay);
        let mut builders: Vec<Builder> = ranges
            .iter()
            .map(|range| Builder::new(recipe, index, &wiring, range, delays.len(), seed))
            .collect();
        let maker = Maker::new(recipe, index, seed);
        let mut row = Vec::new();
        let mut made = Vec::new();
        for source in 0..wiring.sources.len() {
            wiring.row(source, &mut row);
            maker.make(source, &row, &mut made);
            let mut start = 0;
            for (builder, range) in builders.iter_mut().zip(ranges) {
                let end = made.partition_point(|synapse| synapse.neuron < range.end);
                builder.add_row(start as u32, &mut made[start..end], range);
                start = end;
            }
        }
        let sources = wiring.sources;
        let finish = |builder: Builder| Self {
            projection: index,
            sources: sources.clone(),
            delays: delays.clone(),
            synapses: builder.finish(),
            fired: vec![Vec::new(); projection.delay.max() as usize + 1],
        };
        builders.into_iter().map(finish).collect()
    }

    /// Whether nothing can ever arrive.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of synapses.
    pub(super) fn len(&self) -> usize {
        match &self.synapses {
            Synapses::Dense(dense) => dense.weights().len(),
            Synapses::Sparse(sparse) => sparse.len(),
            Synapses::Dynamic(dynamic) => dynamic.len(),
        }
    }

    /// Adds what arrives in `step` to `sums`.
    pub(super) fn deliver(
        &mut self,
        step: u64,
        history: &super::history::History,
        sums: &mut Sums,
        looking: &mut Looking<'_>,
    ) {
        let turns = self.fired.len() as u64;
        if let Some(last) = step.checked_sub(1) {
            let fired = &mut self.fired[(last % turns) as usize];
            self.sources.places(history.fired(step, 1), fired);
        }
        for (index, &delay) in self.delays.iter().enumerate() {
            let Some(then) = step.checked_sub(u64::from(delay)) else { break };
            let fired = &self.fired[(then % turns) as usize];
            if fired.is_empty() {
                continue;
            }
            match &mut self.synapses {
                Synapses::Dense(dense) => dense.deliver(fired, sums),
                Synapses::Sparse(sparse) => sparse.deliver(index, fired, sums),
                Synapses::Dynamic(dynamic) => {
                    dynamic.deliver((step, index), fired, sums, looking);
                }
            }
        }
    }
}

/// A synapse that is being built.
#[derive(Clone, Copy, Debug)]
struct Made {
    neuron: u32,
    delay: u32,
    weight: f64,
}

/// Draws what belongs to each synapse.
struct Maker<'a> {
    recipe: &'a Recipe,
    index: usize,
    weights: Counter,
    delays: Counter,
}

impl<'a> Maker<'a> {
    fn new(recipe: &'a Recipe, index: usize, seed: u64) -> Self {
        let weights = Purpose::Weight(index).counter(seed);
        let delays = Purpose::Delay(index).counter(seed);
        Self { recipe, index, weights, delays }
    }

    fn make(&self, source: u32, row: &[Target], made: &mut Vec<Made>) {
        let projection = &self.recipe.projections[self.index];
        made.clear();
        made.extend(row.iter().map(|target| {
            let at = pair(source, target.place);
            let delay = match projection.delay {
                Delay::Constant(_) => 0,
                Delay::Uniform { low, high } => self.delays.below(at, high - low + 1),
                Delay::Each { low, high, stride } => target.place % ((high - low) / stride + 1),
            };
            let weight = weight(projection.weight, self.weights, source, target.place);
            Made { neuron: target.neuron, delay, weight }
        }));
    }
}

/// What the weight of a synapse onto `neuron` is multiplied with.
fn scale_of(scales: &[(u32, f64)], neuron: u32) -> f64 {
    scales[scales.partition_point(|(end, _)| *end <= neuron)].1
}

/// Puts the rows of one shard together.
struct Builder {
    synapses: Synapses,
    delays: usize,
    targets: Group,
    /// What a weight is multiplied with, population by population, and where these end.
    scales: Vec<(u32, f64)>,
}

impl Builder {
    fn new(
        recipe: &Recipe,
        index: usize,
        wiring: &Wiring<'_>,
        range: &Range<u32>,
        delays: usize,
        seed: u64,
    ) -> Self {
        let projection = &recipe.projections[index];
        let jumps = projection.kinetics == Kinetics::Jump;
        let scale = |population: usize| if jumps { jump_current(recipe, population) } else { 1.0 };
        let scales: Vec<(u32, f64)> =
            projection.to.iter().map(|&to| (recipe.range(to).end, scale(to))).collect();
        let sources = wiring.sources.len();
        let runs: Vec<Range<u32>> = wiring
            .targets
            .ranges()
            .iter()
            .map(|run| run.start.max(range.start)..run.end.min(range.end))
            .filter(|run| !run.is_empty())
            .collect();
        // How synapses are stored decides bits, so it must not depend on the shard.
        let in_one_run = wiring.targets.ranges().len() == 1;
        let dense = projection.rule == Rule::AllToAll && delays == 1 && in_one_run;
        let synapses = if projection.is_dynamic() {
            let numbers = (0..sources).map(|source| wiring.sources.neuron(source)).collect();
            let step = (recipe.steps_per_ms, seed);
            let dynamic = Dynamic::new((index, projection), (range, delays), numbers, step);
            Synapses::Dynamic(Box::new(dynamic))
        } else if dense {
            let none = range.start..range.start;
            let run = runs.first().unwrap_or(&none);
            let run = run.start - range.start..run.end - range.start;
            Synapses::Dense(Dense::new(run.start as usize..run.end as usize, sources))
        } else {
            let share = f64::from(runs.iter().map(|run| run.end - run.start).sum::<u32>())
                / f64::from(wiring.targets.len());
            let synapses = (recipe.expected_synapses(index) * share) as usize;
            let weights = weights_of(recipe, index, (&scales, sources), seed);
            Synapses::Sparse(Sparse::new(delays, sources, synapses + synapses / 100, weights))
        };
        Self { synapses, delays, targets: wiring.targets.clone(), scales }
    }

    /// Adds the part of a row that lies in the shard and begins at `place` of it.
    fn add_row(&mut self, place: u32, row: &mut [Made], range: &Range<u32>) {
        if let Synapses::Dense(_) = self.synapses {
            self.add_dense(row, range);
            return;
        }
        // Within a delay targets still ascend.
        row.sort_by_key(|made| made.delay);
        let mut left = row.iter().peekable();
        for delay in 0..self.delays as u32 {
            while let Some(made) = left.next_if(|made| made.delay == delay) {
                let (target, scale) =
                    (made.neuron - range.start, scale_of(&self.scales, made.neuron));
                match &mut self.synapses {
                    Synapses::Sparse(sparse) => {
                        sparse.push(target as u16, (made.weight * scale) as f32);
                    }
                    Synapses::Dynamic(dynamic) => dynamic.push(target, made.weight as f32, scale),
                    Synapses::Dense(_) => unreachable!("added above"),
                }
            }
            match &mut self.synapses {
                Synapses::Sparse(sparse) => sparse.end_group(place),
                Synapses::Dynamic(dynamic) => dynamic.end_group(),
                Synapses::Dense(_) => unreachable!("added above"),
            }
        }
    }

    /// A neuron that is not connected with itself leaves a gap, which a weight of zero fills.
    fn add_dense(&mut self, row: &[Made], range: &Range<u32>) {
        let Synapses::Dense(dense) = &mut self.synapses else { return };
        let mut made = row.iter().peekable();
        for run in self.targets.ranges() {
            for neuron in run.start.max(range.start)..run.end.min(range.end) {
                let weight = match made.next_if(|made| made.neuron == neuron) {
                    Some(made) => (made.weight * scale_of(&self.scales, neuron)) as f32,
                    None => 0.0,
                };
                dense.push(weight);
            }
        }
    }

    fn finish(mut self) -> Synapses {
        if let Synapses::Dynamic(dynamic) = &mut self.synapses {
            dynamic.finish();
        }
        self.synapses
    }
}
