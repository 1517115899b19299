//! How large a circuit gets: counted from the recipe, before anything is built.

use super::{Delay, Population, Projection, Recipe, Rule};
use crate::model::synapse::Pairing;

/// Memory of a synapse that only has a target and a weight, while it is built (bytes): 2 to 6 stay.
const STATIC_BYTES: u64 = 10;
/// Memory of a synapse whose target follows from its place (bytes); none where all weigh the same, but
/// making so many takes time as well.
const DENSE_BYTES: u64 = 4;
/// Memory of a synapse with a state of its own (bytes), while it is built: 24 stay for its weight, what is
/// collected of its change, and when a spike arrived last.
const DYNAMIC_BYTES: u64 = 28;
/// What short-term plasticity adds to it (bytes): resource and utilisation.
const SHORT_TERM_BYTES: u64 = 16;
/// What learning adds to it (bytes): its number in the list of its target.
const STDP_BYTES: u64 = 4;
/// What pairing with all spikes adds to that (bytes): its potentiation trace.
const TRACE_BYTES: u64 = 8;
/// Memory that a neuron's synapses take besides, for each delay (bytes).
const ROW_BYTES: u64 = 8;
/// How many standard deviations above the mean a number of synapses that is left to chance may lie.
const DEVIATIONS: f64 = 6.0;

impl Recipe {
    /// Number of neurons in the populations with these indices.
    #[must_use]
    pub fn count_of(&self, populations: &[usize]) -> u32 {
        populations.iter().map(|&index| self.populations[index].count).sum()
    }

    /// The number of the neuron at `place`, counted from 0 through the populations with these indices.
    #[must_use]
    pub fn neuron_at(&self, populations: &[usize], place: u32) -> Option<u32> {
        let mut left = place;
        for &index in populations {
            let Population { count, .. } = self.populations[index];
            if left < count {
                return Some(self.range(index).start + left);
            }
            left -= count;
        }
        None
    }

    /// Number of neurons that are on both sides of `projection`.
    #[must_use]
    pub fn shared_by(&self, projection: &Projection) -> u32 {
        let on_both = projection.from.iter().filter(|index| projection.to.contains(index));
        on_both.map(|&index| self.populations[index].count).sum()
    }

    /// Number of synapses of `projection`, which has to be of this recipe's populations; the mean,
    /// where it is left to chance.
    #[must_use]
    pub fn synapses(&self, projection: &Projection) -> u64 {
        let sources = u64::from(self.count_of(&projection.from));
        let targets = u64::from(self.count_of(&projection.to));
        match &projection.rule {
            Rule::AllToAll => self.pairs(projection),
            Rule::Probability(p) => (self.pairs(projection) as f64 * p).round() as u64,
            Rule::InDegree(degree) => targets * u64::from(*degree),
            Rule::OutDegree(degree) => sources * u64::from(*degree),
            Rule::OneToOne => sources,
            Rule::List(pairs) => pairs.len() as u64,
        }
    }

    /// Number of pairs of a source and a target that may be connected.
    fn pairs(&self, projection: &Projection) -> u64 {
        let sources = u64::from(self.count_of(&projection.from));
        let targets = u64::from(self.count_of(&projection.to));
        let selves = if projection.autapses { 0 } else { self.shared_by(projection) };
        sources * targets - u64::from(selves)
    }

    /// Memory that the synapses of `projection` need (bytes), with a margin for what is left to chance.
    #[must_use]
    pub fn synapse_bytes_of(&self, projection: &Projection) -> u64 {
        let synapses = match projection.rule {
            Rule::Probability(p) => {
                let pairs = self.pairs(projection);
                let deviation = (pairs as f64 * p * (1.0 - p)).sqrt();
                let margin = (DEVIATIONS * deviation).ceil() as u64;
                pairs.min(self.synapses(projection) + margin)
            }
            _ => self.synapses(projection),
        };
        let bytes = match (&projection.rule, projection.delay) {
            _ if projection.is_dynamic() => dynamic_bytes(projection),
            (Rule::AllToAll, Delay::Constant(_)) => DENSE_BYTES,
            _ => STATIC_BYTES,
        };
        let rows = u64::from(self.count_of(&projection.from)) * projection.delay.values();
        synapses * bytes + rows * ROW_BYTES
    }

    /// Memory that all synapses need (bytes).
    #[must_use]
    pub fn synapse_bytes(&self) -> u64 {
        self.projections.iter().map(|projection| self.synapse_bytes_of(projection)).sum()
    }
}

/// Memory of a synapse of `projection`, which has a state of its own (bytes).
fn dynamic_bytes(projection: &Projection) -> u64 {
    let short_term = if projection.short_term.is_some() { SHORT_TERM_BYTES } else { 0 };
    let learning = projection.stdp.map_or(0, |stdp| match stdp.pairing {
        Pairing::Nearest => STDP_BYTES,
        Pairing::All => STDP_BYTES + TRACE_BYTES,
    });
    DYNAMIC_BYTES + short_term + learning
}

impl Delay {
    /// How many different delays there are.
    #[must_use]
    pub fn values(&self) -> u64 {
        match *self {
            Self::Constant(_) => 1,
            Self::Uniform { low, high } => u64::from(high - low) + 1,
            Self::Each { low, high, stride } => u64::from((high - low) / stride) + 1,
        }
    }
}
