//! What the scope knows of a moment: which neuron ran, how, and what it did up to then.

use std::borrow::Cow;

use super::analyses::Situation;
use super::moment::{self, Found, Moment, Reading};
use super::{Constant, Scope};
use crate::circuit::NeuronId;
use crate::measure::SpikeStatistics;
use crate::trace::ModelNs;

impl Scope {
    /// The moment that every figure belongs to.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.found().moment
    }

    /// State and current at that moment, of a circuit those of the selected neuron.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        self.found().reading
    }

    /// The end of its step (ms), up to which time has passed.
    #[must_use]
    pub fn until_ms(&self) -> f64 {
        match self.moment() {
            moment if moment.is_past() => moment.time_ms + self.situation().dt_ms,
            _ => self.engine().time_ms(),
        }
    }

    /// What stood then.
    #[must_use]
    pub fn situation(&self) -> Cow<'_, Situation> {
        match self.moment() {
            moment if moment.is_past() => Cow::Borrowed(self.situations.at(moment.time_ns())),
            _ => Cow::Owned(self.present_situation()),
        }
    }

    /// The statistics of the spikes up to that moment; none where they are no longer known.
    #[must_use]
    pub fn statistics(&self) -> Option<Cow<'_, SpikeStatistics>> {
        match self.moment() {
            moment if moment.is_past() => self.log.at(moment.time_ms),
            _ => Some(Cow::Borrowed(self.log.now())),
        }
    }

    fn found(&self) -> Found {
        if let Some(circuit) = self.circuit() {
            return circuit.found();
        }
        let back_ns = self.controls.timebase.back_ns();
        // What was set from outside shows in no sample yet.
        let is_present = |ns: &ModelNs| back_ns > ModelNs::ZERO || *ns >= self.set_ns;
        match self.trace.newest_ns().filter(is_present) {
            Some(newest_ns) => moment::find(&self.trace, newest_ns, back_ns),
            None => {
                let engine = self.engine();
                let reading = Reading::of(engine.state(NeuronId::FIRST), Some(engine.current()));
                let moment = Moment { time_ms: engine.time_ms(), back_ms: 0.0 };
                Found { moment, reading: Some(reading) }
            }
        }
    }

    /// The constant current that flows now.
    #[must_use]
    pub fn present_constant(&self) -> Constant {
        self.present_situation().constant
    }

    pub(super) fn present_situation(&self) -> Situation {
        Situation::of(self.engine(), &self.preset_neuron, self.neuron_ns)
    }

    /// Takes note of what a command has changed.
    pub(super) fn note_situation(&mut self) {
        let (now_ns, situation) = (self.now_ns(), self.present_situation());
        self.situations.set(now_ns, situation);
    }
}
