//! Tables as text: rows of fields between separators, with or without a header.

use super::header::{Stated, Title};
use super::lines::{Line, Lines};
use super::separator::{Field, Separator};
use super::{Head, Wrong, atf};
use crate::input::{InputError, quoted};

/// A table of text whose header has been read.
pub(super) struct Text<'a> {
    pub(super) lines: Lines<'a>,
    pub(super) separator: Separator,
    /// How errors call the format, with what comes between.
    pub(super) format: &'static str,
    pub(super) columns: usize,
    /// Whether a comma may mark the decimals of a number that does not stand in quotation marks.
    pub(super) commas: bool,
    /// The number of the line that says how many columns there are.
    pub(super) columns_line: usize,
    /// The first row of numbers, if it has been read.
    pub(super) first: Option<Line>,
}

/// What marks the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Point,
    Comma,
}

/// The first line says what the table is.
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
    let separator = found_in(&row.text, Some(&first.text));
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

/// A table that begins with numbers. The comment before them is its header if it has as many titles as
/// there are columns, one of them with a unit, as `numpy.savetxt` writes it.
fn without_header<'a>(
    lines: Lines<'a>,
    row: Line,
    comment: Option<&Line>,
) -> Result<(Head, Text<'a>), InputError> {
    let separator = found_in(&row.text, None);
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

/// Whether the first field of a line is a number, whatever stands between fields.
fn begins_with_number(line: &str) -> bool {
    let start = line.trim_start().trim_start_matches('"').trim_start();
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"');
    start.split(ends).next().is_some_and(|field| field.parse::<f64>().is_ok())
}

/// What stands between the columns: that which makes numbers of most fields of a row, and as many
/// fields as the header has; where nothing makes numbers, the first that there is.
fn found_in(row: &str, header: Option<&str>) -> Separator {
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
        // A larger share of numbers wins, and of equals the first.
        if (fits, numbers * best.2) > (best.0, best.1 * count) {
            best = (fits, numbers, count, Some(separator));
        }
    }
    let present = || Separator::ALL.into_iter().find(|separator| separator.is_in(row.trim()));
    best.3.or_else(present).unwrap_or(Separator::None)
}

impl Separator {
    /// Whether it makes `count` titles of a header. One title holds no other separator than blanks.
    fn fits(self, header: &str, count: usize) -> bool {
        let others = [Self::Tab, Self::Semicolon, Self::Comma];
        let titles = grouped(header, self).map_or(0, |titles| titles.len());
        titles == count && (self != Self::None || !others.iter().any(|other| other.is_in(header)))
    }
}

/// The fields of a header. Where blanks part them, a unit in brackets belongs to the word before it.
fn grouped(header: &str, separator: Separator) -> Result<Vec<String>, super::separator::Unclosed> {
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

impl Text<'_> {
    /// Hands `take` the numbers of each row in the `wanted` columns, counted from 0.
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

/// The number that `text` is, whose decimals `commas` may mark, too. All numbers of a table mark them
/// alike.
fn number(text: &str, commas: bool, mark: &mut Option<Mark>) -> Result<f64, String> {
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
            assert_eq!(found_in(row, header), expected, "{row}");
        }
    }

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
