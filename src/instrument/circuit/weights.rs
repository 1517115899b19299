//! How the weights of synapses that learn are distributed.

use crate::circuit::Recipe;
use crate::circuit::network::Network;

/// Bins of a histogram.
const BINS: usize = 50;
/// Most synapses that are counted beside a circuit that runs.
pub(super) const SYNAPSES_MAX: u64 = 4_000_000;

/// The weights of one projection that learns.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightHistogram {
    /// Index of the projection.
    pub projection: usize,
    /// The lowest weight that it allows.
    pub low: f64,
    /// The highest weight that it allows.
    pub high: f64,
    /// Number of synapses in equal parts of the range from `low` to `high`.
    pub counts: Vec<u64>,
    /// Number of synapses; those of very large projections are not counted out.
    pub total: u64,
    /// Mean weight.
    pub mean: f64,
}

/// Histograms of all projections of `recipe` that learn, as the weights are now.
pub(super) fn histograms(recipe: &Recipe, network: &Network) -> Vec<WeightHistogram> {
    let learning = recipe.projections.iter().enumerate().filter_map(|(index, projection)| {
        projection.stdp.map(|stdp| histogram(network, index, stdp.bounds))
    });
    learning.collect()
}

fn histogram(network: &Network, projection: usize, (low, high): (f64, f64)) -> WeightHistogram {
    let total = network.synapses(projection);
    let mut counts = vec![0; BINS];
    let (mut sum, mut seen) = (0.0, 0u64);
    if total <= SYNAPSES_MAX {
        let scale = BINS as f64 / (high - low).max(f64::MIN_POSITIVE);
        network.weights(projection, &mut |weight| {
            let bin = ((weight - low) * scale) as usize;
            counts[bin.min(BINS - 1)] += 1;
            sum += weight;
            seen += 1;
        });
    }
    let mean = if seen == 0 { 0.0 } else { sum / seen as f64 };
    WeightHistogram { projection, low, high, counts, total, mean }
}
