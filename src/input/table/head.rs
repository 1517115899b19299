//! The head of a table, known before its rows are read, and a caller's error about a row.

use super::header::Title;

/// The columns of a table, known before its rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The title of each column, if there is a header.
    pub titles: Option<Vec<Title>>,
    /// Number of columns.
    pub columns: usize,
    /// Line and column of the header, counted from 1, if there is a header.
    pub place: Option<(usize, usize)>,
}

/// The error of a caller that refuses a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Index of the wrong number among the wanted columns, counted from 0.
    pub which: usize,
    /// What was expected and what was found.
    pub message: String,
}
