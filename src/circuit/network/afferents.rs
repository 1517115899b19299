//! The synapses of one projection onto one shard, built row by row.

use std::ops::Range;
use std::sync::Arc;

use super::super::{Delay, Distribution, Recipe, Rule};
use super::dense::Dense;
use super::draw::{Purpose, WeightLaw, pair};
use super::dynamic::{Dynamic, Observed};
use super::effort::Effort;
use super::in_flight::InFlight;
use super::position::Place;
use super::rows::{Redraw, Sparse, Sums, Weights};
use super::scales::Scales;
use super::sources::Fired;
use super::wiring::{Group, Target, Wiring};
use crate::model::Counter;

/// The synapses of one projection onto one shard, and the receptor they act through.
#[derive(Clone, Debug)]
pub(super) struct Afferents {
    pub(super) projection: usize,
    sources: Arc<Group>,
    delays: Arc<[u32]>,
    pub(super) synapses: Synapses,
    /// Mean number of synapses of one source with one delay.
    row: usize,
}

/// How the synapses are stored.
#[derive(Clone, Debug)]
pub(super) enum Synapses {
    Dense(Dense),
    Sparse(Sparse),
    Dynamic(Box<Dynamic>),
}

impl Synapses {
    /// Number of synapses; for a dense matrix they have to be counted.
    fn len(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.len(),
            Self::Sparse(sparse) => sparse.len(),
            Self::Dynamic(dynamic) => dynamic.len(),
        }
    }
}

/// How the weights of static synapses are stored.
fn weights_of(recipe: &Recipe, index: usize, seed: u64) -> Weights {
    match recipe.projections[index].weight {
        Distribution::Constant(weight) => Weights::Same(weight),
        Distribution::Uniform { low, high } if !recipe.keeps_weights(index) => {
            Weights::Drawn(Redraw {
                bounds: (low, high),
                counter: Purpose::Weight(index).counter(seed),
                places: Vec::new(),
            })
        }
        _ => Weights::Kept(Vec::new()),
    }
}

/// All delays that a projection can have (steps), ascending.
fn delays(delay: Delay) -> Vec<u32> {
    match delay {
        Delay::Constant(steps) => vec![steps],
        Delay::Uniform { low, high } => (low..=high).collect(),
        Delay::Each { low, high, stride } => (low..=high).step_by(stride as usize).collect(),
    }
}

impl Afferents {
    /// Whether there are no synapses.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of synapses.
    pub(super) fn len(&self) -> usize {
        self.synapses.len()
    }

    /// Adds the spikes that arrive in `step` to `sums`, from `place` on while `effort` lasts;
    /// returns whether all are added. Each sum is formed in the same order in however many pieces.
    pub(super) fn deliver(
        &mut self,
        step: u64,
        in_flight: &mut InFlight,
        sums: &mut Sums,
        observed: &mut Observed<'_>,
        (place, effort): (&mut Place, &mut Effort),
    ) -> bool {
        let row = self.row;
        for index in place.delay..self.delays.len() {
            let delay = self.delays[index];
            for (run, (populations, shift)) in self.sources.runs().enumerate().skip(place.run) {
                let neurons = in_flight.fired(delay, populations);
                while place.fired < neurons.len() {
                    if effort.is_spent() {
                        (place.delay, place.run) = (index, run);
                        return false;
                    }
                    let end = neurons.len().min(place.fired.saturating_add(effort.rows_of(row)));
                    let fired = Fired { neurons: &neurons[place.fired..end], shift };
                    match &mut self.synapses {
                        Synapses::Dense(dense) => dense.deliver(fired, sums),
                        Synapses::Sparse(sparse) => sparse.deliver(index, fired, sums),
                        Synapses::Dynamic(dynamic) => {
                            dynamic.deliver((step, index), fired, sums, observed);
                        }
                    }
                    effort.spend_on((end - place.fired) * row);
                    place.fired = end;
                }
                place.fired = 0;
            }
            place.run = 0;
        }
        true
    }
}

/// The synapses of a projection onto each shard, while they are being built.
#[derive(Clone, Debug)]
pub(super) struct Growing {
    index: usize,
    wiring: Wiring,
    maker: Maker,
    delays: Arc<[u32]>,
    builders: Vec<Builder>,
    /// The source of the next row.
    source: u32,
    row: Vec<Target>,
    made: Vec<Made>,
}

impl Growing {
    /// The projection at `index` onto the shards of `ranges`, still without synapses.
    pub(super) fn new(
        recipe: &Arc<Recipe>,
        index: usize,
        seed: u64,
        ranges: &[Range<u32>],
    ) -> Self {
        let wiring = Wiring::new(recipe, index, seed);
        let delays: Arc<[u32]> = delays(recipe.projections[index].delay).into();
        let builder =
            |range: &Range<u32>| Builder::new(recipe, index, &wiring, range, delays.len(), seed);
        Self {
            index,
            builders: ranges.iter().map(builder).collect(),
            maker: Maker::new(recipe, index, seed),
            wiring,
            delays,
            source: 0,
            row: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Continues until about `amount` synapses have been drawn, stored or listed; returns how many
    /// have, or `None` once all is done.
    pub(super) fn work(&mut self, ranges: &[Range<u32>], amount: u64) -> Option<u64> {
        let mut done = 0;
        while done < amount {
            if let Some(drawn) = self.wiring.collect() {
                done += 1 + u64::from(drawn);
            } else if self.source < self.wiring.sources.len() {
                done += 1 + self.add_row(ranges);
            } else {
                let left = self.builders.iter_mut().find_map(|builder| builder.list(amount));
                return left.or((done > 0).then_some(done));
            }
        }
        Some(done)
    }

    /// Builds the row of the next source; returns its number of synapses.
    fn add_row(&mut self, ranges: &[Range<u32>]) -> u64 {
        self.wiring.row(self.source, &mut self.row);
        self.maker.make(self.source, &self.row, &mut self.made);
        let own = self.wiring.sources.neuron(self.source);
        let mut start = 0;
        for (builder, range) in self.builders.iter_mut().zip(ranges) {
            let end = self.made.partition_point(|synapse| synapse.neuron < range.end);
            builder.add_row(own, start as u32, &mut self.made[start..end], range);
            start = end;
        }
        self.source += 1;
        self.made.len() as u64
    }

    /// The finished synapses, shard by shard.
    pub(super) fn finish(self) -> impl Iterator<Item = Afferents> {
        let Self { index, wiring, delays, builders, .. } = self;
        let sources = wiring.sources;
        let rows = sources.len() as usize * delays.len();
        builders.into_iter().map(move |builder| Afferents {
            projection: index,
            sources: sources.clone(),
            delays: delays.clone(),
            row: builder.synapses.len() / rows.max(1),
            synapses: builder.synapses,
        })
    }
}

/// A synapse that is being built.
#[derive(Clone, Copy, Debug)]
struct Made {
    neuron: u32,
    delay: u32,
    weight: f64,
}

/// Draws weight and delay of each synapse.
#[derive(Clone, Debug)]
struct Maker {
    recipe: Arc<Recipe>,
    index: usize,
    weights: WeightLaw,
    delays: Counter,
}

impl Maker {
    fn new(recipe: &Arc<Recipe>, index: usize, seed: u64) -> Self {
        let weights = WeightLaw::new(recipe, index, seed);
        let delays = Purpose::Delay(index).counter(seed);
        Self { recipe: Arc::clone(recipe), index, weights, delays }
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
            let weight = self.weights.at(source, target.place);
            Made { neuron: target.neuron, delay, weight }
        }));
    }
}

/// Assembles the rows of one shard.
#[derive(Clone, Debug)]
struct Builder {
    synapses: Synapses,
    delays: usize,
    /// The neurons of the shard.
    targets: Vec<Range<u32>>,
}

impl Builder {
    fn new(
        recipe: &Recipe,
        index: usize,
        wiring: &Wiring,
        range: &Range<u32>,
        delays: usize,
        seed: u64,
    ) -> Self {
        let projection = &recipe.projections[index];
        let scales = Scales::new(recipe, projection, range, seed);
        let sources = wiring.sources.len();
        let runs = wiring.targets.ranges();
        let targets: Vec<Range<u32>> = runs
            .iter()
            .map(|run| run.start.max(range.start)..run.end.min(range.end))
            .filter(|run| !run.is_empty())
            .collect();
        let here: u32 = targets.iter().map(|run| run.end - run.start).sum();
        let share = f64::from(here) / f64::from(wiring.targets.len());
        let expected = recipe.expected_synapses(index) * share;
        // A list that outgrows its capacity doubles it.
        let room = (expected + 8.0 * expected.sqrt()) as usize + 16;
        let dense = projection.rule == Rule::AllToAll && delays == 1 && runs.len() == 1;
        let synapses = if projection.is_dynamic() {
            let step = (recipe.steps_per_ms, seed);
            let size = (range, delays, room);
            let dynamic =
                Dynamic::new((index, projection), size, (wiring.sources.clone(), scales), step);
            Synapses::Dynamic(Box::new(dynamic))
        } else if dense {
            let none = range.start..range.start;
            let run = targets.first().unwrap_or(&none);
            let places = (run.start - range.start) as usize..(run.end - range.start) as usize;
            Synapses::Dense(Dense::new(places, sources, &scales, projection.weight.constant()))
        } else {
            let weights = weights_of(recipe, index, seed);
            Synapses::Sparse(Sparse::new((delays, sources, room), weights, scales))
        };
        Self { synapses, delays, targets }
    }

    /// Appends the part of the row of the neuron `source` that lies in this shard; it begins at
    /// `place` of the row.
    fn add_row(&mut self, source: u32, place: u32, row: &mut [Made], range: &Range<u32>) {
        if let Synapses::Dense(dense) = &mut self.synapses {
            let missing = row.len() < self.targets.iter().map(Range::len).sum();
            let gap = missing.then(|| (source - range.start) as usize);
            dense.push_row(row.iter().map(|made| made.weight as f32), gap);
            return;
        }
        // Stable: within a delay targets still ascend.
        row.sort_by_key(|made| made.delay);
        let mut left = row.iter().peekable();
        for delay in 0..self.delays as u32 {
            while let Some(made) = left.next_if(|made| made.delay == delay) {
                let target = made.neuron - range.start;
                match &mut self.synapses {
                    Synapses::Sparse(sparse) => sparse.push(target as u16, made.weight as f32),
                    Synapses::Dynamic(dynamic) => dynamic.push(target, made.weight),
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

    /// Lists up to `amount` more synapses by target, once all exist; returns how many were listed,
    /// or `None` if that is done or not needed.
    fn list(&mut self, amount: u64) -> Option<u64> {
        match &mut self.synapses {
            Synapses::Dynamic(dynamic) => dynamic.list(amount),
            Synapses::Dense(_) | Synapses::Sparse(_) => None,
        }
    }
}
