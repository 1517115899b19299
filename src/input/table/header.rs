//! The titles of columns: names and units.

use super::lines::{Line, Lines};
use super::separator::{Separator, Unclosed};
use crate::input::InputError;

/// The unit of a column, as its title states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `s`.
    Second,
    /// `ms`.
    Millisecond,
    /// `us` or `µs`.
    Microsecond,
    /// `A`.
    Ampere,
    /// `nA`.
    Nanoampere,
    /// `pA`.
    Picoampere,
    /// Arbitrary units, stated as `a.u.`, `1`, `-` or empty brackets.
    Arbitrary,
}

impl Unit {
    /// The unit that is written as `text`.
    fn named(text: &str) -> Option<Self> {
        Some(match text {
            "s" => Self::Second,
            "ms" => Self::Millisecond,
            // The micro sign and the Greek letter mu.
            "us" | "\u{b5}s" | "\u{3bc}s" => Self::Microsecond,
            "A" => Self::Ampere,
            "nA" => Self::Nanoampere,
            "pA" | "pa" => Self::Picoampere,
            "a.u." | "a. u." | "1" | "-" | "" => Self::Arbitrary,
            _ => return None,
        })
    }

    /// The symbol of the unit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Millisecond => "ms",
            Self::Microsecond => "us",
            Self::Ampere => "A",
            Self::Nanoampere => "nA",
            Self::Picoampere => "pA",
            Self::Arbitrary => "a.u.",
        }
    }
}

/// A title's statement of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// The title states no unit.
    Nothing,
    /// The title states this unit.
    Known(Unit),
    /// The title states a unit with this text, which is not read.
    Unknown(String),
}

/// The title of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The whole title.
    pub text: String,
    /// The title without the unit.
    pub name: String,
    /// The unit, if the title states one.
    pub unit: Stated,
}

/// Units that are recognized after an underscore, but not read. The list distinguishes units from
/// words: `time_min` ends in a unit, `i_ext` does not.
const OTHER_UNITS: [&str; 22] = [
    "sec", "secs", "second", "seconds", "msec", "usec", "ns", "min", "mins", "h", "hr", "hours",
    "fA", "uA", "\u{b5}A", "\u{3bc}A", "mA", "kA", "V", "mV", "uV", "nS",
];

impl Title {
    /// Reads a title: `name (unit)`, `name [unit]`, `name / unit` or `name_unit`, or a unit alone.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim().replace("\"\"", "\"");
        let (name, unit) = split_title(&text);
        let (name, unit) = (name.trim().to_owned(), unit);
        Self { text, name, unit }
    }

    /// Whether the column is called `name`, with or without its unit.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.text == name || self.name == name
    }
}

fn stated(unit: &str) -> Stated {
    let unit = unit.trim();
    Unit::named(unit).map_or_else(|| Stated::Unknown(unit.to_owned()), Stated::Known)
}

/// Splits a title into name and unit.
fn split_title(text: &str) -> (String, Stated) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        let Some(start) = text.rfind(open) else { continue };
        if let Some(length) = text[start..].find(close) {
            let unit = &text[start + 1..start + length];
            let name = format!("{}{}", &text[..start], &text[start + length + 1..]);
            return (name, stated(unit));
        }
    }
    if let Some((name, unit)) = text.rsplit_once('/') {
        return (name.to_owned(), stated(unit));
    }
    if let Some((name, unit)) = text.rsplit_once('_') {
        let known = Unit::named(unit).filter(|unit| *unit != Unit::Arbitrary);
        if known.is_some() || OTHER_UNITS.contains(&unit) {
            return (name.to_owned(), stated(unit));
        }
    }
    match Unit::named(text).filter(|unit| *unit != Unit::Arbitrary) {
        Some(unit) => (text.to_owned(), Stated::Known(unit)),
        None => (text.to_owned(), Stated::Nothing),
    }
}

/// The fields of a header. If blanks separate them, a unit in brackets belongs to the word before.
pub(super) fn grouped(header: &str, separator: Separator) -> Result<Vec<String>, Unclosed> {
    let mut fields = Vec::new();
    separator.split(header, &mut fields)?;
    let mut titles: Vec<String> = Vec::new();
    for field in fields {
        let text = &header[field.place];
        match titles.last_mut() {
            Some(before)
                if separator == Separator::Blanks
                    && !field.quoted
                    && text.starts_with(['(', '[']) =>
            {
                before.push(' ');
                before.push_str(text);
            }
            _ => titles.push(text.to_owned()),
        }
    }
    Ok(titles)
}

/// The titles on a line.
pub(super) fn titles(
    lines: &Lines<'_>,
    line: &Line,
    separator: Separator,
) -> Result<Vec<Title>, InputError> {
    let titles = grouped(&line.text, separator)
        .map_err(|(offset, message)| lines.wrong_at(line.number, line.column(offset), message))?;
    Ok(titles.iter().map(|title| Title::read(title)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_and_never_guessed() {
        let known = Stated::Known;
        for (title, name, unit) in [
            ("Time (s)", "Time", known(Unit::Second)),
            ("Trace #1 (pA)", "Trace #1", known(Unit::Picoampere)),
            ("t [ms]", "t", known(Unit::Millisecond)),
            ("t / \u{b5}s", "t", known(Unit::Microsecond)),
            ("I/nA", "I", known(Unit::Nanoampere)),
            ("t_ms", "t", known(Unit::Millisecond)),
            ("time_us", "time", known(Unit::Microsecond)),
            ("I_A", "I", known(Unit::Ampere)),
            ("pA", "pA", known(Unit::Picoampere)),
            ("current (a.u.)", "current", known(Unit::Arbitrary)),
            ("current ()", "current", known(Unit::Arbitrary)),
            ("I", "I", Stated::Nothing),
            ("i_ext", "i_ext", Stated::Nothing),
            ("current", "current", Stated::Nothing),
            ("", "", Stated::Nothing),
            ("time_min", "time", Stated::Unknown("min".to_owned())),
            ("Time (min)", "Time", Stated::Unknown("min".to_owned())),
            ("V [mV]", "V", Stated::Unknown("mV".to_owned())),
            ("t/h", "t", Stated::Unknown("h".to_owned())),
            ("Time (S)", "Time", Stated::Unknown("S".to_owned())),
        ] {
            let found = Title::read(title);
            assert_eq!((&*found.name, found.unit), (name, unit), "{title}");
        }
    }
}
