//! The columns of a table that are read.

use crate::input::quoted;
use serde::{Deserialize, Deserializer, Serialize};

use crate::input::table::Title;

/// Maximum number of titles in an error.
const TITLES_SHOWN: usize = 6;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Column {
    /// The column with this number, counted from 1.
    Number(u64),
    /// The column with this title, with or without its unit.
    Name(String),
}

impl Column {
    /// The column for a user's text: digits alone are a number.
    #[must_use]
    pub fn named(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Name(text.to_owned()), Self::Number)
    }
}

impl<'de> Deserialize<'de> for Column {
    /// Written by hand, because a derived untagged enum loses the position of the value.
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

/// The columns of a table that are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Column of times; by default the first column, if there are two or more.
    pub time: Option<Column>,
    /// Column of currents; by default the first column that does not hold the times.
    pub current: Option<Column>,
    /// Whether samples are equidistant, so that no column holds times.
    pub even: bool,
}

/// The column of times, if there is one, and the column of currents, counted from 0.
pub(super) fn chosen(
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
            // If column 0 holds the times, the default column of currents is the next.
            let current = current.unwrap_or(if time == 0 { 1 } else { 0 });
            if current < count && current != time {
                return Ok((Some(time), current));
            }
            let found = time + 1;
            Err(format!("expected times and currents in two columns, found both in column {found}"))
        }
    }
}

/// The index of `column`, counted from 0.
fn found(titles: Option<&[Title]>, count: usize, column: &Column) -> Result<usize, String> {
    match column {
        Column::Number(number) => match usize::try_from(*number) {
            Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
            _ => Err(format!("expected a column from 1 to {count}, found {number}")),
        },
        Column::Name(name) => {
            let Some(titles) = titles else {
                return Err(format!(
                    "expected a header with a column {}, found none",
                    quoted(name)
                ));
            };
            let mut places = (0..).zip(titles).filter(|(_, title)| title.is_called(name));
            match (places.next(), places.next()) {
                (Some((place, _)), None) => Ok(place),
                (Some(_), Some(_)) => {
                    Err(format!("expected one column {}, found more", quoted(name)))
                }
                (None, _) => Err(format!("expected {}, found {}", listed(titles), quoted(name))),
            }
        }
    }
}

/// The titles of the table, for an error.
fn listed(titles: &[Title]) -> String {
    let shown: Vec<String> =
        titles.iter().take(TITLES_SHOWN).map(|title| quoted(&title.text)).collect();
    let more = if titles.len() > TITLES_SHOWN { ", .." } else { "" };
    format!("one of the columns {}{more}", shown.join(", "))
}
