//! Axon text files, as pClamp writes them: a line `ATF` with the version, a line with the numbers
//! of header lines and of columns, the header lines, a line of titles, the rows.

use super::head::Head;
use super::header::titles;
use super::lines::{Line, Lines};
use super::rows::Text;
use super::separator::Separator;
use crate::input::InputError;

/// Prefix of error messages.
const FORMAT: &str = "ATF: ";
/// Most header lines, and most columns.
const COUNT_MAX: usize = 65_536;

/// Whether a file with this first line is an Axon text file.
pub(super) fn begins(line: &str) -> bool {
    let mut words = line.split(['\t', ' ', ',']).filter(|word| !word.is_empty());
    words.next() == Some("ATF")
        && words.next().is_some_and(|version| version.parse::<f64>().is_ok())
        && words.next().is_none()
}

/// Reads the header after its `first` line.
pub(super) fn open<'a>(mut lines: Lines<'a>, first: &Line) -> Result<(Head, Text<'a>), InputError> {
    let mut line = first.clone();
    next(&mut lines, &mut line, "the numbers of header lines and of columns")?;
    let (headers, columns) = counts(&lines, &line)?;
    for number in 1..=headers {
        next(&mut lines, &mut line, &format!("header line {number} of {headers}"))?;
    }
    next(&mut lines, &mut line, "a line of titles")?;
    let separator =
        if line.text.contains('\t') || columns == 1 { Separator::Tab } else { Separator::Comma };
    let titles = titles(&lines, &line, separator)?;
    let wrong = |message: String| lines.wrong_at(line.number, 1, FORMAT.to_owned() + &message);
    if titles.len() != columns {
        let expected = Separator::Tab.columns(columns);
        return Err(wrong(format!("expected the titles of {expected}, found {}", titles.len())));
    }
    if titles.iter().all(|title| title.text.parse::<f64>().is_ok()) {
        return Err(wrong("expected titles, found numbers".to_owned()));
    }
    let head = Head { titles: Some(titles), columns, place: Some((line.number, 1)) };
    let columns_line = line.number;
    let commas = separator.allows_decimal_comma(true);
    let format = FORMAT;
    Ok((head, Text { lines, separator, format, columns, columns_line, commas, first: None }))
}

fn next(lines: &mut Lines<'_>, line: &mut Line, expected: &str) -> Result<(), InputError> {
    if lines.next(line)? {
        return Ok(());
    }
    Err(lines.wrong(format!("{FORMAT}expected {expected}, found the end of the file")))
}

/// The numbers of header lines and of columns.
fn counts(lines: &Lines<'_>, line: &Line) -> Result<(usize, usize), InputError> {
    let words = line.text.split(['\t', ' ', ',']).filter(|word| !word.is_empty());
    let numbers: Vec<Option<usize>> = words.map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [Some(headers), Some(columns)]
            if headers <= COUNT_MAX && (1..=COUNT_MAX).contains(&columns) =>
        {
            Ok((headers, columns))
        }
        _ => {
            let message = format!("{FORMAT}expected the numbers of header lines and of columns");
            Err(lines.wrong_at(line.number, 1, message))
        }
    }
}
