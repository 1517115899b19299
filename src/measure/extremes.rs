//! The lowest and highest membrane potential of a run.

use crate::engine::{Sample, Sink};

/// Lowest and highest membrane potential so far; none before the first sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extremes {
    bounds_mv: Option<(f64, f64)>,
}

impl Extremes {
    /// Lowest and highest membrane potential (mV).
    #[must_use]
    pub fn bounds_mv(&self) -> Option<(f64, f64)> {
        self.bounds_mv
    }
}

impl Sink for Extremes {
    fn sample(&mut self, sample: &Sample) {
        let (low, high) = self.bounds_mv.unwrap_or((sample.v, sample.v));
        self.bounds_mv = Some((low.min(sample.v), high.max(sample.v)));
    }
}
