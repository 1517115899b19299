//! Rates, counts and statistics of a circuit's spikes.

use super::{Circuit, WeightHistogram, Zoom};
use crate::circuit::PopulationId;
use crate::measure::{Bins, Firing, Populations};
use crate::trace::ModelNs;

/// Model time over which rates are taken (ms).
const RATE_MS: u64 = 1000;

impl<'a> Circuit<'a> {
    /// The population whose spectrum is shown: the one to which the raster is zoomed; `None` for all neurons.
    #[must_use]
    pub fn spectrum_of(self) -> Option<PopulationId> {
        (self.state.zoom != Zoom::All).then(|| self.selected_population())
    }

    /// Mean firing rate of a neuron (Hz) in the population `of`, over the second before the moment shown; 0
    /// before the first millisecond is over.
    #[must_use]
    pub fn rate_hz(self, of: PopulationId) -> f64 {
        let (spikes, known_ms) = self.activity.count(of, self.end_ns(), RATE_MS);
        let neurons = self.recipe().population(of).count;
        spikes as f64 * 1000.0 / (known_ms as f64 * f64::from(neurons)).max(1.0)
    }

    /// The same over all neurons.
    #[must_use]
    pub fn mean_rate_hz(self) -> f64 {
        let recipe = self.recipe();
        let rate = |it| self.rate_hz(it) * f64::from(recipe.population(it).count);
        let sum: f64 = recipe.population_ids().map(rate).sum();
        sum / f64::from(self.recipe().neurons())
    }

    /// Histograms of the weights of each projection that learns, updated twice a second, only while
    /// [`crate::scope::Page::Weights`] is shown.
    #[must_use]
    pub fn weights(self) -> &'a [WeightHistogram] {
        &self.state.weights
    }

    /// The oldest time that can still be drawn (ns).
    pub(in crate::instrument) fn oldest_ns(self) -> ModelNs {
        let channels = self.channels.iter().filter(|channel| channel.is_on());
        let oldest_ns = channels.filter_map(|channel| channel.trace().oldest_ns()).min();
        let oldest_ns = self.raster.complete_from_ns().min(oldest_ns.unwrap_or(ModelNs::MAX));
        let currents_ns = self.state.stimuli.oldest_ns();
        oldest_ns
            .max(currents_ns)
            .max(self.state.schemes.oldest_ns())
            .max(self.state.zeroed.oldest_ns())
    }

    /// Spikes of all neurons since the start, or since the statistics were zeroed, up to the moment shown;
    /// `None` where the count is no longer known.
    #[must_use]
    pub fn spikes(self) -> Option<u64> {
        match &self.state.recalled {
            Some(then) => then.spikes,
            None => Some(self.state.total - self.state.zeroed.at(ModelNs::MAX).before),
        }
    }

    /// Model time at which the statistics begin (ms).
    #[must_use]
    pub fn stats_since_ms(self) -> f64 {
        self.state.firing.from_ms()
    }

    /// Statistics of the population `of` from then up to the moment shown.
    #[must_use]
    pub fn firing(self, of: PopulationId) -> Option<Firing> {
        self.known_firing().map(|firing| firing.population(of, self.until_ms()))
    }

    /// The same statistics of all neurons together.
    #[must_use]
    pub fn firing_of_all(self) -> Option<Firing> {
        self.known_firing().map(|firing| firing.all(self.until_ms()))
    }

    /// The spikes of all neurons in bins, up to the moment shown.
    pub(in crate::instrument) fn bins(self) -> Option<&'a Bins> {
        match &self.state.recalled {
            Some(then) => then.firing.as_ref().map(|(_, bins)| bins),
            None => Some(&self.state.bins),
        }
    }

    fn known_firing(self) -> Option<&'a Populations> {
        match &self.state.recalled {
            Some(then) => then.firing.as_ref().map(|(firing, _)| firing),
            None => Some(&self.state.firing),
        }
    }
}
