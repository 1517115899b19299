//! What is measured of the selected neuron and of a circuit: up to the moment shown, or in the gate
//! between the cursors.

use std::borrow::Cow;

use super::{Circuit, Scope};
use crate::measure::{Bins, Measured};

/// Half a nanosecond (ms): cursors stand on whole nanoseconds, spikes and labels need not.
const HALF_NS: f64 = 0.5e-6;

impl Scope {
    /// What is measured of the selected neuron: between the cursors if they are shown, else up to the
    /// moment shown. `None` where that is no longer known, where the cursors have no gate, and of a channel
    /// that is off.
    #[must_use]
    pub fn measured(&self) -> Option<Measured> {
        let measurements = &self.record().measurements;
        let known = match (self.cursors(), self.moment()) {
            (Some(_), _) => {
                let (from_ms, to_ms) = self.gate()?;
                measurements.between(from_ms - HALF_NS, to_ms + HALF_NS)
            }
            (None, moment) if moment.is_past() => measurements.at(moment.time_ms),
            (None, _) => Some(measurements.now()),
        };
        known.filter(|_| self.channels[self.selected].is_on())
    }
}

impl<'a> Circuit<'a> {
    /// The spikes of all neurons in bins, and the time up to which bins count (ms): between the cursors if
    /// they are shown, else from the start of the statistics up to the moment shown. `None` where that is no
    /// longer known, or where the cursors have no gate.
    #[must_use]
    pub fn measured_bins(self) -> Option<(Cow<'a, Bins>, f64)> {
        if self.cursors().is_none() {
            return Some((Cow::Borrowed(self.bins()?), self.until_ms()));
        }
        let (from_ms, to_ms) = self.gate()?;
        Some((Cow::Owned(self.bins_between(from_ms, to_ms)?), to_ms))
    }
}
