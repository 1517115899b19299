//! Static synapses in compressed sparse rows (CSR): for each source the row of its targets with
//! their weights, and the delivery of spikes through them.
//!
//! Each target's sum is formed in the order of the spikes, however many rows are processed at once:
//! so no bit depends on that number.

use std::ops::Range;

use mem_prefetch::prefetch_read_data;
use multiversion::multiversion;

use super::draw::{UNIFORMS, uniform_block};
use super::scales::Scales;
use super::sources::Fired;
use crate::model::Counter;

/// Most neurons of a shard: a target is stored as a 16-bit index within its shard.
pub(super) const SHARD_MAX: usize = 1 << 16;

/// A row is prefetched this many rows before its turn: main memory takes about as long as these
/// take.
const PREFETCH_ROWS: usize = 3;
/// Size of a cache line (bytes).
pub(super) const CACHE_LINE_BYTES: usize = 64;

/// The sums of a shard's targets, one for every 16-bit index, so that no bounds check is needed.
pub(super) type Sums = [f64; SHARD_MAX];

/// How the weights of [`Sparse`] rows are stored.
#[derive(Clone, Debug)]
pub(super) enum Weights {
    /// One number for all.
    Same(f64),
    /// One number a synapse.
    Kept(Vec<f32>),
    /// Not at all: a weight is drawn again for each spike, which takes less time than loading it
    /// from main memory.
    Drawn(Redraw),
}

/// How weights are drawn again for each spike.
#[derive(Clone, Debug)]
pub(super) struct Redraw {
    /// Bounds of the uniform distribution.
    pub(super) bounds: (f64, f64),
    pub(super) counter: Counter,
    /// For each group, the place in the drawn row of its first target.
    pub(super) places: Vec<u32>,
}

/// CSR rows of targets and their weights; within a row, one group for each delay.
#[derive(Clone, Debug)]
pub(super) struct Sparse {
    delays: usize,
    /// The offset of each group: by source, and within a source by delay.
    starts: Vec<u32>,
    targets: Vec<u16>,
    weights: Weights,
    scales: Scales,
    /// Buffer for the weights of the group that is being delivered.
    drawn: Vec<f64>,
}

impl Sparse {
    /// No rows yet, with room for `synapses` synapses.
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

    /// Appends a synapse to the last group.
    pub(super) fn push(&mut self, target: u16, weight: f32) {
        self.targets.push(target);
        if let Weights::Kept(kept) = &mut self.weights {
            kept.push(weight);
        }
    }

    /// Closes the last group, whose first target had the index `place` in the row when that was
    /// drawn.
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

    /// Adds the groups of `sources` for the delay with the index `delay` to `sums`, one source
    /// after the other.
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

    /// Prefetches the memory of a group.
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

/// Adds one weight to the sums of all targets. Not inlined: inlined into a whole step, the loop
/// runs out of registers and reloads the weight for each target.
#[inline(never)]
fn add_to_each(targets: &[u16], effect: f64, sums: &mut Sums) {
    targets.iter().for_each(|target| sums[usize::from(*target)] += effect);
}

/// Adds each weight to the sum of its target.
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
    /// Draws the weights of a group of `source` again, with some before and after them to complete
    /// the blocks; returns the index of the first.
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
