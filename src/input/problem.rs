//! A mistake at a place in a text.

use std::ops::Range;

/// A mistake at a place in a text, before it is known which file the text is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text that are wrong, if a place can be named.
    pub place: Option<Range<usize>>,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Problem {
    /// A mistake at `place`.
    #[must_use]
    pub fn at(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { place: Some(place), message: message.into() }
    }
}
