//! A level that changes from sweep to sweep.

use std::ops::Range;

use super::raw::{RawSegment, missing};
use crate::engine::CURRENT_MAX;
use crate::input::{Problem, brief};
use crate::model::stimulus::decimal;
use crate::preset::protocol::number::SEGMENTS_MAX;

/// A level that changes from sweep to sweep.
#[derive(Clone, Debug)]
pub(in crate::preset::protocol) struct Sweep {
    first: f64,
    delta: f64,
    /// Number of sweeps.
    pub(in crate::preset::protocol) sweeps: usize,
    /// Position of the number in the text.
    pub(in crate::preset::protocol) place: Range<usize>,
}

impl Sweep {
    /// The level in the sweep with index `sweep`.
    pub(in crate::preset::protocol) fn level(&self, sweep: usize) -> f64 {
        decimal(self.first + sweep as f64 * self.delta)
    }
}

impl RawSegment {
    pub(super) fn sweep(&self, place: &Range<usize>) -> Result<Sweep, Problem> {
        let first = self.current("first", &self.first, place)?;
        let delta = self.current("delta", &self.delta, place)?;
        let Some(sweeps) = &self.sweeps else { return Err(missing("sweeps", place)) };
        let count = *sweeps.get_ref();
        if !(1..=SEGMENTS_MAX as u64).contains(&count) {
            let message = format!("sweeps: expected 1 to {SEGMENTS_MAX}, found {count}");
            return Err(Problem::at(sweeps.span(), message));
        }
        let sweep = Sweep { first, delta, sweeps: count as usize, place: sweeps.span() };
        let last = sweep.level(sweep.sweeps - 1);
        if last.abs() <= CURRENT_MAX {
            return Ok(sweep);
        }
        let message = format!(
            "expected a last level of at most {CURRENT_MAX} in size, found {}",
            brief(last)
        );
        Err(Problem::at(place.clone(), message))
    }
}
