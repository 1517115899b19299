//! Synapses that stay as they are: rows of weights by source, and their delivery.
//!
//! What a spike does is added up target by target in the order of the spikes, whatever the number of
//! rows that are carried at once: so no bit depends on it.

use std::ops::Range;

use multiversion::multiversion;

/// Neurons that an address within a shard can tell apart.
pub(super) const SHARD_MAX: usize = 1 << 16;

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

/// Rows of targets and their weights, in groups of one delay each.
#[derive(Debug)]
pub(super) struct Sparse {
    delays: usize,
    /// Where each group begins, source by source, and in a source delay by delay.
    starts: Vec<u32>,
    targets: Vec<u16>,
    weights: Vec<f32>,
}

impl Sparse {
    /// Before any row, with room for so many synapses.
    pub(super) fn new(delays: usize, sources: u32, synapses: usize) -> Self {
        let mut starts = Vec::with_capacity(sources as usize * delays + 1);
        starts.push(0);
        let (targets, weights) = (Vec::with_capacity(synapses), Vec::with_capacity(synapses));
        Self { delays, starts, targets, weights }
    }

    /// Adds a synapse to the group that is being made.
    pub(super) fn push(&mut self, target: u16, weight: f32) {
        self.targets.push(target);
        self.weights.push(weight);
    }

    /// Ends the group that is being made.
    pub(super) fn end_group(&mut self) {
        self.starts.push(self.targets.len() as u32);
    }

    pub(super) fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Adds the groups of `sources` at the delay with the index `delay` to `sums`, one after the other.
    pub(super) fn deliver(&self, delay: usize, sources: &[u32], sums: &mut Sums) {
        for &source in sources {
            let group = source as usize * self.delays + delay;
            let range = self.starts[group] as usize..self.starts[group + 1] as usize;
            let (targets, weights) = (&self.targets[range.clone()], &self.weights[range]);
            for (target, weight) in targets.iter().zip(weights) {
                sums[usize::from(*target)] += f64::from(*weight);
            }
        }
    }
}
