//! One segment of a protocol as TOML.

mod kind;
mod raw;
mod shape;
mod sweep;
mod written;

use std::ops::Range;

use toml::Spanned;

use super::columns::{Column, Columns};
use super::number::DURATION_MS_MAX;
use super::table::{NoTable, ReadTable, SAMPLES_MAX, Wanted};
use crate::input::{InputError, Problem, brief};
use crate::model::stimulus::Per;
use crate::model::{Segment, Shape};
use kind::Kind;
pub(super) use raw::RawSegment;
pub(super) use sweep::Sweep;

/// A segment that has been checked.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// The segment in the first sweep.
    pub(super) segment: Segment,
    /// The levels in the sweeps, if the level changes.
    pub(super) sweep: Option<Sweep>,
    /// The position of the segment in the text.
    pub(super) place: Range<usize>,
}

impl RawSegment {
    /// Interprets white noise without the key `per` as noise per step.
    pub(super) fn noise_per_step(&mut self) {
        if self.sd.is_some() && self.tau_ms.is_none() && self.per.is_none() {
            self.per = Some(Spanned::new(0..0, Per::Step));
        }
    }

    /// Reads the table that the segment names, if any; `samples` counts the samples of all tables.
    pub(super) fn load(
        &mut self,
        read: &ReadTable<'_>,
        samples: &mut usize,
    ) -> Result<(), InputError> {
        let Some(file) = &self.file else { return Ok(()) };
        let column =
            |column: &Option<Spanned<Column>>| column.as_ref().map(|c| c.get_ref().clone());
        let table = read(&Wanted {
            file: file.get_ref(),
            sha256: self.sha256.as_ref().map(|hash| hash.get_ref().as_str()),
            columns: Columns {
                time: column(&self.time_column),
                current: column(&self.current_column),
                even: self.sample_ms.is_some(),
            },
        });
        let table = match table {
            Ok(table) => table,
            Err(NoTable::Wrong(error)) => return Err(error),
            Err(NoTable::Refused(reason)) => {
                self.table = Some(Err(reason));
                return Ok(());
            }
        };
        *samples += table.samples();
        if *samples > SAMPLES_MAX {
            let message = format!("expected at most {SAMPLES_MAX} samples in all files together");
            return Err(InputError::whole(&table.name, message));
        }
        self.table = Some(Ok(table));
        Ok(())
    }

    /// The segment at `place` in the text, for a neuron with currents in `unit`.
    pub(super) fn check(
        &self,
        place: Range<usize>,
        unit: Option<&str>,
    ) -> Result<Checked, Problem> {
        let kind = self.kind();
        self.refuse_surplus(kind)?;
        let start_ms = self.number("start_ms", &self.start_ms, &place)?;
        let end_ms = self.number("end_ms", &self.end_ms, &place)?;
        if !(start_ms >= 0.0 && end_ms > start_ms && end_ms <= DURATION_MS_MAX) {
            let (start, end) = (brief(start_ms), brief(end_ms));
            let message = format!(
                "expected 0 <= start_ms < end_ms <= {DURATION_MS_MAX}, found {start} and {end}"
            );
            return Err(Problem::at(place, message));
        }
        let sweep = if kind == Kind::Sweep { Some(self.sweep(&place)?) } else { None };
        let shape = match &sweep {
            Some(sweep) => Shape::Level(sweep.level(0)),
            None => self.shape(kind, &place, unit)?,
        };
        let segment = Segment { start_ms, end_ms, shape, edges: self.edges };
        Ok(Checked { segment, sweep, place })
    }
}
