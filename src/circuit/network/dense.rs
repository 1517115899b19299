//! All-to-all connections as a dense matrix: no targets are stored.

use std::ops::Range;

use multiversion::multiversion;

use super::rows::Sums;
use super::scales::Scales;
use super::sources::Fired;

/// Synapses from each source onto each of a range of targets.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    /// The targets, by index within the shard.
    targets: Range<usize>,
    /// Ranges of targets with a common factor from weight to current, each with that factor.
    parts: Vec<(Range<usize>, f64)>,
    weights: Weights,
    /// For each source, the index of itself among the targets if that synapse (an autapse) is left
    /// out.
    gaps: Vec<Option<u32>>,
    /// Copies of the sums at left-out autapses, restored after whole rows have been added.
    kept: Vec<(usize, f64)>,
}

/// The weights of [`Dense`].
#[derive(Clone, Debug)]
pub(super) enum Weights {
    /// One number for all.
    Same(f64),
    /// One number a synapse, row by row, with 0 at a left-out autapse.
    Rows(Vec<f32>),
}

impl Dense {
    /// No rows yet, with room for `sources` sources onto `targets`, a range of indices within the
    /// shard; with the common weight of all synapses, if there is one.
    pub(super) fn new(
        targets: Range<usize>,
        sources: u32,
        scales: &Scales,
        same: Option<f64>,
    ) -> Self {
        let room = targets.len() * sources as usize;
        let rows = || Weights::Rows(Vec::with_capacity(room));
        let weights = same.map_or_else(rows, Weights::Same);
        let parts = scales.parts(targets.clone());
        let gaps = Vec::with_capacity(sources as usize);
        Self { targets, parts, weights, gaps, kept: Vec::new() }
    }

    /// Appends the row of the next source; the target with the index `gap` may be left out.
    pub(super) fn push_row(&mut self, row: impl Iterator<Item = f32>, gap: Option<usize>) {
        self.gaps.push(gap.map(|place| place as u32));
        let Weights::Rows(rows) = &mut self.weights else { return };
        let start = rows.len();
        rows.extend(row);
        if let Some(place) = gap {
            rows.insert(start + place - self.targets.start, 0.0);
        }
    }

    fn sources(&self) -> usize {
        self.gaps.len()
    }

    /// Number of synapses.
    pub(super) fn len(&self) -> usize {
        self.sources() * self.targets.len() - self.gaps.iter().flatten().count()
    }

    /// Calls `see` with every weight.
    pub(super) fn for_each_weight(&self, see: &mut dyn FnMut(f64)) {
        match &self.weights {
            Weights::Same(weight) => (0..self.len()).for_each(|_| see(*weight)),
            Weights::Rows(_) => {
                for (source, gap) in self.gaps.iter().enumerate() {
                    let places = self.targets.clone().zip(self.row(source));
                    let there = places.filter(|(place, _)| *gap != Some(*place as u32));
                    there.for_each(|(_, weight)| see(f64::from(*weight)));
                }
            }
        }
    }

    fn row(&self, source: usize) -> &[f32] {
        let Weights::Rows(rows) = &self.weights else { return &[] };
        let len = self.targets.len();
        &rows[source * len..][..len]
    }

    /// Adds the rows of `sources` to `sums`, one source after the other.
    pub(super) fn deliver(&mut self, sources: Fired<'_>, sums: &mut Sums) {
        if let Weights::Same(weight) = self.weights {
            self.deliver_same(weight, sources, sums);
            return;
        }
        for (part, scale) in &self.parts {
            let within = part.start - self.targets.start..part.end - self.targets.start;
            let sums = &mut sums[part.clone()];
            let row = |neuron: u32| &self.row(sources.place(neuron))[within.clone()];
            let mut fours = sources.neurons.chunks_exact(4);
            for four in &mut fours {
                add_four(sums, [0, 1, 2, 3].map(|which| row(four[which])), *scale);
            }
            for &neuron in fours.remainder() {
                add_one(sums, row(neuron), *scale);
            }
        }
    }

    /// Adds one common weight for each source to every target, except for autapses.
    fn deliver_same(&mut self, weight: f64, sources: Fired<'_>, sums: &mut Sums) {
        self.kept.clear();
        for (part, scale) in &self.parts {
            let effect = weight * scale;
            // Under the exact scheme a source may occur more than once.
            for own in sources.neurons.chunk_by(|a, b| a == b) {
                let Some(place) = self.gaps[sources.place(own[0])].map(|place| place as usize)
                else {
                    continue;
                };
                if part.contains(&place) {
                    let others = own.len()..sources.neurons.len();
                    self.kept.push((place, others.fold(sums[place], |sum, _| sum + effect)));
                }
            }
            add_same(&mut sums[part.clone()], effect, sources.neurons.len());
        }
        for &(place, sum) in &self.kept {
            sums[place] = sum;
        }
    }
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn add_one(sums: &mut [f64], row: &[f32], scale: f64) {
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += f64::from(*weight) * scale;
    }
}

/// Adds four rows at once, so that each sum is loaded and stored once.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn add_four(sums: &mut [f64], rows: [&[f32]; 4], scale: f64) {
    let len = sums.len();
    let [a, b, c, d] = rows.map(|row| &row[..len]);
    for target in 0..len {
        let mut sum = sums[target] + f64::from(a[target]) * scale;
        sum += f64::from(b[target]) * scale;
        sum += f64::from(c[target]) * scale;
        sums[target] = sum + f64::from(d[target]) * scale;
    }
}

/// Adds one number `times` times to each sum, one addition after the other.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
fn add_same(sums: &mut [f64], effect: f64, times: usize) {
    const LANES: usize = 32;
    let (blocks, rest) = sums.as_chunks_mut::<LANES>();
    for block in blocks {
        for _ in 0..times {
            block.iter_mut().for_each(|sum| *sum += effect);
        }
    }
    for sum in rest {
        (0..times).for_each(|_| *sum += effect);
    }
}
