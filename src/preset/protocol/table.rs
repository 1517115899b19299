//! Tables of samples: which columns are read, in which units, and what is in range.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::DURATION_MS_MAX;
use crate::engine::CURRENT_MAX;
use crate::input::table::{Reader, Stated, Title, Unit, Wrong};
use crate::input::{InputError, brief};
use crate::model::stimulus::{SampleTimes, Samples, decimal};

/// Most rows of a table, and samples in all tables of a protocol.
pub(super) const SAMPLES_MAX: usize = 10_000_000;
/// Numbers smaller than this count as 0: they mean nothing, and would take hundreds of digits in a
/// recording.
const NUMBER_MIN: f64 = 1e-9;
/// Most titles that an error lists.
const TITLES_SHOWN: usize = 6;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Column {
    /// By its number, counted from 1.
    Number(u64),
    /// By its title, with or without the unit in it.
    Name(String),
}

impl Column {
    /// The column that is typed so: digits alone are a number.
    #[must_use]
    pub fn named(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Name(text.to_owned()), Self::Number)
    }
}

impl<'de> Deserialize<'de> for Column {
    /// A derived untagged enum would forget where in the text the value is.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Column;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the number or the name of a column")
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Column, E> {
                let negative = serde::de::Unexpected::Signed(number);
                u64::try_from(number)
                    .map(Column::Number)
                    .map_err(|_| E::invalid_value(negative, &self))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Column, E> {
                Ok(Column::Number(number))
            }

            fn visit_str<E>(self, name: &str) -> Result<Column, E> {
                Ok(Column::Name(name.to_owned()))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// Which columns of a table are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// That of the times: without a choice the first, if there are two or more.
    pub time: Option<Column>,
    /// That of the currents: without a choice the first that is not that of the times.
    pub current: Option<Column>,
    /// Whether samples come at equal distances, so that no column holds times.
    pub even: bool,
}

/// A table that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The file, as it is named.
    pub file: &'a str,
    /// What its bytes have to hash to, in 64 hexadecimal digits, if that is known.
    pub sha256: Option<&'a str>,
    /// What is read of it.
    pub columns: Columns,
}

/// Reads a table that a protocol names, from where that is relative to.
pub type ReadTable<'a> = dyn Fn(&Wanted<'_>) -> Result<Table, InputError> + 'a;

/// Samples as a table holds them. A copy costs nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the file, for errors.
    pub(super) name: String,
    /// When each sample begins (ms), if the table says so.
    pub(super) times_ms: Option<Arc<[f64]>>,
    /// The currents: in pA if the table names a unit, or else in that of the neuron.
    pub(super) values: Arc<[f64]>,
    /// The unit that the table names.
    pub(super) unit: Option<Unit>,
    /// Line and column of the header that names it.
    place: Option<(usize, usize)>,
}

impl Table {
    /// Reads the table called `name`, row by row, and checks its hash if `wanted` knows one.
    ///
    /// # Errors
    /// Names the place of what is wrong with it, or that it is not the file that was hashed.
    pub fn read(
        name: &str,
        reader: &mut dyn BufRead,
        wanted: &Wanted<'_>,
    ) -> Result<Self, InputError> {
        let Some(expected) = wanted.sha256 else {
            return Self::parse(name, reader, &wanted.columns);
        };
        let mut hashing = BufReader::new(Hashing { reader, hash: Hash::default() });
        let parsed = Self::parse(name, &mut hashing, &wanted.columns);
        // Whatever it says, first it has to be the file that is meant.
        io::copy(&mut hashing, &mut io::sink())
            .map_err(|error| InputError::whole(name, error.to_string()))?;
        let found = hashing.into_inner().hash.finish();
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
            // It would be lost as a header.
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

    /// The samples, at the table's own times or, where it has none, so many ms from each other.
    pub(super) fn samples_every(&self, sample_ms: Option<f64>) -> Option<Samples> {
        let times = match &self.times_ms {
            Some(times_ms) => SampleTimes::At(times_ms.clone()),
            None => SampleTimes::Every(sample_ms?),
        };
        Some(Samples { values: self.values.clone(), times })
    }

    /// Why the currents are none for a neuron whose currents are in `unit`, if they are not.
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

    /// The same as an error about the table itself.
    pub(super) fn misfit_error(&self, unit: Option<&str>) -> Option<InputError> {
        let message = self.misfit(unit)?;
        Some(match self.place {
            Some(place) => InputError::at(&self.name, place, message),
            None => InputError::whole(&self.name, message),
        })
    }
}

/// Passes on what it reads, and hashes it.
struct Hashing<'a> {
    reader: &'a mut dyn BufRead,
    hash: Hash,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hash.0.update(&buffer[..count]);
        Ok(count)
    }
}

/// The SHA-256 of what is written to it.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    /// The hash in 64 hexadecimal digits.
    pub(super) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The first digits of a hash.
fn shortened(hash: &str) -> String {
    let start: String = hash.chars().take(16).collect();
    format!("{start}..")
}

/// The columns of times, if there is one, and of currents, counted from 0.
fn chosen(
    titles: Option<&[Title]>,
    count: usize,
    columns: &Columns,
) -> Result<(Option<usize>, usize), String> {
    let find = |column: &Column| found(titles, count, column);
    let time = columns.time.as_ref().map(find).transpose()?;
    let current = columns.current.as_ref().map(find).transpose()?;
    match (columns.even, time, current) {
        (true, Some(_), _) => Err("expected sample_ms or a column of times, found both".to_owned()),
        (true, None, Some(current)) => Ok((None, current)),
        (true, None, None) if count == 1 => Ok((None, 0)),
        (true, None, None) => {
            let what = "expected one column beside sample_ms, or current_column to choose one";
            Err(format!("{what}, found {count}"))
        }
        (false, None, _) if count == 1 => {
            Err("expected sample_ms beside a table of one column, which holds no times".to_owned())
        }
        (false, time, current) => {
            let time = time.unwrap_or(0);
            // Times that were not chosen give way to currents that were.
            let current = current.unwrap_or(if time == 0 { 1 } else { 0 });
            if current < count && current != time {
                return Ok((Some(time), current));
            }
            let found = time + 1;
            Err(format!("expected times and currents in two columns, found both in column {found}"))
        }
    }
}

/// The column that is meant, counted from 0.
fn found(titles: Option<&[Title]>, count: usize, column: &Column) -> Result<usize, String> {
    match column {
        Column::Number(number) => match usize::try_from(*number) {
            Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
            _ => Err(format!("expected a column from 1 to {count}, found {number}")),
        },
        Column::Name(name) => {
            let Some(titles) = titles else {
                return Err(format!("expected a header with a column \"{name}\", found none"));
            };
            let mut places = (0..).zip(titles).filter(|(_, title)| title.is_called(name));
            match (places.next(), places.next()) {
                (Some((place, _)), None) => Ok(place),
                (Some(_), Some(_)) => Err(format!("expected one column \"{name}\", found more")),
                (None, _) => Err(format!("expected {}, found \"{name}\"", listed(titles))),
            }
        }
    }
}

/// The titles there are, in a sentence.
fn listed(titles: &[Title]) -> String {
    let shown: Vec<String> =
        titles.iter().take(TITLES_SHOWN).map(|title| format!("\"{}\"", title.text)).collect();
    let more = if titles.len() > TITLES_SHOWN { ", .." } else { "" };
    format!("one of the columns {}{more}", shown.join(", "))
}

/// What a title says where only some units are meant.
fn unit_among(
    title: Option<&Title>,
    units: &[Unit],
    expected: &str,
) -> Result<Option<Unit>, String> {
    match title.map(|title| (&title.unit, &title.text)) {
        None | Some((Stated::Nothing, _)) => Ok(None),
        Some((Stated::Known(unit), _)) if units.contains(unit) => Ok(Some(*unit)),
        Some((Stated::Known(unit), text)) => {
            Err(format!("expected {expected}, found the unit {} in \"{text}\"", unit.name()))
        }
        Some((Stated::Unknown(unit), text)) => {
            Err(format!("expected {expected}, found the unit \"{unit}\" in \"{text}\""))
        }
    }
}

/// Milliseconds in the unit of a column of times; without a unit, it is in ms.
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
        // Divided by the reciprocal, which is a whole number.
        decimal(value / (1.0 / factor).round())
    } else {
        decimal(value * factor)
    }
}

/// Samples that are being read.
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

    /// Of two rows at one time the last counts: that is how a table draws an edge.
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

/// A number without what is too small to mean anything.
fn sized(value: f64) -> f64 {
    if value.abs() < NUMBER_MIN { 0.0 } else { value }
}

/// The current of a sample, if a command could ask for it, too.
pub(super) fn current(value: f64, unit: &str) -> Result<f64, String> {
    // Written so that NaN is refused, too.
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

/// The time of a row (ms), if it does not go back.
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
