//! Histograms of the weights of synapses that learn.

use crate::circuit::Recipe;
use crate::circuit::network::Network;

/// Bins of a histogram.
const BINS: usize = 50;
/// Most synapses of a projection that are counted while the circuit runs.
pub(super) const SYNAPSES_MAX: u64 = 4_000_000;

/// The weights of one projection that learns.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightHistogram {
    /// Index of the projection.
    pub projection: usize,
    /// The lower bound of the weights.
    pub low: f64,
    /// The upper bound of the weights.
    pub high: f64,
    /// Number of synapses in each of equal bins from `low` to `high`.
    pub counts: Vec<u64>,
    /// Number of synapses; very large projections have no counts in bins.
    pub total: u64,
    /// Mean weight.
    pub mean: f64,
}

/// Histograms of the present weights of all projections of `recipe` that learn.
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
