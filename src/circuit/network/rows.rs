//! Synapses that stay as they are: rows of weights by source, and their delivery.
//!
//! What a spike does is added up target by target in the order of the spikes, whatever the number of
//! rows that are carried at once: so no bit depends on it.

use std::ops::Range;

use mem_prefetch::prefetch_read_data;
use multiversion::multiversion;

use super::draw::{UNIFORMS, uniform_block};
use crate::model::Counter;

/// Neurons that an address within a shard can tell apart.
pub(super) const SHARD_MAX: usize = 1 << 16;

/// Rows are fetched so many before they are needed: memory takes about as long as these take.
const AHEAD: usize = 3;
/// Bytes that memory hands out at once.
pub(super) const LINE_BYTES: usize = 64;

/// What arrivals are added to: a place for every address that can be written.
pub(super) type Sums = [f64; SHARD_MAX];

/// Weights from each source to each of a run of targets.
#[derive(Debug)]
pub(super) struct Dense {
    /// The targets within the shard.
    targets: Range<usize>,
    weights: Vec<f32>,
}

impl Dense {
    pub(super) fn new(targets: Range<usize>, sources: u32) -> Self {
        let weights = Vec::with_capacity(targets.len() * sources as usize);
        Self { targets, weights }
    }

    /// Adds a weight; all of a row, row by row.
    pub(super) fn push(&mut self, weight: f32) {
        self.weights.push(weight);
    }

    pub(super) fn weights(&self) -> &[f32] {
        &self.weights
    }

    fn row(&self, source: u32) -> &[f32] {
        let len = self.targets.len();
        &self.weights[source as usize * len..][..len]
    }

    /// Adds the rows of `sources` to `sums`, one after the other.
    pub(super) fn deliver(&self, sources: &[u32], sums: &mut Sums) {
        let sums = &mut sums[self.targets.clone()];
        let mut fours = sources.chunks_exact(4);
        for four in &mut fours {
            add_four(sums, [0, 1, 2, 3].map(|which| self.row(four[which])));
        }
        for &source in fours.remainder() {
            add_one(sums, self.row(source));
        }
    }
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn add_one(sums: &mut [f64], row: &[f32]) {
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += f64::from(*weight);
    }
}

/// Four rows at once, so that sums are read and written once.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn add_four(sums: &mut [f64], rows: [&[f32]; 4]) {
    let len = sums.len();
    let [a, b, c, d] = rows.map(|row| &row[..len]);
    for target in 0..len {
        let mut sum = sums[target] + f64::from(a[target]);
        sum += f64::from(b[target]);
        sum += f64::from(c[target]);
        sums[target] = sum + f64::from(d[target]);
    }
}

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
    /// Bounds of the uniform distribution, as weights act.
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
    /// Weights of the group that is being delivered.
    drawn: Vec<f64>,
}

impl Sparse {
    /// Before any row, with room for so many synapses.
    pub(super) fn new(delays: usize, sources: u32, synapses: usize, mut weights: Weights) -> Self {
        let mut starts = Vec::with_capacity(sources as usize * delays + 1);
        starts.push(0);
        if let Weights::Kept(kept) = &mut weights {
            kept.reserve(synapses);
        }
        let targets = Vec::with_capacity(synapses);
        Self { delays, starts, targets, weights, drawn: Vec::new() }
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

    /// Calls `see` with every weight, as it acts in one step.
    pub(super) fn for_each_weight(&self, see: &mut dyn FnMut(f64)) {
        match &self.weights {
            Weights::Same(weight) => self.targets.iter().for_each(|_| see(*weight)),
            Weights::Kept(kept) => kept.iter().for_each(|weight| see(f64::from(*weight))),
            Weights::Drawn(redraw) => {
                let mut drawn = Vec::new();
                for source in 0..redraw.places.len() as u32 {
                    let count = self.group(source, 0).len();
                    let start = redraw.draw(source, count, &mut drawn);
                    drawn[start..start + count].iter().for_each(|weight| see(*weight));
                }
            }
        }
    }

    /// Adds the groups of `sources` at the delay with the index `delay` to `sums`, one after the other.
    pub(super) fn deliver(&mut self, delay: usize, sources: &[u32], sums: &mut Sums) {
        let mut drawn = std::mem::take(&mut self.drawn);
        for (index, &source) in sources.iter().enumerate() {
            if let Some(&soon) = sources.get(index + AHEAD) {
                self.fetch(self.group(soon, delay));
            }
            let group = self.group(source, delay);
            let targets = &self.targets[group.clone()];
            match &self.weights {
                Weights::Same(weight) => {
                    targets.iter().for_each(|target| sums[usize::from(*target)] += weight);
                }
                Weights::Kept(kept) => {
                    for (target, weight) in targets.iter().zip(&kept[group]) {
                        sums[usize::from(*target)] += f64::from(*weight);
                    }
                }
                Weights::Drawn(redraw) => {
                    let start = redraw.draw(source, targets.len(), &mut drawn);
                    for (target, weight) in targets.iter().zip(&drawn[start..]) {
                        sums[usize::from(*target)] += weight;
                    }
                }
            }
        }
        self.drawn = drawn;
    }

    #[inline]
    fn group(&self, source: u32, delay: usize) -> Range<usize> {
        let group = source as usize * self.delays + delay;
        self.starts[group] as usize..self.starts[group + 1] as usize
    }

    /// Has the memory of a group brought near before it is needed.
    #[inline]
    fn fetch(&self, group: Range<usize>) {
        for target in self.targets[group.clone()].iter().step_by(LINE_BYTES / 2) {
            prefetch_read_data::<_, 3>(target);
        }
        if let Weights::Kept(kept) = &self.weights {
            for weight in kept[group].iter().step_by(LINE_BYTES / 4) {
                prefetch_read_data::<_, 3>(weight);
            }
        }
    }
}

impl Redraw {
    /// Draws so many weights of the group of `source` again, and some before and after them; returns where
    /// they begin.
    #[inline]
    fn draw(&self, source: u32, count: usize, drawn: &mut Vec<f64>) -> usize {
        let place = self.places[source as usize];
        let before = (place % UNIFORMS) as usize;
        drawn.resize((before + count).next_multiple_of(UNIFORMS as usize), 0.0);
        draw_uniform(self.bounds, self.counter, (source, place / UNIFORMS), drawn);
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
