//! The moment that every figure on the scope of a circuit belongs to, and how the circuit fired up to then.

use super::Circuit;
use super::state::{Recalled, Zeroed, recipe_of};
use crate::engine::{Sink, Spike, Step};
use crate::instrument::moment::{Found, Moment, Reading};
use crate::instrument::{Scope, moment};
use crate::measure::Populations;
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

    /// The moment that every figure belongs to, and what the selected channel kept of its neuron then.
    pub(in crate::instrument) fn found(self) -> Found {
        let back_ns = self.controls.timebase.back_ns();
        let trace = self.state.channels[self.state.selected].trace();
        let Some(newest_ns) =
            self.newest_ns().filter(|ns| back_ns > ModelNs::ZERO || *ns >= self.set_ns)
        else {
            let moment = Moment { time_ms: self.engine().time_ms(), back_ms: 0.0 };
            return Found { moment, reading: Some(self.present_reading()) };
        };
        let mut found = moment::find(trace, newest_ns, back_ns);
        if back_ns == ModelNs::ZERO {
            // A channel that has just turned to the neuron has no sample of it yet.
            found.reading = found.reading.or_else(|| Some(self.present_reading()));
        }
        found
    }

    /// Label of the newest step (ns), if the circuit has made one.
    fn newest_ns(self) -> Option<ModelNs> {
        let engine = self.engine();
        let newest =
            engine.step().0.checked_sub(1).filter(|newest| *newest >= engine.origin().0)?;
        Some(ModelNs::from_ms(engine.clock().time_ms(Step(newest))))
    }

    /// The state as it is; what flows into the neuron is only known of steps.
    fn present_reading(self) -> Reading {
        Reading::of(self.engine().state(self.selected_neuron()), None)
    }

    /// How the circuit fired up to the moment that is shown.
    fn recalled(self) -> Recalled {
        let end_ns = self.moment().time_ns();
        let zeroed = *self.state.zeroed.at(end_ns);
        let counts = self.state.raster.complete_from_ns() <= end_ns;
        let spikes = counts
            .then(|| self.state.total - self.state.raster.count_after(end_ns))
            .map(|total| total.saturating_sub(zeroed.before));
        Recalled { spikes, firing: self.firing_until(end_ns, zeroed.since_ms) }
    }

    /// How the populations fired from `since_ms` to `end_ns`, if all of their spikes are still known.
    fn firing_until(self, end_ns: ModelNs, since_ms: f64) -> Option<Populations> {
        let since_ns = ModelNs::from_ms(since_ms);
        if self.state.raster.complete_from_ns() > since_ns {
            return None;
        }
        let counts = self.recipe().populations.iter().map(|population| population.count);
        let mut firing = Populations::new(counts, since_ms);
        for (ns, neuron) in self.state.raster.between(since_ns, end_ns) {
            let time_ms = ns.to_ms().max(since_ms);
            firing.spike(&Spike { neuron, step: Step(0), time_ms });
        }
        Some(firing)
    }
}

impl Scope {
    /// Takes note of how a circuit fired up to the moment that is shown, if that is not the newest.
    pub(in crate::instrument) fn recall(&mut self) {
        let Some(circuit) = self.circuit() else { return };
        let recalled = circuit.moment().is_past().then(|| circuit.recalled());
        self.circuit_mut().recalled = recalled;
    }

    /// Counts afresh how the populations fire; the first `before` spikes no longer count.
    pub(in crate::instrument) fn begin_statistics(&mut self, before: u64) {
        let (since_ms, now_ns) = (self.engine().time_ms(), self.now_ns());
        let counts = recipe_of(self.engine()).populations.iter().map(|population| population.count);
        let firing = Populations::new(counts, since_ms);
        let state = self.circuit_mut();
        state.firing = firing;
        state.zeroed.set(now_ns, Zeroed { since_ms, before });
    }
}
