//! A mistake at a place in a text.

use std::ops::Range;

/// A mistake at a place in a text; [`Document::error`](super::Document::error) adds the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The wrong part of the text (byte offsets), if a place can be named.
    pub place: Option<Range<usize>>,
    /// What was expected and what was found.
    pub message: String,
}

impl Problem {
    /// A mistake at `place`.
    #[must_use]
    pub fn at(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { place: Some(place), message: message.into() }
    }
}
