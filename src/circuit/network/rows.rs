//! Synapses that stay as they are: rows of targets by source with their weights, and their delivery.
//!
//! What a spike does is added up target by target in the order of the spikes, whatever the number of
//! rows that are carried at once: so no bit depends on it.

use std::ops::Range;

use mem_prefetch::prefetch_read_data;
use multiversion::multiversion;

use super::draw::{UNIFORMS, uniform_block};
use super::scales::Scales;
use super::sources::Fired;
use crate::model::Counter;

/// Neurons that an address within a shard can tell apart.
pub(super) const SHARD_MAX: usize = 1 << 16;

/// Rows are fetched so many before they are needed: memory takes about as long as these take.
const PREFETCH_ROWS: usize = 3;
/// Bytes that memory hands out at once.
pub(super) const CACHE_LINE_BYTES: usize = 64;

/// What arrivals are added to: a place for every address that can be written.
pub(super) type Sums = [f64; SHARD_MAX];

/// Where the weights of [`Sparse`] rows come from.
#[derive(Debug)]
pub(super) enum Weights {
    /// All are the same.
    Same(f64),
    /// Each is kept.
    Kept(Vec<f32>),
    /// Each is drawn again when it is needed. That takes less time than memory does to hand one out.
    Drawn(Redraw),
}

/// How weights are drawn again.
#[derive(Debug)]
pub(super) struct Redraw {
    /// Bounds of the uniform distribution.
    pub(super) bounds: (f64, f64),
    pub(super) counter: Counter,
    /// For each group the place that its first target had when the row was drawn.
    pub(super) places: Vec<u32>,
}

/// Rows of targets and their weights, in groups of one delay each.
#[derive(Debug)]
pub(super) struct Sparse {
    delays: usize,
    /// Where each group begins, source by source, and in a source delay by delay.
    starts: Vec<u32>,
    targets: Vec<u16>,
    weights: Weights,
    scales: Scales,
    /// Weights of the group that is being delivered.
    drawn: Vec<f64>,
}

impl Sparse {
    /// Before any row, with room for so many synapses.
    pub(super) fn new(
        (delays, sources, synapses): (usize, u32, usize),
        mut weights: Weights,
        scales: Scales,
    ) -> Self {
        let mut starts = Vec::with_capacity(sources as usize * delays + 1);
        starts.push(0);
        if let Weights::Kept(kept) = &mut weights {
            kept.reserve(synapses);
        }
        let targets = Vec::with_capacity(synapses);
        Self { delays, starts, targets, weights, scales, drawn: Vec::new() }
    }

    /// Adds a synapse to the group that is being made.
    pub(super) fn push(&mut self, target: u16, weight: f32) {
        self.targets.push(target);
        if let Weights::Kept(kept) = &mut self.weights {
            kept.push(weight);
        }
    }

    /// Ends the group that is being made, whose first target had `place` when its row was drawn.
    pub(super) fn end_group(&mut self, place: u32) {
        self.starts.push(self.targets.len() as u32);
        if let Weights::Drawn(drawn) = &mut self.weights {
            drawn.places.push(place);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    /// Calls `see` with every weight.
    pub(super) fn for_each_weight(&self, see: &mut dyn FnMut(f64)) {
        match &self.weights {
            Weights::Same(weight) => self.targets.iter().for_each(|_| see(*weight)),
            Weights::Kept(kept) => kept.iter().for_each(|weight| see(f64::from(*weight))),
            Weights::Drawn(redraw) => {
                let mut drawn = Vec::new();
                for source in 0..redraw.places.len() {
                    let count = self.group(source, 0).len();
                    let start = redraw.draw(source, count, &mut drawn);
                    drawn[start..start + count].iter().for_each(|weight| see(*weight));
                }
            }
        }
    }

    /// Adds the groups of `sources` at the delay with the index `delay` to `sums`, one after the other.
    pub(super) fn deliver(&mut self, delay: usize, sources: Fired<'_>, sums: &mut Sums) {
        let mut drawn = std::mem::take(&mut self.drawn);
        for (index, &neuron) in sources.neurons.iter().enumerate() {
            if let Some(soon) = sources.get(index + PREFETCH_ROWS) {
                self.fetch(self.group(soon, delay));
            }
            let source = sources.place(neuron);
            let group = self.group(source, delay);
            let targets = &self.targets[group.clone()];
            match &self.weights {
                Weights::Same(weight) => match &self.scales {
                    Scales::Alike(scale) => add_to_each(targets, weight * scale, sums),
                    Scales::Each(_) => {
                        scatter(targets, std::iter::repeat(*weight), &self.scales, sums);
                    }
                },
                Weights::Kept(kept) => {
                    let weights = kept[group].iter().map(|weight| f64::from(*weight));
                    scatter(targets, weights, &self.scales, sums);
                }
                Weights::Drawn(redraw) => {
                    let start = redraw.draw(source, targets.len(), &mut drawn);
                    scatter(targets, drawn[start..].iter().copied(), &self.scales, sums);
                }
            }
        }
        self.drawn = drawn;
    }

    #[inline]
    fn group(&self, source: usize, delay: usize) -> Range<usize> {
        let group = source * self.delays + delay;
        self.starts[group] as usize..self.starts[group + 1] as usize
    }

    /// Has the memory of a group brought near before it is needed.
    #[inline]
    fn fetch(&self, group: Range<usize>) {
        for target in self.targets[group.clone()].iter().step_by(CACHE_LINE_BYTES / 2) {
            prefetch_read_data::<_, 3>(target);
        }
        if let Weights::Kept(kept) = &self.weights {
            for weight in kept[group].iter().step_by(CACHE_LINE_BYTES / 4) {
                prefetch_read_data::<_, 3>(weight);
            }
        }
    }
}

/// Adds the same to the sums of all targets. Not inlined: among all else that a step does, the compiler runs
/// out of registers and loads what is added anew for each of them.
#[inline(never)]
fn add_to_each(targets: &[u16], effect: f64, sums: &mut Sums) {
    targets.iter().for_each(|target| sums[usize::from(*target)] += effect);
}

/// Adds weights to the sums of their targets.
#[inline(always)]
fn scatter(targets: &[u16], weights: impl Iterator<Item = f64>, scales: &Scales, sums: &mut Sums) {
    let synapses = targets.iter().map(|target| usize::from(*target)).zip(weights);
    match scales {
        Scales::Alike(scale) => {
            synapses.for_each(|(target, weight)| sums[target] += weight * scale);
        }
        Scales::Each(scales) => {
            synapses.for_each(|(target, weight)| sums[target] += weight * scales[target]);
        }
    }
}

impl Redraw {
    /// Draws so many weights of the group of `source` again, and some before and after them; returns where
    /// they begin.
    #[inline]
    fn draw(&self, source: usize, count: usize, drawn: &mut Vec<f64>) -> usize {
        let place = self.places[source];
        let before = (place % UNIFORMS) as usize;
        drawn.resize((before + count).next_multiple_of(UNIFORMS as usize), 0.0);
        draw_uniform(self.bounds, self.counter, (source as u32, place / UNIFORMS), drawn);
        before
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn draw_uniform(
    bounds: (f64, f64),
    counter: Counter,
    (source, first): (u32, u32),
    drawn: &mut [f64],
) {
    let (blocks, _) = drawn.as_chunks_mut::<{ UNIFORMS as usize }>();
    for (block, drawn) in (first..).zip(blocks) {
        uniform_block(bounds, counter, (source, block), drawn);
    }
}
