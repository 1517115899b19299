//! The size of a circuit, computed from the recipe before anything is built.

use super::{Delay, Distribution, NeuronId, PopulationId, Projection, Recipe, Rule};

/// Mean number of synapses per row from which uniform weights are regenerated instead of stored.
const ROW_DRAWN_MIN: f64 = 64.0;

impl Recipe {
    /// Number of neurons in `populations`.
    #[must_use]
    pub fn count_of(&self, populations: &[PopulationId]) -> u32 {
        populations.iter().map(|&population| self.population(population).count).sum()
    }

    /// The neuron at `place`, counted from 0 through `populations`.
    #[must_use]
    pub fn neuron_at(&self, populations: &[PopulationId], place: u32) -> Option<NeuronId> {
        let mut left = place;
        for &population in populations {
            let count = self.population(population).count;
            if left < count {
                return Some(self.range(population).start.plus(left));
            }
            left -= count;
        }
        None
    }

    /// Number of neurons that are on both sides of `projection`.
    #[must_use]
    pub fn shared_by(&self, projection: &Projection) -> u32 {
        let on_both = projection.from.iter().filter(|&from| projection.to.contains(from));
        on_both.map(|&population| self.population(population).count).sum()
    }

    /// Number of synapses of `projection` between populations of this recipe; the mean for random
    /// rules.
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
    pub(super) fn pairs(&self, projection: &Projection) -> u64 {
        let sources = u64::from(self.count_of(&projection.from));
        let targets = u64::from(self.count_of(&projection.to));
        let selves = if projection.autapses { 0 } else { self.shared_by(projection) };
        sources * targets - u64::from(selves)
    }

    /// Whether the weights of the projection at `index`, if not plastic, are stored one by one:
    /// neither a common weight nor regenerated for each spike.
    pub(super) fn keeps_weights(&self, index: usize) -> bool {
        let projection = &self.projections[index];
        match projection.weight {
            Distribution::Constant(_) => false,
            // Regenerating pays only with a single delay, where neighbours in a group have adjacent
            // places, and with long rows, which use most numbers of a drawn block.
            Distribution::Uniform { .. } => {
                let sources = f64::from(self.count_of(&projection.from));
                projection.delay.values() > 1
                    || self.expected_synapses(index) < sources * ROW_DRAWN_MIN
            }
            Distribution::Normal { .. } => true,
        }
    }
}

impl Delay {
    /// Number of different delays.
    #[must_use]
    pub fn values(&self) -> u64 {
        match *self {
            Self::Constant(_) => 1,
            Self::Uniform { low, high } => u64::from(high - low) + 1,
            Self::Each { low, high, stride } => u64::from((high - low) / stride) + 1,
        }
    }
}
