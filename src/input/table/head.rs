//! What is known of a table before its rows are read, and what is wrong with one.

use super::header::Title;

/// What is known of a table before its rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The title of each column, if there is a header.
    pub titles: Option<Vec<Title>>,
    /// Number of columns.
    pub columns: usize,
    /// Line and column of the header.
    pub place: Option<(usize, usize)>,
}

/// What is wrong with a row, in the judgement of who takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which of the wanted numbers, counted from 0.
    pub which: usize,
    /// What was expected, and what was found.
    pub message: String,
}
