//! Tables of numbers: text with separators, Axon text files (ATF) and NumPy arrays (`.npy`). Tables
//! are read row by row: only the numbers that the caller keeps take memory.

mod atf;
mod head;
mod header;
mod lines;
mod npy;
mod rows;
mod separator;
mod text;

pub use head::{Head, Wrong};
pub use header::{Stated, Title, Unit};
pub use npy::write_npy;

use std::io::BufRead;

use super::InputError;
use lines::Lines;

/// A table whose header has been read.
pub struct Reader<'a> {
    name: &'a str,
    head: Head,
    body: Body<'a>,
}

enum Body<'a> {
    Text(rows::Text<'a>),
    Npy(npy::Array<'a>),
}

impl<'a> Reader<'a> {
    /// Reads the header of the table in any of the formats; `name` is for errors.
    ///
    /// # Errors
    /// The table is empty, can't be read or has a wrong header.
    pub fn open(name: &'a str, reader: &'a mut dyn BufRead) -> Result<Self, InputError> {
        let start =
            reader.fill_buf().map_err(|error| InputError::whole(name, error.to_string()))?;
        if start.starts_with(npy::MAGIC) {
            let (head, array) = npy::open(name, reader)?;
            return Ok(Self { name, head, body: Body::Npy(array) });
        }
        let (head, text) = text::open(Lines::new(name, reader))?;
        Ok(Self { name, head, body: Body::Text(text) })
    }

    /// Titles and number of columns.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// An error with the place of the header, such as a column that is missing.
    #[must_use]
    pub fn wrong(&self, message: impl Into<String>) -> InputError {
        match self.head.place {
            Some(place) => InputError::at(self.name, place, message),
            None => InputError::whole(self.name, message),
        }
    }

    /// Passes the numbers in the `wanted` columns (counted from 0) of each row to `take`; returns
    /// the number of rows, at least one.
    ///
    /// # Errors
    /// A row has a field that is no number or too few or many fields, or `take` refuses the row.
    pub fn rows<const N: usize>(
        self,
        wanted: [usize; N],
        take: impl FnMut([f64; N]) -> Result<(), Wrong>,
    ) -> Result<u64, InputError> {
        let rows = match self.body {
            Body::Text(text) => text.rows(wanted, take),
            Body::Npy(array) => array.rows(wanted, take),
        }?;
        if rows == 0 {
            let message = "expected at least one row of numbers, found none";
            return Err(InputError::whole(self.name, message));
        }
        Ok(rows)
    }
}

/// Whether a file that begins with `start` is a table rather than TOML: its first line that is
/// neither blank nor a comment has no `=` and does not begin with `[`.
#[must_use]
pub fn is_table(start: &[u8]) -> bool {
    if start.starts_with(npy::MAGIC) {
        return true;
    }
    let text = String::from_utf8_lossy(start);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| !line.starts_with('[') && !line.contains('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_from_toml() {
        for table in ["t,I\n0,1", "# t = 1\n0 1", "\u{feff}0;1", "\u{93}NUMPY", "ATF\t1.0\n"] {
            assert!(is_table(table.as_bytes()), "{table}");
        }
        assert!(is_table(b"\x93NUMPY\x01\x00"));
        for toml in ["duration_ms = 10", "# x\n[[segment]]", "", "\n#\n"] {
            assert!(!is_table(toml.as_bytes()), "{toml}");
        }
    }
}
