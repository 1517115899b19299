//! The text of a file, and errors that name their place in the file.

use serde::de::DeserializeOwned;

use super::number::with_brief_numbers;
use super::problem::Problem;
use super::quote::with_short_quotes;
use super::{brief, clean, fitted, weight};

/// Longest name of a file in an error (bytes); a longer name loses its middle.
const NAME_BYTES_MAX: usize = 120;

/// A mistake in the user's input; displayed as one line with file, line, column and what was
/// expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    source_name: String,
    position: Option<(usize, usize)>,
    message: String,
}

impl InputError {
    /// A mistake that concerns all of `source_name`.
    #[must_use]
    pub fn whole(source_name: &str, message: impl Into<String>) -> Self {
        Self { source_name: source_name.to_owned(), position: None, message: message.into() }
    }

    /// A mistake at a line and column of `source_name`, counted from 1.
    #[must_use]
    pub fn at(source_name: &str, position: (usize, usize), message: impl Into<String>) -> Self {
        let position = Some(position);
        Self { source_name: source_name.to_owned(), position, message: message.into() }
    }

    /// The same place with another message, for a message that quotes text not to be shown.
    #[must_use]
    pub fn unquoted(self, message: &str) -> Self {
        Self { message: message.to_owned(), ..self }
    }

    /// The message without the place: what was expected and what was found.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column of the mistake, counted from 1, if a place can be named.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&fitted(&self.source_name, NAME_BYTES_MAX))?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", clean(&self.message))
    }
}

impl std::error::Error for InputError {}

/// A text with the name of its file and the line of the file on which the text starts.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Name of the file, as the user gave it.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// Number of lines of the file before the text.
    pub lines_before: usize,
}

impl<'a> Document<'a> {
    /// A whole file.
    #[must_use]
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text, lines_before: 0 }
    }

    /// Reads the text as TOML.
    ///
    /// # Errors
    /// The text is not TOML, not of the type `T`, or has too many keys and values.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, InputError> {
        weight::check(self.text).map_err(|problem| self.error(problem))?;
        toml::from_str(self.text).map_err(|error| {
            let message = with_brief_numbers(&error.message().trim_end().replace('\n', ", "));
            let message = with_short_quotes(&message);
            self.error(Problem { place: error.span(), message })
        })
    }

    /// Turns a problem in this text into an error that names file, line and column.
    #[must_use]
    pub fn error(&self, problem: Problem) -> InputError {
        let position = problem.place.map(|place| self.position(place.start));
        InputError { source_name: self.name.to_owned(), position, message: problem.message }
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = self.lines_before + before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// The value of `number`, if it is finite; `key` names it in the error.
///
/// # Errors
/// The number is infinite or NaN.
pub fn finite(key: &str, number: &toml::Spanned<f64>) -> Result<f64, Problem> {
    let value = *number.get_ref();
    if value.is_finite() {
        return Ok(value);
    }
    let found = brief(value);
    Err(Problem::at(number.span(), format!("{key}: expected a finite number, found {found}")))
}

/// The value of `number`, if it is finite and `fits`; `key` and `expected` are for the error.
///
/// # Errors
/// The number is not finite or does not fit.
pub fn ranged(
    key: &str,
    number: &toml::Spanned<f64>,
    fits: impl Fn(f64) -> bool,
    expected: &str,
) -> Result<f64, Problem> {
    let value = finite(key, number)?;
    if fits(value) {
        return Ok(value);
    }
    let found = brief(value);
    Err(Problem::at(number.span(), format!("{key}: expected {expected}, found {found}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_line_and_column() {
        let document = Document { name: "a\u{1b}.toml", text: "x = 1\ny = 2", lines_before: 4 };
        let error = document.error(Problem::at(10..11, "expected 3"));
        assert_eq!(error.to_string(), "a\\u{1b}.toml:6:5: expected 3");
    }
}
