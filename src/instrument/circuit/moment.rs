//! The moment that every figure on the scope of a circuit belongs to, and how the circuit fired up to then.

use super::{CircuitScope, time_ns};
use crate::engine::{Sink, Spike, Step};
use crate::instrument::moment;
use crate::instrument::moment::{Found, Moment, Reading};
use crate::measure::Populations;
use crate::model::Scheme;
use crate::trace::NS_PER_MS;

/// From when on spikes count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Zeroed {
    /// When it was zeroed, or the circuit started (ms).
    pub(super) since_ms: f64,
    /// Spikes before that.
    pub(super) before: u64,
}

/// How the circuit fired up to a moment of the past, as far as that is still known.
#[derive(Clone, Debug)]
pub(super) struct Recalled {
    pub(super) spikes: Option<u64>,
    pub(super) firing: Option<Populations>,
}

impl CircuitScope {
    /// The moment that every figure belongs to.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.found().moment
    }

    /// State of the neuron on the selected channel at that moment, and the current into it.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        self.found().reading
    }

    /// The integration scheme at that moment.
    #[must_use]
    pub fn scheme_then(&self) -> Scheme {
        match self.moment() {
            moment if moment.is_past() => *self.schemes.at(moment.time_ns()),
            _ => self.engine().scheme(),
        }
    }

    fn found(&self) -> Found {
        let back_ns = self.desk.timebase.back_ns();
        let trace = self.channels[self.selected].trace();
        let Some(newest_ns) = self.newest_ns().filter(|ns| back_ns > 0 || *ns >= self.set_ns)
        else {
            let moment = Moment { time_ms: self.engine().time_ms(), back_ms: 0.0 };
            return Found { moment, reading: Some(self.present_reading()) };
        };
        let mut found = moment::find(trace, newest_ns, back_ns);
        if back_ns == 0 {
            // A channel that has just turned to the neuron has no sample of it yet.
            found.reading = found.reading.or_else(|| Some(self.present_reading()));
        }
        found
    }

    /// Label of the newest step (ns), if the circuit has made one.
    fn newest_ns(&self) -> Option<u64> {
        let engine = self.engine();
        let newest =
            engine.step().0.checked_sub(1).filter(|newest| *newest >= engine.origin().0)?;
        Some(time_ns(engine.clock().time_ms(Step(newest))))
    }

    /// The state as it is; what flows into the neuron is only known of steps.
    fn present_reading(&self) -> Reading {
        Reading::of(self.engine().state(self.selected_neuron()), None)
    }

    /// Takes note of how the circuit fired up to the moment that is shown, if that is not the newest.
    pub(super) fn recall(&mut self) {
        let moment = self.moment();
        self.recalled = moment.is_past().then(|| {
            let end_ns = moment.time_ns();
            let zeroed = *self.zeroed.at(end_ns);
            let counts = self.raster.complete_from_ns() <= end_ns;
            let spikes = counts
                .then(|| self.total - self.raster.count_after(end_ns))
                .map(|total| total.saturating_sub(zeroed.before));
            Recalled { spikes, firing: self.firing_until(end_ns, zeroed.since_ms) }
        });
    }

    /// How the populations fired from `since_ms` to `end_ns`, if all of their spikes are still known.
    fn firing_until(&self, end_ns: u64, since_ms: f64) -> Option<Populations> {
        let since_ns = time_ns(since_ms);
        if self.raster.complete_from_ns() > since_ns {
            return None;
        }
        let counts = self.recipe().populations.iter().map(|population| population.count);
        let mut firing = Populations::new(counts, since_ms);
        for (ns, neuron) in self.raster.between(since_ns, end_ns) {
            let time_ms = (ns as f64 / NS_PER_MS).max(since_ms);
            firing.spike(&Spike { neuron: neuron as usize, step: Step(0), time_ms });
        }
        Some(firing)
    }
}
