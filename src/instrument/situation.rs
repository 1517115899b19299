//! The moment shown, and what stood and had happened then.

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

    /// State and current of the selected neuron at that moment.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        self.found().reading
    }

    /// The end of that moment's step (ms).
    #[must_use]
    pub fn until_ms(&self) -> f64 {
        match self.moment() {
            moment if moment.is_past() => moment.time_ms + self.dt_ms_then(),
            _ => self.engine().time_ms(),
        }
    }

    /// The unit of the selected neuron's currents at that moment, if they have one.
    #[must_use]
    pub fn unit_then(&self) -> Option<&'static str> {
        match self.past_situation() {
            Some(then) => then.neuron.equations.current_unit(),
            None => self.current_unit(),
        }
    }

    /// The integration step at that moment (ms).
    #[must_use]
    pub fn dt_ms_then(&self) -> f64 {
        self.past_situation().map_or(self.engine().clock().dt_ms(), |then| then.dt_ms)
    }

    /// The situation at a moment of the past; `None` at the newest step.
    fn past_situation(&self) -> Option<&Situation> {
        let moment = self.moment();
        moment.is_past().then(|| self.record().situations.at(moment.time_ns()))
    }

    /// Parameters, scheme and constant current of the selected neuron at that moment.
    #[must_use]
    pub fn situation(&self) -> Cow<'_, Situation> {
        self.past_situation().map_or_else(|| Cow::Owned(self.present_situation()), Cow::Borrowed)
    }

    /// The statistics of the selected neuron's spikes up to that moment; `None` where they are no longer
    /// known.
    #[must_use]
    pub fn statistics(&self) -> Option<Cow<'_, SpikeStatistics>> {
        match self.moment() {
            moment if moment.is_past() => self.record().log.at(moment.time_ms),
            _ => Some(Cow::Borrowed(self.record().log.now())),
        }
    }

    fn found(&self) -> Found {
        let back_ns = self.moment_back_ns();
        // A state that was set from outside is in no sample yet.
        let is_present = |ns: &ModelNs| back_ns > ModelNs::ZERO || *ns >= self.set_ns;
        let Some(newest_ns) = self.newest_ns().filter(is_present) else {
            let moment = Moment { time_ms: self.engine().time_ms(), back_ms: 0.0 };
            return Found { moment, reading: Some(self.present_reading()) };
        };
        let mut found = moment::find(self.trace(), newest_ns, back_ns);
        if back_ns == ModelNs::ZERO {
            // A channel that has just selected the neuron has no sample of it yet.
            found.reading = found.reading.or_else(|| Some(self.present_reading()));
        }
        found
    }

    /// How far back from the newest step the moment is (ns): at the selected cursor, else at the right edge of
    /// the picture.
    fn moment_back_ns(&self) -> ModelNs {
        match (self.newest_ns(), self.cursor_moment_ns()) {
            (Some(newest_ns), Some(cursor_ns)) => newest_ns.since(cursor_ns),
            _ => self.controls.timebase.back_ns(),
        }
    }

    /// Label of the newest step (ns), if one is known. A channel that is off has no samples.
    pub(super) fn newest_ns(&self) -> Option<ModelNs> {
        if self.circuit.is_none() {
            return self.trace().newest_ns();
        }
        let engine = self.engine();
        let newest = engine.step().0.checked_sub(1).map(Step);
        let newest = newest.filter(|newest| *newest >= engine.origin())?;
        Some(ModelNs::from_ms(engine.clock().time_ms(newest)))
    }

    /// The present state; the current into a neuron of a circuit is known of completed steps only.
    fn present_reading(&self) -> Reading {
        let engine = self.engine();
        let current = self.circuit.is_none().then(|| engine.current());
        Reading::of(engine.state(self.selected_neuron()), current)
    }

    /// The time up to which spikes count for the activity at the moment shown (ns).
    pub(super) fn end_ns(&self) -> ModelNs {
        let moment = self.moment();
        match moment.is_past() {
            false => ModelNs::MAX,
            // Under the exact scheme spikes within a step come after its label.
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

    /// Updates the situations of all channels after a command.
    pub(super) fn note_situation(&mut self) {
        let (engine, now_ns) = (self.run.engine(), self.now_ns());
        // Among commands that a replay carries out together, a later one may already have switched.
        let exists = |channel: &&mut Channel| engine.subject().neuron(channel.neuron()).is_some();
        for channel in self.channels.iter_mut().filter(exists) {
            let (neuron, since_ns) = (channel.neuron(), channel.record.since_ns);
            let situation = Situation::of(engine, neuron, &self.originals, since_ns);
            channel.record.stand(now_ns, situation);
        }
    }
}
