//! Tables of samples, with the units and ranges of their numbers.

use std::io::{self, BufRead, BufReader};
use std::sync::Arc;

use super::columns::{Columns, chosen};
use super::hash::Hashing;
use super::number::DURATION_MS_MAX;
use crate::engine::CURRENT_MAX;
use crate::input::table::{Reader, Stated, Title, Unit, Wrong};
use crate::input::{InputError, brief, quoted};
use crate::model::stimulus::{SampleTimes, Samples, decimal};

/// Maximum number of rows of a table, and of samples in all tables of a protocol.
pub(super) const SAMPLES_MAX: usize = 10_000_000;
/// Smaller numbers count as 0: they have no effect, but may need hundreds of digits in files.
const NUMBER_MIN: f64 = 1e-9;

/// A request for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The file name as given.
    pub file: &'a str,
    /// The expected SHA-256 of the file, in 64 hexadecimal digits, if known.
    pub sha256: Option<&'a str>,
    /// The columns to read.
    pub columns: Columns,
}

/// Reads a table that a protocol names, relative to the file of the protocol.
pub type ReadTable<'a> = dyn Fn(&Wanted<'_>) -> Result<Table, NoTable> + 'a;

/// The reason why there is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// The table cannot be read or is invalid.
    Wrong(InputError),
    /// The file must not be read, for this reason; the error is reported where the file is named.
    Refused(String),
}

impl From<InputError> for NoTable {
    fn from(error: InputError) -> Self {
        Self::Wrong(error)
    }
}

/// The samples of a table. Copies share the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the file, for errors.
    pub(super) name: String,
    /// The times at which the samples begin (ms), if the table has times.
    pub(super) times_ms: Option<Arc<[f64]>>,
    /// The currents: in pA if the table names a unit, otherwise in the unit of the neuron.
    pub(super) values: Arc<[f64]>,
    /// The unit that the table names.
    pub(super) unit: Option<Unit>,
    /// Line and column of the title that names the unit.
    place: Option<(usize, usize)>,
}

impl Table {
    /// Reads the table called `name`, row by row, and checks its hash if `wanted` has one.
    ///
    /// # Errors
    /// The position of the first mistake, or that the hash differs.
    pub fn read(
        name: &str,
        reader: &mut dyn BufRead,
        wanted: &Wanted<'_>,
    ) -> Result<Self, InputError> {
        let Some(expected) = wanted.sha256 else {
            return Self::parse(name, reader, &wanted.columns);
        };
        let mut hashing = BufReader::new(Hashing::new(reader));
        let parsed = Self::parse(name, &mut hashing, &wanted.columns);
        // A wrong hash takes precedence over a mistake in the contents.
        io::copy(&mut hashing, &mut io::sink())
            .map_err(|error| InputError::whole(name, error.to_string()))?;
        let found = hashing.into_inner().finish();
        if found != expected {
            let message = format!(
                "expected a file with the SHA-256 {}, found {}: it has been changed",
                shortened(expected),
                shortened(&found)
            );
            return Err(InputError::whole(name, message));
        }
        parsed
    }

    fn parse(name: &str, reader: &mut dyn BufRead, columns: &Columns) -> Result<Self, InputError> {
        let reader = Reader::open(name, reader)?;
        let head = reader.head();
        let wrong = |message: String| reader.wrong(message);
        let (time, current) =
            chosen(head.titles.as_deref(), head.columns, columns).map_err(wrong)?;
        let title = |column: usize| head.titles.as_ref().and_then(|titles| titles.get(column));
        let is_number =
            |column: usize| title(column).is_some_and(|t| t.text.parse::<f64>().is_ok());
        if time.is_none_or(is_number) && is_number(current) {
            // Without this check the row would be skipped as a header.
            return Err(wrong(
                "expected titles of the columns that are read, found numbers".into(),
            ));
        }
        let ms = time.map_or(Ok(1.0), |time| ms_per_unit(title(time))).map_err(wrong)?;
        let unit = current_unit(title(current)).map_err(wrong)?;
        let place = head.place;
        let mut rows = Rows {
            unit: unit.filter(|unit| *unit != Unit::Arbitrary).map_or("", |_| " pA"),
            ..Rows::default()
        };
        let pa = unit.map_or(1.0, pa_per_unit);
        match time {
            Some(time) => reader.rows([time, current], |[time, current]| {
                rows.add_timed(scaled(time, ms), scaled(current, pa))
            }),
            None => reader.rows([current], |[current]| rows.add(scaled(current, pa), 0)),
        }?;
        let times_ms = time.is_some().then(|| Arc::from(rows.times_ms));
        Ok(Self { name: name.to_owned(), times_ms, values: rows.values.into(), unit, place })
    }

    /// Number of samples.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.values.len()
    }

    /// The samples, at the times of the table or, if it has none, at intervals of `sample_ms` (ms);
    /// none if there is neither.
    pub(super) fn samples_every(&self, sample_ms: Option<f64>) -> Option<Samples> {
        let times = match &self.times_ms {
            Some(times_ms) => SampleTimes::At(times_ms.clone()),
            None => SampleTimes::Every(sample_ms?),
        };
        Some(Samples { values: self.values.clone(), times })
    }

    /// A message if the unit of the table does not fit a neuron with currents in `unit`.
    pub(super) fn misfit(&self, unit: Option<&str>) -> Option<String> {
        match (self.unit, unit) {
            (Some(found @ (Unit::Ampere | Unit::Nanoampere)), None) => Some(format!(
                "expected currents without a unit or in pA, since the neuron's current has none, found {}",
                found.name()
            )),
            (Some(Unit::Arbitrary), Some(expected)) => {
                Some(format!("expected currents in {expected}, nA or A, found them without a unit"))
            }
            _ => None,
        }
    }

    /// [`Self::misfit`] as an error at the position of the unit in the table.
    pub(super) fn misfit_error(&self, unit: Option<&str>) -> Option<InputError> {
        let message = self.misfit(unit)?;
        Some(match self.place {
            Some(place) => InputError::at(&self.name, place, message),
            None => InputError::whole(&self.name, message),
        })
    }
}

/// The first digits of a hash.
fn shortened(hash: &str) -> String {
    let start: String = hash.chars().take(16).collect();
    format!("{start}..")
}

/// The unit in a title, which must be one of `units`.
fn unit_among(
    title: Option<&Title>,
    units: &[Unit],
    expected: &str,
) -> Result<Option<Unit>, String> {
    match title.map(|title| (&title.unit, &title.text)) {
        None | Some((Stated::Nothing, _)) => Ok(None),
        Some((Stated::Known(unit), _)) if units.contains(unit) => Ok(Some(*unit)),
        Some((Stated::Known(unit), text)) => {
            Err(format!("expected {expected}, found the unit {} in {}", unit.name(), quoted(text)))
        }
        Some((Stated::Unknown(unit), text)) => {
            Err(format!("expected {expected}, found the unit {} in {}", quoted(unit), quoted(text)))
        }
    }
}

/// Milliseconds in the unit of a column of times; a column without a unit is in ms.
fn ms_per_unit(title: Option<&Title>) -> Result<f64, String> {
    let units = [Unit::Second, Unit::Millisecond, Unit::Microsecond];
    Ok(match unit_among(title, &units, "times in s, ms or us")? {
        Some(Unit::Second) => 1e3,
        Some(Unit::Microsecond) => 1e-3,
        _ => 1.0,
    })
}

/// The unit of a column of currents, if it has one.
fn current_unit(title: Option<&Title>) -> Result<Option<Unit>, String> {
    let units = [Unit::Ampere, Unit::Nanoampere, Unit::Picoampere, Unit::Arbitrary];
    unit_among(title, &units, "currents in A, nA or pA")
}

fn pa_per_unit(unit: Unit) -> f64 {
    match unit {
        Unit::Ampere => 1e12,
        Unit::Nanoampere => 1e3,
        _ => 1.0,
    }
}

/// A number in another unit.
fn scaled(value: f64, factor: f64) -> f64 {
    if factor == 1.0 {
        value
    } else if factor < 1.0 {
        // Divides by the reciprocal, because it is an integer and so is exact.
        decimal(value / (1.0 / factor).round())
    } else {
        decimal(value * factor)
    }
}

/// The samples read so far.
#[derive(Default)]
struct Rows {
    times_ms: Vec<f64>,
    values: Vec<f64>,
    /// The unit of currents in errors, if the table names one.
    unit: &'static str,
}

impl Rows {
    fn add(&mut self, value: f64, which: usize) -> Result<(), Wrong> {
        if self.values.len() == SAMPLES_MAX {
            let message = format!("expected at most {SAMPLES_MAX} rows");
            return Err(Wrong { which, message });
        }
        self.values.push(current(value, self.unit).map_err(|message| Wrong { which, message })?);
        Ok(())
    }

    /// Adds a sample. Two rows with the same time denote an edge; the second counts.
    fn add_timed(&mut self, time_ms: f64, value: f64) -> Result<(), Wrong> {
        let before = self.times_ms.last().copied();
        let time_ms = self::time_ms(time_ms)
            .and_then(|time_ms| not_before(time_ms, before))
            .map_err(|message| Wrong { which: 0, message })?;
        if before == Some(time_ms) {
            let value = current(value, self.unit).map_err(|message| Wrong { which: 1, message })?;
            if let Some(last) = self.values.last_mut() {
                *last = value;
            }
            return Ok(());
        }
        self.add(value, 1)?;
        self.times_ms.push(time_ms);
        Ok(())
    }
}

/// The number, or 0 if its size is below [`NUMBER_MIN`].
fn sized(value: f64) -> f64 {
    if value.abs() < NUMBER_MIN { 0.0 } else { value }
}

/// The current of a sample, limited in size like the currents of commands.
pub(super) fn current(value: f64, unit: &str) -> Result<f64, String> {
    // The comparison also refuses NaN.
    if value.abs() <= CURRENT_MAX {
        return Ok(sized(value));
    }
    let found = brief(value);
    Err(format!("expected a current of at most {CURRENT_MAX}{unit} in size, found {found}"))
}

/// The time of a sample (ms).
pub(super) fn time_ms(value: f64) -> Result<f64, String> {
    if (0.0..=DURATION_MS_MAX).contains(&value) {
        return Ok(sized(value));
    }
    let found = brief(value);
    Err(format!("expected a time of 0 to {DURATION_MS_MAX} ms, found {found}"))
}

/// The time of a row (ms), if it is not before the time of the previous row.
fn not_before(time_ms: f64, before: Option<f64>) -> Result<f64, String> {
    match before {
        Some(before) if time_ms < before => {
            let (before, found) = (brief(before), brief(time_ms));
            Err(format!(
                "expected a time of {before} ms or more, as in the row before, found {found}"
            ))
        }
        _ => Ok(time_ms),
    }
}
