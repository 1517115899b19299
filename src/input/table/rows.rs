//! Reading the rows of a text table.

use super::head::Wrong;
use super::lines::{Line, Lines};
use super::separator::{Field, Separator};
use crate::input::{InputError, quoted};

/// A text table whose header has been read.
pub(super) struct Text<'a> {
    pub(super) lines: Lines<'a>,
    pub(super) separator: Separator,
    /// Prefix of error messages: the name of the format and a colon, or nothing.
    pub(super) format: &'static str,
    pub(super) columns: usize,
    /// Whether an unquoted number may have a decimal comma.
    pub(super) commas: bool,
    /// The line that determines the number of columns, counted from 1.
    pub(super) columns_line: usize,
    /// The first row of numbers, if it was read with the header.
    pub(super) first: Option<Line>,
}

/// The decimal mark of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Point,
    Comma,
}

impl Text<'_> {
    /// Passes the numbers in the `wanted` columns (counted from 0) of each row to `take`; returns
    /// the number of rows.
    pub(super) fn rows<const N: usize>(
        mut self,
        wanted: [usize; N],
        mut take: impl FnMut([f64; N]) -> Result<(), Wrong>,
    ) -> Result<u64, InputError> {
        let (mut line, mut fields, mut mark, mut count) = (Line::default(), Vec::new(), None, 0);
        loop {
            match self.first.take() {
                Some(first) => line = first,
                None if self.lines.next_row(&mut line, &mut None)? => {}
                None => return Ok(count),
            }
            let place = |offset: usize| (line.number, line.column(offset));
            let wrong = |(at, column): (usize, usize), message: String| {
                self.lines.wrong_at(at, column, self.format.to_owned() + &message)
            };
            let split = self.separator.split(&line.text, &mut fields);
            split.map_err(|(offset, message)| wrong(place(offset), message.to_owned()))?;
            if fields.len() != self.columns {
                let expected = self.separator.columns(self.columns);
                let (at, found) = (self.columns_line, fields.len());
                let message = format!("expected {expected}, as in line {at}, found {found}");
                return Err(wrong((line.number, 1), message));
            }
            let mut numbers = [0.0; N];
            for (value, column) in numbers.iter_mut().zip(wanted) {
                let Field { place: at, quoted } = &fields[column];
                let found = number(&line.text[at.clone()], *quoted || self.commas, &mut mark);
                *value = found.map_err(|message| {
                    let columns = self.separator.columns(self.columns);
                    wrong(place(at.start), format!("{message} ({columns})"))
                })?;
            }
            take(numbers).map_err(|Wrong { which, message }| {
                wrong(place(fields[wanted[which]].place.start), message)
            })?;
            count += 1;
        }
    }
}

/// Parses a number with a decimal point or, with `commas`, a decimal comma. `mark` keeps the first
/// decimal mark of the table, which all its numbers must share.
pub(super) fn number(text: &str, commas: bool, mark: &mut Option<Mark>) -> Result<f64, String> {
    let text = text.trim();
    let shown = || {
        if text.is_empty() { "nothing".to_owned() } else { quoted(text) }
    };
    let is_comma = commas && text.bytes().filter(|&c| c == b',').count() == 1;
    let parsed = if is_comma && !text.contains('.') {
        text.replace(',', ".").parse::<f64>()
    } else {
        text.parse::<f64>()
    };
    let Ok(value) = parsed else { return Err(format!("expected a number, found {}", shown())) };
    let found = match (is_comma, text.contains('.')) {
        (true, _) => Mark::Comma,
        (_, true) => Mark::Point,
        _ => return Ok(value),
    };
    let expected = *mark.get_or_insert(found);
    if found == expected {
        return Ok(value);
    }
    Err(match expected {
        Mark::Point => format!("expected decimals after a point, as before, found {}", shown()),
        Mark::Comma => format!("expected decimals after a comma, as before, found {}", shown()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_marked_in_one_way() {
        let of = |text| number(text, true, &mut None);
        assert_eq!(of("0,5"), Ok(0.5));
        assert_eq!(of("-1,5e-3"), Ok(-1.5e-3));
        assert!(of("1.234,5").is_err());
        assert!(of("1,234,5").is_err());
        assert!(number("0,5", false, &mut None).is_err());
        let mut mark = None;
        assert_eq!(number("0.5", true, &mut mark), Ok(0.5));
        assert_eq!(number("1", true, &mut mark), Ok(1.0));
        assert!(number("0,5", true, &mut mark).is_err());
    }
}
