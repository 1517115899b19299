//! A sampled current: each sample holds until the next.

use std::sync::Arc;

use super::grid::decimal;

/// The times at which the samples begin (ms since the start of their segment).
#[derive(Clone, Debug, PartialEq)]
pub enum SampleTimes {
    /// The first begins at 0, the others at intervals of this length (ms), above 0.
    Every(f64),
    /// A time for each sample, 0 or later, ascending.
    At(Arc<[f64]>),
}

/// A sampled current. Before the first sample the baseline flows; the last sample continues.
///
/// Copies share the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// The currents, at least one.
    pub values: Arc<[f64]>,
    /// The time at which each begins.
    pub times: SampleTimes,
}

impl Samples {
    /// The time at which sample `index` begins (ms), in a segment that starts at `start_ms`.
    pub(super) fn time_ms(&self, index: usize, start_ms: f64) -> f64 {
        decimal(start_ms + self.offset_ms(index))
    }

    fn offset_ms(&self, index: usize) -> f64 {
        match &self.times {
            SampleTimes::Every(sample_ms) => index as f64 * sample_ms,
            SampleTimes::At(times_ms) => times_ms[index],
        }
    }

    /// Number of samples that have begun about `elapsed_ms` after `start_ms`; `reached` decides
    /// whether a time (ms) has been reached.
    pub(super) fn begun(
        &self,
        start_ms: f64,
        elapsed_ms: f64,
        reached: impl Fn(f64) -> bool,
    ) -> usize {
        let begun = |index: usize| reached(self.time_ms(index, start_ms));
        match &self.times {
            SampleTimes::At(times_ms) => {
                times_ms.partition_point(|time_ms| reached(decimal(start_ms + time_ms)))
            }
            SampleTimes::Every(sample_ms) => {
                let mut count = ((elapsed_ms / sample_ms) as usize).min(self.values.len());
                while count < self.values.len() && begun(count) {
                    count += 1;
                }
                while count > 0 && !begun(count - 1) {
                    count -= 1;
                }
                count
            }
        }
    }

    /// Number of numbers that a file contains for the samples.
    #[must_use]
    pub fn numbers(&self) -> usize {
        match &self.times {
            SampleTimes::Every(_) => self.values.len(),
            SampleTimes::At(times_ms) => self.values.len() + times_ms.len(),
        }
    }
}
