//! One segment of a protocol as TOML.

mod kind;
mod written;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::columns::{Column, Columns};
use super::number::{DURATION_MS_MAX, Number, SEGMENTS_MAX, current};
use super::samples::RawSamples;
use super::table::{NoTable, ReadTable, SAMPLES_MAX, Table, Wanted};
use crate::engine::CURRENT_MAX;
use crate::input::{InputError, Problem, brief, finite};
use crate::model::stimulus::{Per, decimal};
use crate::model::{Edges, Segment, Shape};
use kind::Kind;

/// Longest time constant of noise (ms).
const TAU_MS_MAX: f64 = 1e6;

/// A segment before it has been checked.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSegment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    start_ms: Option<Number>,
    end_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slope_per_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amplitude: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frequency_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phase_deg: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sd: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per: Option<Spanned<Per>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tau_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delta: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sweeps: Option<Spanned<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_column: Option<Spanned<Column>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    current_column: Option<Spanned<Column>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sample_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times_ms: Option<Spanned<Vec<Number>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Spanned<Vec<Number>>>,
    #[serde(default)]
    edges: Edges,
    /// What stands in `file`, once that has been read, or why it may not be.
    #[serde(skip)]
    table: Option<Result<Table, String>>,
}

/// A level that changes from sweep to sweep.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    first: f64,
    delta: f64,
    /// How many there are.
    pub(super) sweeps: usize,
    /// Where the file says so.
    pub(super) place: Range<usize>,
}

impl Sweep {
    /// The level in a sweep.
    pub(super) fn level(&self, sweep: usize) -> f64 {
        decimal(self.first + sweep as f64 * self.delta)
    }
}

/// A segment that has been checked.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// The segment, in the first sweep.
    pub(super) segment: Segment,
    /// Its level in others, if that changes.
    pub(super) sweep: Option<Sweep>,
    /// Where in the file it is.
    pub(super) place: Range<usize>,
}

impl RawSegment {
    /// Takes white noise that does not say otherwise as noise per step.
    pub(super) fn noise_per_step(&mut self) {
        if self.sd.is_some() && self.tau_ms.is_none() && self.per.is_none() {
            self.per = Some(Spanned::new(0..0, Per::Step));
        }
    }

    /// Reads the file that is named, if one is; `samples` counts those of all files.
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

    /// The segment that stands at `place`, for a neuron whose currents are in `unit`.
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

    fn shape(
        &self,
        kind: Kind,
        place: &Range<usize>,
        unit: Option<&str>,
    ) -> Result<Shape, Problem> {
        let current = |key, value| self.current(key, value, place);
        let level = || current("level", &self.level);
        Ok(match kind {
            Kind::Level | Kind::Sweep => Shape::Level(level()?),
            Kind::Slope => Shape::Slope {
                level: level()?,
                slope_per_ms: self.number("slope_per_ms", &self.slope_per_ms, place)?,
            },
            Kind::Ramp => {
                Shape::Ramp { from: current("from", &self.from)?, to: current("to", &self.to)? }
            }
            Kind::Train => self.train(level()?, place)?,
            Kind::Sine => Shape::Sine {
                mean: level()?,
                amplitude: current("amplitude", &self.amplitude)?,
                frequency_hz: self.frequency_hz(place)?,
                phase_deg: self.phase_deg()?,
            },
            Kind::Chirp => Shape::Chirp {
                mean: level()?,
                amplitude: current("amplitude", &self.amplitude)?,
                from_hz: self.chirp_hz("from_hz", &self.from_hz, place)?,
                to_hz: self.chirp_hz("to_hz", &self.to_hz, place)?,
                phase_deg: self.phase_deg()?,
            },
            Kind::Noise => self.noise(level()?, place)?,
            Kind::Samples => Shape::Samples(self.samples(place, unit).check()?),
        })
    }

    fn train(&self, level: f64, place: &Range<usize>) -> Result<Shape, Problem> {
        let range = Shape::PERIOD_MS_MIN..=DURATION_MS_MAX;
        let expected = format!("{} to {DURATION_MS_MAX}", Shape::PERIOD_MS_MIN);
        let fits = |value: f64| range.contains(&value);
        let period_ms = self.ranged("period_ms", &self.period_ms, place, fits, &expected)?;
        let expected = format!("above 0 and at most the period ({})", brief(period_ms));
        let fits = |value: f64| value > 0.0 && value <= period_ms;
        let width_ms = self.ranged("width_ms", &self.width_ms, place, fits, &expected)?;
        Ok(Shape::Train { level, period_ms, width_ms })
    }

    fn noise(&self, mean: f64, place: &Range<usize>) -> Result<Shape, Problem> {
        let fits = |value: f64| (0.0..=CURRENT_MAX).contains(&value);
        let expected = format!("0 or more and at most {CURRENT_MAX}");
        let sd = self.ranged("sd", &self.sd, place, fits, &expected)?;
        if self.tau_ms.is_none() {
            let per = self.per.as_ref().map(|per| *per.get_ref()).unwrap_or_default();
            return Ok(Shape::Noise { mean, sd, per });
        }
        if let Some(surplus) = &self.per {
            let message = "per: not expected beside tau_ms, where sd is that of the current itself";
            return Err(Problem::at(surplus.span(), message));
        }
        let fits = |value: f64| value > 0.0 && value <= TAU_MS_MAX;
        let expected = format!("above 0 and at most {TAU_MS_MAX}");
        let tau_ms = self.ranged("tau_ms", &self.tau_ms, place, fits, &expected)?;
        Ok(Shape::Correlated { mean, sd, tau_ms })
    }

    fn frequency_hz(&self, place: &Range<usize>) -> Result<f64, Problem> {
        let fits = |value: f64| value > 0.0 && value <= Shape::FREQUENCY_HZ_MAX;
        let expected = format!("above 0 and at most {}", Shape::FREQUENCY_HZ_MAX);
        self.ranged("frequency_hz", &self.frequency_hz, place, fits, &expected)
    }

    fn chirp_hz(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        let fits = |value: f64| (0.0..=Shape::FREQUENCY_HZ_MAX).contains(&value);
        self.ranged(key, value, place, fits, &format!("0 to {}", Shape::FREQUENCY_HZ_MAX))
    }

    fn phase_deg(&self) -> Result<f64, Problem> {
        match &self.phase_deg {
            None => Ok(0.0),
            given => {
                let fits = |value: f64| (-360.0..=360.0).contains(&value);
                self.ranged("phase_deg", given, &(0..0), fits, "-360 to 360")
            }
        }
    }

    fn sweep(&self, place: &Range<usize>) -> Result<Sweep, Problem> {
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

    fn samples<'a>(&'a self, place: &'a Range<usize>, unit: Option<&'a str>) -> RawSamples<'a> {
        let of_file = ["sha256", "time_column", "current_column"];
        RawSamples {
            place,
            file: self.file.as_ref(),
            table: self.table.as_ref(),
            of_file: self.given().find(|(key, _)| of_file.contains(key)),
            unit,
            sample_ms: self.sample_ms.as_ref(),
            times_ms: self.times_ms.as_ref(),
            values: self.values.as_ref(),
        }
    }

    fn number(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        value.as_ref().map_or_else(|| Err(missing(key, place)), |value| finite(key, value))
    }

    fn current(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        value.as_ref().map_or_else(|| Err(missing(key, place)), |value| current(key, value))
    }

    /// The number, if it `fits`.
    fn ranged(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
        fits: impl Fn(f64) -> bool,
        expected: &str,
    ) -> Result<f64, Problem> {
        let number = self.number(key, value, place)?;
        if fits(number) {
            return Ok(number);
        }
        let place = value.as_ref().map_or(place.clone(), Spanned::span);
        let found = brief(number);
        Err(Problem::at(place, format!("{key}: expected {expected}, found {found}")))
    }

    /// The kind that is stated, or the one that the keys imply.
    fn kind(&self) -> Kind {
        let implied = || self.given().find_map(|(key, _)| Kind::implied_by(key));
        self.kind.or_else(implied).unwrap_or(Kind::Level)
    }

    /// The keys that are given, besides those of every segment, and where.
    fn given(&self) -> impl Iterator<Item = (&'static str, Range<usize>)> {
        fn place<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
            value.as_ref().map(Spanned::span)
        }
        let keys = [
            ("level", place(&self.level)),
            ("slope_per_ms", place(&self.slope_per_ms)),
            ("from", place(&self.from)),
            ("to", place(&self.to)),
            ("period_ms", place(&self.period_ms)),
            ("width_ms", place(&self.width_ms)),
            ("amplitude", place(&self.amplitude)),
            ("frequency_hz", place(&self.frequency_hz)),
            ("from_hz", place(&self.from_hz)),
            ("to_hz", place(&self.to_hz)),
            ("phase_deg", place(&self.phase_deg)),
            ("sd", place(&self.sd)),
            ("per", place(&self.per)),
            ("tau_ms", place(&self.tau_ms)),
            ("first", place(&self.first)),
            ("delta", place(&self.delta)),
            ("sweeps", place(&self.sweeps)),
            ("file", place(&self.file)),
            ("sha256", place(&self.sha256)),
            ("time_column", place(&self.time_column)),
            ("current_column", place(&self.current_column)),
            ("sample_ms", place(&self.sample_ms)),
            ("times_ms", place(&self.times_ms)),
            ("values", place(&self.values)),
        ];
        keys.into_iter().filter_map(|(key, place)| Some((key, place?)))
    }

    /// A key that the segment's kind has no use for is a mistake, not a comment.
    fn refuse_surplus(&self, kind: Kind) -> Result<(), Problem> {
        match self.given().find(|(key, _)| !kind.keys().contains(key)) {
            None => Ok(()),
            Some((key, place)) => {
                let message = format!("{key}: not expected in a segment of this kind");
                Err(Problem::at(place, message))
            }
        }
    }
}

fn missing(key: &str, place: &Range<usize>) -> Problem {
    Problem::at(place.clone(), format!("{key}: expected in this segment"))
}
