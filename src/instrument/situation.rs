//! What the scope knows of a moment: which neuron ran, how, and what it did up to then.

use std::borrow::Cow;

use super::analyses::Situation;
use super::moment::{self, Found, Moment, Reading};
use super::{Channel, Constant, Scope};
use crate::engine::Step;
use crate::measure::SpikeStatistics;
use crate::model::Scheme;
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
            moment if moment.is_past() => moment.time_ms + self.dt_ms_then(),
            _ => self.engine().time_ms(),
        }
    }

    /// The unit of the selected neuron's currents then, if they had one.
    #[must_use]
    pub fn unit_then(&self) -> Option<&'static str> {
        match self.past_situation() {
            Some(then) => then.neuron.equations.current_unit(),
            None => self.current_unit(),
        }
    }

    /// The step then (ms).
    #[must_use]
    pub fn dt_ms_then(&self) -> f64 {
        self.past_situation().map_or(self.engine().clock().dt_ms(), |then| then.dt_ms)
    }

    /// What stood then, if that is not now.
    fn past_situation(&self) -> Option<&Situation> {
        let moment = self.moment();
        moment.is_past().then(|| self.record().situations.at(moment.time_ns()))
    }

    /// What stood then.
    #[must_use]
    pub fn situation(&self) -> Cow<'_, Situation> {
        self.past_situation().map_or_else(|| Cow::Owned(self.present_situation()), Cow::Borrowed)
    }

    /// The statistics of the spikes up to that moment; none where they are no longer known.
    #[must_use]
    pub fn statistics(&self) -> Option<Cow<'_, SpikeStatistics>> {
        match self.moment() {
            moment if moment.is_past() => self.record().log.at(moment.time_ms),
            _ => Some(Cow::Borrowed(self.record().log.now())),
        }
    }

    fn found(&self) -> Found {
        let back_ns = self.controls.timebase.back_ns();
        // What was set from outside shows in no sample yet.
        let is_present = |ns: &ModelNs| back_ns > ModelNs::ZERO || *ns >= self.set_ns;
        let Some(newest_ns) = self.newest_ns().filter(is_present) else {
            let moment = Moment { time_ms: self.engine().time_ms(), back_ms: 0.0 };
            return Found { moment, reading: Some(self.present_reading()) };
        };
        let mut found = moment::find(self.trace(), newest_ns, back_ns);
        if back_ns == ModelNs::ZERO {
            // A channel that has just turned to the neuron has no sample of it yet.
            found.reading = found.reading.or_else(|| Some(self.present_reading()));
        }
        found
    }

    /// Label of the newest step (ns), if one is known. A channel that is off has no samples.
    fn newest_ns(&self) -> Option<ModelNs> {
        if self.circuit.is_none() {
            return self.trace().newest_ns();
        }
        let engine = self.engine();
        let newest = engine.step().0.checked_sub(1).map(Step);
        let newest = newest.filter(|newest| *newest >= engine.origin())?;
        Some(ModelNs::from_ms(engine.clock().time_ms(newest)))
    }

    /// The state as it is; what flows into a neuron of a circuit is only known of steps.
    fn present_reading(&self) -> Reading {
        let engine = self.engine();
        let current = self.circuit.is_none().then(|| engine.current());
        Reading::of(engine.state(self.selected_neuron()), current)
    }

    /// Up to when what happened counts for the activity (ns).
    pub(super) fn end_ns(&self) -> ModelNs {
        let moment = self.moment();
        match moment.is_past() {
            false => ModelNs::MAX,
            // What happens within a step of the true solution happens after its label.
            true if self.scheme_then() == Scheme::Exact => moment.time_ns(),
            true => ModelNs::from_ms(self.until_ms()),
        }
    }

    /// The integration scheme at the moment that is shown.
    #[must_use]
    pub fn scheme_then(&self) -> Scheme {
        match self.circuit() {
            Some(circuit) => circuit.scheme_then(),
            None => self.situation().scheme,
        }
    }

    /// The constant current that flows into the selected neuron now.
    pub(super) fn present_constant(&self) -> Constant {
        self.present_situation().constant
    }

    /// The constant current that flows now into the neuron alone, or into all of the selected population.
    #[must_use]
    pub fn common_constant(&self) -> Constant {
        Constant::at(self.engine(), self.common_site())
    }

    pub(super) fn present_situation(&self) -> Situation {
        let neuron = self.selected_neuron();
        Situation::of(self.engine(), neuron, &self.originals, self.since_ns())
    }

    /// Takes note of what a command has changed.
    pub(super) fn note_situation(&mut self) {
        let (engine, now_ns) = (self.run.engine(), self.now_ns());
        // Of commands that a replay carries out at once a later one may have switched already.
        let exists = |channel: &&mut Channel| engine.subject().neuron(channel.neuron()).is_some();
        for channel in self.channels.iter_mut().filter(exists) {
            let (neuron, since_ns) = (channel.neuron(), channel.record.since_ns);
            let situation = Situation::of(engine, neuron, &self.originals, since_ns);
            channel.record.situations.set(now_ns, situation);
        }
    }
}
