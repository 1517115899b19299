//! Triggers, as an oscilloscope has them: events in the rows or in the spikes of one neuron.
//!
//! Each kind of trigger is one rule over a signal `x` with a level `L` and a hysteresis `H`. On the
//! rising slope an *edge* is the first row `k` with `x[k-1] < L <= x[k]` while the trigger is
//! armed. It is armed at first, and again from the first row with `x[k] <= L - H` on. On the falling slope
//! all signs are turned. The first row is never an event.
//!
//! ```
//! use izh_tui::engine::{DriveState, Engine, Experiment, Sink, Spike};
//! use izh_tui::measure::{Trigger, TriggerKind, TriggerSettings};
//! use izh_tui::preset::Library;
//!
//! struct Bursts(Trigger, Vec<f64>);
//!
//! impl Sink for Bursts {
//!     fn spike(&mut self, spike: &Spike) {
//!         self.1.extend(self.0.spike(spike));
//!     }
//! }
//!
//! let setup = Library::default().find("chattering")?.preset.subject;
//! let kind = TriggerKind::Burst { idle_ms: 20.0 };
//! let settings = TriggerSettings { kind, ..TriggerSettings::of(&setup.cell.neuron) };
//! let mut bursts = Bursts(Trigger::new(settings, &setup), Vec::new());
//! let experiment = Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1);
//! Engine::new(&experiment).advance(4 * 300 + 1, &mut bursts);
//! assert_eq!(bursts.1.len(), 5);
//! # Ok::<(), izh_tui::preset::LookupError>(())
//! ```

mod edge;
mod plan;
mod rule;
mod settings;
#[cfg(test)]
mod tests;

pub use plan::{KindName, PlanError, SourceName, TriggerPlan};
pub use settings::{TriggerKind, TriggerSettings, TriggerSlope, TriggerSource};

use super::VRate;
use crate::engine::{Sample, Setup, Spike, Step};
use crate::model::Scheme;
use rule::Rules;

/// An event: its time (ms), and its step where the time is the label of one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Event {
    time_ms: f64,
    step: Option<Step>,
}

/// Finds the events of one neuron, in order of time.
#[derive(Clone, Debug)]
pub struct Trigger {
    settings: TriggerSettings,
    v_rate: VRate,
    steps_per_ms: u32,
    rules: Rules,
    rate_hz: f64,
    last_spike: Option<Event>,
    /// The last event that was reported.
    last: Option<Event>,
}

impl Trigger {
    /// A trigger on the neuron of `setup`, whose scheme and step are those of the run.
    #[must_use]
    pub fn new(settings: TriggerSettings, setup: &Setup) -> Self {
        Self {
            settings,
            v_rate: VRate::new(setup.cell.neuron, setup.scheme),
            steps_per_ms: setup.steps_per_ms,
            rules: Rules::new(&settings, setup.steps_per_ms),
            rate_hz: 0.0,
            last_spike: None,
            last: None,
        }
    }

    /// The time from `earlier` to `later` (ms): exact in steps where both are labels.
    fn span_ms(&self, earlier: Event, later: Event) -> f64 {
        match (earlier.step, later.step) {
            (Some(from), Some(to)) => (to.0 - from.0) as f64 / f64::from(self.steps_per_ms),
            _ => later.time_ms - earlier.time_ms,
        }
    }

    /// Takes the firing rate of the population (Hz) that holds from the next row on.
    pub fn set_rate(&mut self, rate_hz: f64) {
        self.rate_hz = rate_hz;
    }

    /// Takes the next row; returns the time of an event (ms), if the row is one.
    #[inline]
    pub fn row(&mut self, sample: &Sample) -> Option<f64> {
        if self.settings.kind.is_of_spikes() {
            return None;
        }
        let signal = self.signal(sample);
        if !self.rules.row(sample.step.0, signal) {
            return None;
        }
        let time_ms = sample.step.0 as f64 / f64::from(self.steps_per_ms);
        self.report(Event { time_ms, step: Some(sample.step) })
    }

    /// Takes the next spike; returns the time of an event (ms), if the spike is one.
    pub fn spike(&mut self, spike: &Spike) -> Option<f64> {
        self.v_rate.spike(spike);
        let step = (self.v_rate.scheme() != Scheme::Exact).then_some(spike.step);
        let event = Event { time_ms: spike.time_ms, step };
        let before = self.last_spike.replace(event);
        let silence_ms = before.map_or(f64::INFINITY, |before| self.span_ms(before, event));
        match self.settings.kind {
            TriggerKind::Spike => self.report(event),
            TriggerKind::Burst { idle_ms } if silence_ms >= idle_ms => self.report(event),
            _ => None,
        }
    }

    /// The time of `event` (ms), unless the holdoff drops it.
    fn report(&mut self, event: Event) -> Option<f64> {
        let is_held_off =
            self.last.is_some_and(|last| self.span_ms(last, event) < self.settings.holdoff_ms);
        if is_held_off {
            return None;
        }
        self.last = Some(event);
        Some(event.time_ms)
    }

    /// The signal of a row.
    fn signal(&mut self, sample: &Sample) -> f64 {
        match self.settings.source {
            TriggerSource::V => sample.v,
            TriggerSource::U => sample.u,
            TriggerSource::Current => sample.current,
            TriggerSource::Dv => self.v_rate.of(sample),
            TriggerSource::Rate => self.rate_hz,
        }
    }
}
