//! Samples in a protocol: inline, or from a table in a file.

use std::ops::Range;

use toml::Spanned;

use super::number::{DURATION_MS_MAX, NUMBERS_MAX, Number};
use super::table::{self, Table};
use crate::input::{Problem, brief};
use crate::model::stimulus::{SampleTimes, Samples};

/// The keys of a segment of samples, before they have been checked.
pub(super) struct RawSamples<'a> {
    /// The position of the segment in the text.
    pub(super) place: &'a Range<usize>,
    pub(super) file: Option<&'a Spanned<String>>,
    /// The contents of the table, or the reason why it must not be read.
    pub(super) table: Option<&'a Result<Table, String>>,
    /// A key that is valid only with `file`, and its position.
    pub(super) of_file: Option<(&'static str, Range<usize>)>,
    pub(super) sample_ms: Option<&'a Number>,
    pub(super) times_ms: Option<&'a Spanned<Vec<Number>>>,
    pub(super) values: Option<&'a Spanned<Vec<Number>>>,
    /// The unit of the neuron's current, if it has one.
    pub(super) unit: Option<&'a str>,
}

impl RawSamples<'_> {
    pub(super) fn check(&self) -> Result<Samples, Problem> {
        match (self.file, self.values) {
            (Some(file), None) => self.tabled(file),
            (None, Some(values)) => match &self.of_file {
                None => self.inline(values),
                Some((key, place)) => {
                    let message = format!("{key}: not expected without a file");
                    Err(Problem::at(place.clone(), message))
                }
            },
            (Some(file), Some(_)) => {
                Err(Problem::at(file.span(), "expected file or values, found both"))
            }
            (None, None) => {
                let message = "expected file or values in this segment";
                Err(Problem::at(self.place.clone(), message))
            }
        }
    }

    fn tabled(&self, file: &Spanned<String>) -> Result<Samples, Problem> {
        let table = match self.table {
            Some(Ok(table)) => table,
            Some(Err(reason)) => return Err(Problem::at(file.span(), format!("file: {reason}"))),
            None => {
                let message =
                    "file: expected values in its place, since no file can be named from here";
                return Err(Problem::at(file.span(), message));
            }
        };
        if let Some(surplus) = self.times_ms {
            let message = "times_ms: not expected beside a file";
            return Err(Problem::at(surplus.span(), message));
        }
        if let Some(misfit) = table.misfit(self.unit) {
            return Err(Problem::at(file.span(), format!("file: {misfit}")));
        }
        let sample_ms = self.sample_ms.map(checked_sample_ms).transpose()?;
        table.samples_every(sample_ms).ok_or_else(|| {
            Problem::at(self.place.clone(), "expected sample_ms or a column of times, found none")
        })
    }

    fn inline(&self, values: &Spanned<Vec<Number>>) -> Result<Samples, Problem> {
        let count = values.get_ref().len();
        if !(1..=NUMBERS_MAX).contains(&count) {
            let message = format!("values: expected 1 to {NUMBERS_MAX} numbers, found {count}");
            return Err(Problem::at(values.span(), message));
        }
        let times = match (self.sample_ms, self.times_ms) {
            (Some(sample_ms), None) => SampleTimes::Every(checked_sample_ms(sample_ms)?),
            (None, Some(times)) => SampleTimes::At(checked_times_ms(times, count)?.into()),
            (Some(_), Some(times)) => {
                let message = "expected sample_ms or times_ms, found both";
                return Err(Problem::at(times.span(), message));
            }
            (None, None) => {
                let message = "expected sample_ms or times_ms in this segment";
                return Err(Problem::at(self.place.clone(), message));
            }
        };
        let values = values.get_ref().iter().map(|value| {
            table::current(*value.get_ref(), "")
                .map_err(|message| Problem::at(value.span(), message))
        });
        Ok(Samples { values: values.collect::<Result<_, _>>()?, times })
    }
}

/// Inline times (ms), one for each of `count` values, strictly ascending. Only tables may contain
/// two equal times, which denote an edge.
fn checked_times_ms(times: &Spanned<Vec<Number>>, count: usize) -> Result<Vec<f64>, Problem> {
    let found = times.get_ref().len();
    if found != count {
        let message = format!("times_ms: expected {count}, one for each value, found {found}");
        return Err(Problem::at(times.span(), message));
    }
    let mut times_ms: Vec<f64> = Vec::with_capacity(count);
    for time in times.get_ref() {
        let problem = |message: String| Problem::at(time.span(), message);
        let time_ms = table::time_ms(*time.get_ref()).map_err(problem)?;
        if let Some(before) = times_ms.last().filter(|before| time_ms <= **before) {
            let (before, found) = (brief(*before), brief(time_ms));
            let message =
                format!("expected a time after the one before ({before} ms), found {found}");
            return Err(problem(message));
        }
        times_ms.push(time_ms);
    }
    Ok(times_ms)
}

pub(super) fn checked_sample_ms(sample_ms: &Number) -> Result<f64, Problem> {
    let value = *sample_ms.get_ref();
    if value > 0.0 && value <= DURATION_MS_MAX {
        return Ok(value);
    }
    let found = brief(value);
    let message =
        format!("sample_ms: expected above 0 and at most {DURATION_MS_MAX}, found {found}");
    Err(Problem::at(sample_ms.span(), message))
}
