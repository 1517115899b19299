//! A current given by samples, each of which holds until the next.

use std::sync::Arc;

use super::grid::decimal;

/// When the samples begin (ms since the start of their segment).
#[derive(Clone, Debug, PartialEq)]
pub enum SampleTimes {
    /// The first at once, the others at equal distances of so many ms, above 0.
    Every(f64),
    /// One for each sample, rising from 0 or more.
    At(Arc<[f64]>),
}

/// A current given by samples. Before the first there is the baseline; the last goes on.
///
/// However many there are, a copy costs nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// The currents, at least one.
    pub values: Arc<[f64]>,
    /// When each begins.
    pub times: SampleTimes,
}

impl Samples {
    /// When sample `index` begins, in a segment that starts at `start_ms` (ms).
    pub(super) fn time_ms(&self, index: usize, start_ms: f64) -> f64 {
        decimal(start_ms + self.offset_ms(index))
    }

    fn offset_ms(&self, index: usize) -> f64 {
        match &self.times {
            SampleTimes::Every(sample_ms) => index as f64 * sample_ms,
            SampleTimes::At(times_ms) => times_ms[index],
        }
    }

    /// How many samples have begun `elapsed_ms` after `start_ms` or so; `reached` decides whether a
    /// time has come.
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

    /// How many numbers a file needs for the samples.
    #[must_use]
    pub fn numbers(&self) -> usize {
        match &self.times {
            SampleTimes::Every(_) => self.values.len(),
            SampleTimes::At(times_ms) => self.values.len() + times_ms.len(),
        }
    }
}
