//! What an oscilloscope measures of one neuron: intervals between spikes and how regular they are,
//! what the potential does between them, latency, and bursts. `docs/measuring.md` defines each
//! quantity.
//!
//! Neither the height of a spike nor its width or fall is measured: the peak and the reset are
//! parameters of the model, and a spike is as wide as a step.
//!
//! ```
//! use izh_tui::circuit::NeuronId;
//! use izh_tui::engine::{Spike, Step};
//! use izh_tui::measure::{Measurements, Quantity};
//! use izh_tui::model::Scheme;
//! use izh_tui::preset::Library;
//!
//! let setup = Library::default().find("chattering")?.preset.subject;
//! let (neuron, steps_per_ms) = (setup.cell.neuron, setup.steps_per_ms);
//! let mut measurements = Measurements::new(neuron, Scheme::Exact, steps_per_ms);
//! for time_ms in [10.0, 12.0, 14.0, 64.0, 66.0] {
//!     measurements.spike(&Spike { neuron: NeuronId::FIRST, step: Step(0), time_ms });
//! }
//! let measured = measurements.now();
//! assert_eq!(measured.figure(Quantity::Isi).mean, Some(14.0));
//! assert_eq!(measured.figure(Quantity::BurstSpikes).mean, Some(2.5));
//! # Ok::<(), izh_tui::preset::LookupError>(())
//! ```

mod bursts;
mod changes;
mod measured;
mod quantity;
mod rows;
mod statistic;
#[cfg(test)]
mod tests;

pub use bursts::BurstRule;
pub use measured::Measured;
pub use quantity::Quantity;
pub use statistic::Figure;

use super::VRate;
use super::history::History;
use crate::engine::{Sample, Spike};
use crate::model::{Neuron, Scheme};
use changes::Changes;
use measured::Happening;
use rows::Rows;

/// Measures one neuron from its rows and spikes, in bounded memory, and remembers what was measured
/// at the moments of the last 32,000 spikes.
#[derive(Clone, Debug)]
pub struct Measurements {
    rows: Rows,
    steps_per_ms: u32,
    /// The last spike, and whether it has the time of its step.
    last: Option<(Spike, bool)>,
    changes: Changes,
    history: History<Measured, 64, 512>,
    /// The times from and to which spikes and changes of the current count (ms).
    gate_ms: (f64, f64),
}

impl Measurements {
    /// Nothing yet of `neuron`, which runs under `scheme` in steps of `1/steps_per_ms` ms.
    #[must_use]
    pub fn new(neuron: Neuron, scheme: Scheme, steps_per_ms: u32) -> Self {
        Self {
            rows: Rows::new(VRate::new(neuron, scheme)),
            steps_per_ms,
            last: None,
            changes: Changes::default(),
            history: History::default(),
            gate_ms: (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// The same, with nothing counted that happens before `from_ms` or after `to_ms`.
    #[must_use]
    pub fn within(self, from_ms: f64, to_ms: f64) -> Self {
        Self { gate_ms: (from_ms, to_ms), ..self }
    }

    fn counts(&self, time_ms: f64) -> bool {
        self.gate_ms.0 <= time_ms && time_ms <= self.gate_ms.1
    }

    /// Takes the next row, labelled `time_ms`.
    #[inline]
    pub fn row(&mut self, time_ms: f64, row: &Sample) {
        self.rows.row(row);
        let counts = self.counts(time_ms);
        self.changes.row(time_ms, row.current, counts);
    }

    /// Takes the next spike. Under a scheme of fixed steps it comes before the row of its step, under
    /// the exact scheme after it.
    pub fn spike(&mut self, spike: &Spike) {
        let rows = self.rows.spike(spike);
        let has_label = self.rows.v_rate().scheme() != Scheme::Exact;
        let last = self.last.replace((*spike, has_label));
        let interval_ms = last.map(|(last, had_label)| match has_label && had_label {
            // A whole number of steps, free from the rounding of times.
            true => (spike.step.0 - last.step.0) as f64 / f64::from(self.steps_per_ms),
            false => spike.time_ms - last.time_ms,
        });
        if self.counts(spike.time_ms) {
            self.changes.spike(spike.time_ms);
            self.history.push(Happening::Spike { interval_ms, rows }, spike.time_ms);
        }
    }

    /// Begins at `time_ms` with a neuron that has been running: its first row is not known to change
    /// the current.
    pub fn join(&mut self, time_ms: f64) {
        self.changes.join();
        self.zero(time_ms);
    }

    /// Goes on with other parameters, or another scheme or step.
    pub fn set_equations(&mut self, neuron: Neuron, scheme: Scheme, steps_per_ms: u32) {
        if steps_per_ms != self.steps_per_ms {
            self.last = None;
        }
        self.steps_per_ms = steps_per_ms;
        self.rows.v_rate().set(neuron, scheme);
    }

    /// The state was set from outside at `time_ms`: no interval leads there.
    pub fn begin_train(&mut self, time_ms: f64) {
        self.rows.begin_path();
        self.history.push(Happening::Train, time_ms);
    }

    /// Another neuron runs from `time_ms` on: all begins anew, and its first row counts as a change of
    /// the current.
    pub fn begin_neuron(&mut self, time_ms: f64) {
        self.rows.begin_path();
        self.changes.begin_neuron();
        self.history.push(Happening::Neuron, time_ms);
    }

    /// All begins anew at `time_ms`.
    pub fn zero(&mut self, time_ms: f64) {
        self.history.push(Happening::Zero, time_ms);
    }

    /// What is measured up to now.
    #[must_use]
    pub fn now(&self) -> Measured {
        self.with_latency(self.history.now().clone(), f64::INFINITY)
    }

    /// What was measured up to `time_ms`; none if that is no longer known.
    #[must_use]
    pub fn at(&self, time_ms: f64) -> Option<Measured> {
        Some(self.with_latency(self.history.at(time_ms)?.into_owned(), time_ms))
    }

    /// What is measured from `from_ms` to `to_ms` alone, whatever was zeroed meanwhile; none if the
    /// spikes there are no longer known.
    #[must_use]
    pub fn between(&self, from_ms: f64, to_ms: f64) -> Option<Measured> {
        let events = self.history.between(from_ms, to_ms)?;
        Some(self.with_latency(Measured::of(from_ms, events), to_ms))
    }

    fn with_latency(&self, mut measured: Measured, to_ms: f64) -> Measured {
        let first_spike = |from_ms, to_ms| {
            let mut events = self.history.between(from_ms, to_ms)?;
            events.find(|(_, event)| matches!(event, Happening::Spike { .. })).map(|(ms, _)| ms)
        };
        let latency_ms = self.changes.latency_ms((measured.since_ms, to_ms), first_spike);
        measured.latency_ms = latency_ms;
        measured
    }
}
