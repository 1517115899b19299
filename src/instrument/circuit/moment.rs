//! The statistics of a circuit at a moment of the past.

use super::Circuit;
use super::state::{Recalled, Zeroed, recipe_of};
use crate::engine::{Sink, Spike, Step};
use crate::instrument::Scope;
use crate::measure::{Bins, Populations};
use crate::model::Scheme;
use crate::trace::ModelNs;

impl<'a> Circuit<'a> {
    /// The integration scheme at that moment.
    #[must_use]
    pub fn scheme_then(self) -> Scheme {
        match self.moment() {
            moment if moment.is_past() => *self.state.schemes.at(moment.time_ns()),
            _ => self.engine().scheme(),
        }
    }

    /// The statistics up to the moment shown.
    fn recalled(self) -> Recalled {
        let end_ns = self.moment().time_ns();
        let zeroed = *self.state.zeroed.at(end_ns);
        let counts = self.raster.complete_from_ns() <= end_ns;
        let spikes = counts
            .then(|| self.state.total - self.raster.count_after(end_ns))
            .map(|total| total.saturating_sub(zeroed.before));
        Recalled { spikes, firing: self.firing_until(end_ns, zeroed.since_ms) }
    }

    /// The statistics of the populations from `since_ms` to `end_ns`, if all spikes are still kept.
    fn firing_until(self, end_ns: ModelNs, since_ms: f64) -> Option<(Populations, Bins)> {
        let since_ns = ModelNs::from_ms(since_ms);
        if self.raster.complete_from_ns() > since_ns {
            return None;
        }
        let counts = self.recipe().populations.iter().map(|population| population.count);
        let mut firing = Populations::new(counts, since_ms);
        for (ns, neuron) in self.raster.between(since_ns, end_ns) {
            let time_ms = ns.to_ms().max(since_ms);
            firing.spike(&Spike { neuron, step: Step(0), time_ms });
        }
        Some((firing, self.bins_until(end_ns, since_ms)?))
    }

    /// The spikes of all neurons in bins from `since_ms` to `end_ns`, if all are still kept.
    fn bins_until(self, end_ns: ModelNs, since_ms: f64) -> Option<Bins> {
        let since_ns = ModelNs::from_ms(since_ms);
        if self.raster.complete_from_ns() > since_ns {
            return None;
        }
        let mut bins = Bins::new(self.state.ends.clone(), since_ms);
        for (ns, neuron) in self.raster.between(since_ns, end_ns) {
            bins.add(bins.population_of(neuron), neuron, ns.to_ms().max(since_ms));
        }
        Some(bins)
    }

    /// The spikes of all neurons from `from_ms` to `to_ms` alone in bins, if all are still kept.
    pub(in crate::instrument) fn bins_between(self, from_ms: f64, to_ms: f64) -> Option<Bins> {
        self.bins_until(ModelNs::from_ms(to_ms), from_ms)
    }
}

impl Scope {
    /// Recomputes the statistics at the moment shown, if it is in the past.
    pub(in crate::instrument) fn recall(&mut self) {
        let Some(circuit) = self.circuit() else { return };
        let recalled = circuit.moment().is_past().then(|| circuit.recalled());
        self.circuit_mut().recalled = recalled;
    }

    /// Restarts the statistics of the populations; the first `before` spikes no longer count.
    pub(in crate::instrument) fn begin_statistics(&mut self, before: u64) {
        let (since_ms, now_ns) = (self.engine().time_ms(), self.now_ns());
        let counts = recipe_of(self.engine()).populations.iter().map(|population| population.count);
        let firing = Populations::new(counts, since_ms);
        let state = self.circuit_mut();
        state.firing = firing;
        state.bins = Bins::new(state.ends.clone(), since_ms);
        state.zeroed.set(now_ns, Zeroed { since_ms, before });
    }
}
