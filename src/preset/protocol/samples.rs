//! Samples in a protocol: inline, or from a table of comma-separated values beside it.

use std::ops::Range;

use toml::Spanned;

use super::{DURATION_MS_MAX, NUMBERS_MAX, Number};
use crate::engine::CURRENT_MAX;
use crate::input::{Document, InputError, Problem};
use crate::model::stimulus::{SampleTimes, Samples};

/// Reads a file that a protocol names, from where that is relative to: its name for errors, and its
/// text.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<(String, String), InputError> + 'a;

/// Numbers smaller than this count as 0: they mean nothing, and would take hundreds of digits in a
/// recording.
const NUMBER_MIN: f64 = 1e-9;

/// A table of one column, currents, or two, times (ms) and currents.
#[derive(Debug)]
pub(super) struct Table {
    times_ms: Option<Vec<f64>>,
    values: Vec<f64>,
}

/// A field of a line, and where in the text it is.
struct Field<'a> {
    text: &'a str,
    place: Range<usize>,
}

impl Table {
    /// Reads the text of the file called `name`. A first line that does not begin with a number is a
    /// title.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, InputError> {
        let document = Document::new(name, text);
        Self::read(text).map_err(|problem| match problem.place {
            None => InputError::whole(name, problem.message),
            Some(_) => document.error(problem),
        })
    }

    fn read(text: &str) -> Result<Self, Problem> {
        let (mut times_ms, mut values) = (Vec::new(), Vec::new());
        let mut columns = None;
        for (index, fields) in lines(text).enumerate() {
            let expected = *columns.get_or_insert(fields.len());
            let place = || fields.first().map_or(0..0, |field| field.place.clone());
            if !(1..=2).contains(&expected) {
                let message = format!("expected one or two columns, found {expected}");
                return Err(Problem::at(place(), message));
            }
            if fields.len() != expected {
                let message =
                    format!("expected {expected} as in the first line, found {}", fields.len());
                return Err(Problem::at(place(), format!("number of columns: {message}")));
            }
            if index == 0 && fields[0].text.parse::<f64>().is_err() {
                continue;
            }
            if times_ms.len() + values.len() + fields.len() > NUMBERS_MAX {
                let message = format!("expected at most {NUMBERS_MAX} numbers");
                return Err(Problem::at(place(), message));
            }
            if let [time, _] = &fields[..] {
                times_ms.push(time_ms(time.number()?, times_ms.last(), &time.place)?);
            }
            if let Some(value) = fields.last() {
                values.push(current(value.number()?, &value.place)?);
            }
        }
        if values.is_empty() {
            let message = "expected at least one row of numbers, found none".to_owned();
            return Err(Problem { place: None, message });
        }
        Ok(Self { times_ms: (columns == Some(2)).then_some(times_ms), values })
    }
}

/// The lines with their fields; empty lines at the end do not count, nor does a byte order mark.
fn lines(text: &str) -> impl Iterator<Item = Vec<Field<'_>>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut offset = start;
    text[start..].trim_end().split('\n').map(move |line| {
        let mut at = offset;
        offset += line.len() + 1;
        let fields = line.split(',').map(|field| {
            let before = field.len() - field.trim_start().len();
            let (text, begin) = (field.trim(), at + before);
            at += field.len() + 1;
            Field { text, place: begin..begin + text.len() }
        });
        fields.collect()
    })
}

impl Field<'_> {
    fn number(&self) -> Result<f64, Problem> {
        self.text.parse().map_err(|_| {
            let found: String = self.text.chars().take(32).collect();
            Problem::at(self.place.clone(), format!("expected a number, found \"{found}\""))
        })
    }
}

/// A number without what is too small to mean anything.
fn sized(value: f64) -> f64 {
    if value.abs() < NUMBER_MIN { 0.0 } else { value }
}

fn current(value: f64, place: &Range<usize>) -> Result<f64, Problem> {
    // Written so that NaN is refused, too.
    if value.abs() <= CURRENT_MAX {
        return Ok(sized(value));
    }
    let message = format!("expected a current of at most {CURRENT_MAX} in size, found {value}");
    Err(Problem::at(place.clone(), message))
}

fn time_ms(value: f64, before: Option<&f64>, place: &Range<usize>) -> Result<f64, Problem> {
    let found =
        |expected: String| Err(Problem::at(place.clone(), expected + &format!(", found {value}")));
    if !(0.0..=DURATION_MS_MAX).contains(&value) {
        return found(format!("expected a time of 0 to {DURATION_MS_MAX} ms"));
    }
    match before {
        Some(before) if sized(value) <= *before => {
            found(format!("expected a time after the one before ({before} ms)"))
        }
        _ => Ok(sized(value)),
    }
}

/// The keys of a segment of samples, before they have been checked.
pub(super) struct RawSamples<'a> {
    /// The segment's place.
    pub(super) place: &'a Range<usize>,
    pub(super) file: Option<&'a Spanned<String>>,
    /// What stands in the file.
    pub(super) table: Option<&'a Table>,
    pub(super) sample_ms: Option<&'a Number>,
    pub(super) times_ms: Option<&'a Spanned<Vec<Number>>>,
    pub(super) values: Option<&'a Spanned<Vec<Number>>>,
}

impl RawSamples<'_> {
    pub(super) fn check(&self) -> Result<Samples, Problem> {
        let problem = |message: &str| Err(Problem::at(self.place.clone(), message));
        match (self.file, self.values) {
            (Some(file), None) => self.tabled(file),
            (None, Some(values)) => self.inline(values),
            (Some(file), Some(_)) => {
                Err(Problem::at(file.span(), "expected file or values, found both"))
            }
            (None, None) => problem("expected file or values in this segment"),
        }
    }

    fn tabled(&self, file: &Spanned<String>) -> Result<Samples, Problem> {
        let Some(Table { times_ms, values }) = self.table else {
            let message =
                "file: expected values in its place, since no file can be named from here";
            return Err(Problem::at(file.span(), message));
        };
        if let Some(surplus) = self.times_ms {
            let message = "times_ms: not expected: times are the first of two columns in the file";
            return Err(Problem::at(surplus.span(), message));
        }
        let times = match (times_ms, self.sample_ms) {
            (Some(times_ms), None) => SampleTimes::At(times_ms[..].into()),
            (None, Some(sample_ms)) => SampleTimes::Every(checked_sample_ms(sample_ms)?),
            (Some(_), Some(surplus)) => {
                let message = "sample_ms: not expected, since the file has a column of times";
                return Err(Problem::at(surplus.span(), message));
            }
            (None, None) => {
                let message = "sample_ms: expected in this segment, since the file has no times";
                return Err(Problem::at(self.place.clone(), message));
            }
        };
        Ok(Samples { values: values[..].into(), times })
    }

    fn inline(&self, values: &Spanned<Vec<Number>>) -> Result<Samples, Problem> {
        let count = values.get_ref().len();
        if !(1..=NUMBERS_MAX).contains(&count) {
            let message = format!("values: expected 1 to {NUMBERS_MAX} numbers, found {count}");
            return Err(Problem::at(values.span(), message));
        }
        let times = match (self.sample_ms, self.times_ms) {
            (Some(sample_ms), None) => SampleTimes::Every(checked_sample_ms(sample_ms)?),
            (None, Some(times)) => {
                let found = times.get_ref().len();
                if found != count {
                    let message =
                        format!("times_ms: expected {count}, one for each value, found {found}");
                    return Err(Problem::at(times.span(), message));
                }
                let mut times_ms = Vec::with_capacity(count);
                for time in times.get_ref() {
                    times_ms.push(time_ms(*time.get_ref(), times_ms.last(), &time.span())?);
                }
                SampleTimes::At(times_ms.into())
            }
            (Some(_), Some(times)) => {
                let message = "expected sample_ms or times_ms, found both";
                return Err(Problem::at(times.span(), message));
            }
            (None, None) => {
                let message = "expected sample_ms or times_ms in this segment";
                return Err(Problem::at(self.place.clone(), message));
            }
        };
        let values = values.get_ref().iter().map(|value| current(*value.get_ref(), &value.span()));
        Ok(Samples { values: values.collect::<Result<_, _>>()?, times })
    }
}

fn checked_sample_ms(sample_ms: &Number) -> Result<f64, Problem> {
    let value = *sample_ms.get_ref();
    if value > 0.0 && value <= DURATION_MS_MAX {
        return Ok(value);
    }
    let message =
        format!("sample_ms: expected above 0 and at most {DURATION_MS_MAX}, found {value}");
    Err(Problem::at(sample_ms.span(), message))
}
