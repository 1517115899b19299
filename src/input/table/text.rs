//! Tables as text: rows of fields with separators, with or without a header.

use super::atf;
use super::head::Head;
use super::header::{Stated, grouped, titles};
use super::lines::{Line, Lines};
use super::rows::{Text, number};
use super::separator::{Field, Separator};
use crate::input::InputError;

/// Opens a table: the first line decides between ATF, a table with a header, and one without.
pub(super) fn open<'a>(mut lines: Lines<'a>) -> Result<(Head, Text<'a>), InputError> {
    let (mut first, mut comment) = (Line::default(), None);
    let found = lines.next_row(&mut first, &mut comment)?;
    if !found {
        return Err(lines.wrong("expected a table of numbers, found nothing"));
    }
    if atf::begins(&first.text) {
        return atf::open(lines, &first);
    }
    if begins_with_number(&first.text) {
        return without_header(lines, first, comment.as_ref());
    }
    let mut row = Line::default();
    if !lines.next_row(&mut row, &mut None)? {
        return Err(lines.wrong("expected at least one row of numbers, found none"));
    }
    let separator = detect_separator(&row.text, Some(&first.text));
    let titles = titles(&lines, &first, separator)?;
    let columns = fields_of(&lines, &row, separator)?.len();
    if titles.len() != columns {
        let (expected, found) = (separator.columns(columns), titles.len());
        let line = row.number;
        let message = format!("header: expected {expected}, as in line {line}, found {found}");
        return Err(lines.wrong_at(first.number, 1, message));
    }
    let head = Head { titles: Some(titles), columns, place: Some((first.number, 1)) };
    let (columns_line, commas) = (first.number, separator.allows_decimal_comma(true));
    let text =
        Text { lines, separator, format: "", columns, columns_line, commas, first: Some(row) };
    Ok((head, text))
}

/// Opens a table that begins with numbers. The last comment before them is the header if it has as
/// many titles as there are columns, one of them with a unit, as `numpy.savetxt` writes it.
fn without_header<'a>(
    lines: Lines<'a>,
    row: Line,
    comment: Option<&Line>,
) -> Result<(Head, Text<'a>), InputError> {
    let separator = detect_separator(&row.text, None);
    let columns = fields_of(&lines, &row, separator)?.len();
    let header = comment.and_then(|line| {
        let marks = line.text.len() - line.text.trim_start().trim_start_matches('#').len();
        let blanked = format!("{}{}", " ".repeat(marks), &line.text[marks..]);
        let line = Line { text: blanked, number: line.number };
        let titles = titles(&lines, &line, separator).ok()?;
        let has_unit = titles.iter().any(|title| matches!(title.unit, Stated::Known(_)));
        (titles.len() == columns && has_unit).then_some((titles, (line.number, 1)))
    });
    let (titles, place) = header.unzip();
    let head = Head { titles, columns, place };
    let columns_line = row.number;
    let commas = separator.allows_decimal_comma(head.titles.is_some());
    let text =
        Text { lines, separator, format: "", columns, columns_line, commas, first: Some(row) };
    Ok((head, text))
}

/// Whether the first field of a line is a number, whatever the separator.
fn begins_with_number(line: &str) -> bool {
    let start = line.trim_start().trim_start_matches('"').trim_start();
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"');
    start.split(ends).next().is_some_and(|field| field.parse::<f64>().is_ok())
}

/// Detects the separator of a row. It should split `header` into as many titles as the row has
/// fields, then make the largest fraction of fields numbers; if none makes numbers, the first that
/// occurs in the row.
fn detect_separator(row: &str, header: Option<&str>) -> Separator {
    let mut fields = Vec::new();
    let mut best = (false, 0, 1, None);
    for separator in Separator::ALL {
        if separator.split(row, &mut fields).is_err() {
            continue;
        }
        let count = fields.len();
        let commas = separator.allows_decimal_comma(header.is_some());
        let is_number = |field: &&Field| {
            number(&row[field.place.clone()], field.quoted || commas, &mut None).is_ok()
        };
        let numbers = fields.iter().filter(is_number).count();
        if numbers == 0 || (separator != Separator::None && count < 2) {
            continue;
        }
        let fits = header.is_none_or(|header| separator.fits(header, count));
        // The larger fraction of numbers wins; of equal fractions, the first.
        if (fits, numbers * best.2) > (best.0, best.1 * count) {
            best = (fits, numbers, count, Some(separator));
        }
    }
    let present = || Separator::ALL.into_iter().find(|separator| separator.is_in(row.trim()));
    best.3.or_else(present).unwrap_or(Separator::None)
}

impl Separator {
    /// Whether this separator splits a header into `count` titles. A single title contains no
    /// separator but blanks.
    fn fits(self, header: &str, count: usize) -> bool {
        let others = [Self::Tab, Self::Semicolon, Self::Comma];
        let titles = grouped(header, self).map_or(0, |titles| titles.len());
        titles == count && (self != Self::None || !others.iter().any(|other| other.is_in(header)))
    }
}

fn fields_of(
    lines: &Lines<'_>,
    line: &Line,
    separator: Separator,
) -> Result<Vec<Field>, InputError> {
    let mut fields = Vec::new();
    let wrong = |(offset, message)| lines.wrong_at(line.number, line.column(offset), message);
    separator.split(&line.text, &mut fields).map_err(wrong)?;
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        for (row, header, expected) in [
            ("0,1", None, Separator::Comma),
            ("0, 1", None, Separator::Comma),
            ("0;1", None, Separator::Semicolon),
            ("0,5;1,5", None, Separator::Semicolon),
            ("0,5\t1,5", None, Separator::Tab),
            ("0,5 1,5", None, Separator::Blanks),
            ("0,5  1", None, Separator::Blanks),
            ("0 1", Some("Time (s) I (pA)"), Separator::Blanks),
            ("0,5", None, Separator::Comma),
            ("0,5", Some("I (pA)"), Separator::None),
            ("0,5", Some("t,I,V"), Separator::Comma),
            ("three,four", Some("one,two"), Separator::Comma),
            ("0,\"1\"2", None, Separator::Comma),
            ("1.5", None, Separator::None),
            ("\"0,5\",\"1,5\"", None, Separator::Comma),
            ("0,1,ok", Some("t,I,note"), Separator::Comma),
            ("0 1", Some("t I"), Separator::Blanks),
            ("word", None, Separator::None),
        ] {
            assert_eq!(detect_separator(row, header), expected, "{row}");
        }
    }
}
