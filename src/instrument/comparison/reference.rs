//! References: windows that were kept to compare others with.

use std::collections::VecDeque;

use crate::instrument::Shown;
use crate::scope::Timebase;
use crate::trace::{Column, Excerpt, ModelNs, Range};

/// A window of a channel that was kept.
#[derive(Clone, Debug)]
pub(in crate::instrument) struct Reference {
    /// Its letter.
    letter: char,
    /// What it is of.
    pub(super) name: String,
    /// The variable of the channel.
    pub(super) shown: Shown,
    /// The samples of the window, at the model times that they had.
    pub(super) samples: Excerpt,
    /// The time axis of the window, and the model time at which it was kept (ns).
    pub(super) axis: (Timebase, ModelNs),
}

/// The references of a scope, in the order in which they were kept.
#[derive(Clone, Debug, Default)]
pub(in crate::instrument) struct References(VecDeque<Reference>);

impl References {
    /// Their letters, which is how many there can be.
    const LETTERS: [char; 4] = ['A', 'B', 'C', 'D'];

    /// Keeps a window, in the place of the oldest if there are as many as there can be; returns its
    /// letter.
    pub(super) fn keep(&mut self, window: Reference) -> char {
        let taken = |letter: &char| self.0.iter().any(|other| other.letter == *letter);
        let free = Self::LETTERS.into_iter().find(|letter| !taken(letter));
        let letter = free.or_else(|| self.0.pop_front().map(|oldest| oldest.letter));
        let letter = letter.unwrap_or(Self::LETTERS[0]);
        self.0.push_back(Reference { letter, ..window });
        letter
    }

    /// Drops the latest; returns its letter.
    pub(super) fn drop_latest(&mut self) -> Option<char> {
        self.0.pop_back().map(|latest| latest.letter)
    }

    /// All, the oldest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Reference> {
        self.0.iter()
    }
}

impl Reference {
    /// A window that has no letter yet.
    pub(super) fn new(
        name: String,
        shown: Shown,
        samples: Excerpt,
        axis: (Timebase, ModelNs),
    ) -> Self {
        Self { letter: ' ', name, shown, samples, axis }
    }

    /// Its letter.
    pub(super) fn letter(&self) -> char {
        self.letter
    }

    /// Its place among the letters.
    pub(super) fn place(&self) -> usize {
        References::LETTERS.iter().position(|letter| *letter == self.letter).unwrap_or(0)
    }

    /// Its bounds in `columns` columns of the time axis `now`, laid so that left edges coincide.
    pub(super) fn columns(
        &self,
        (timebase, _): (&Timebase, ModelNs),
        columns: usize,
    ) -> Vec<Option<Range>> {
        let (then, kept_ns) = &self.axis;
        let (width_ns, then_ns) = (timebase.column_ns(columns), then.column_ns(columns));
        let mut picture = vec![None; columns];
        for span in then.spans(*kept_ns, columns) {
            // Where the stretch begins and ends, counted from the left edge.
            let [from_ns, to_ns] = [span.column, span.column + span.columns].map(|k| then_ns * k);
            let [first, last] = [from_ns, to_ns].map(|ns| ns.div_ceil(width_ns).min(columns));
            let mut part = vec![Column::default(); last - first];
            let start_ns = span.start_ns + (width_ns * first - from_ns);
            self.samples.envelope(start_ns, width_ns, &mut part);
            for (column, drawn) in picture[first..last].iter_mut().zip(&part) {
                *column = self.shown.of(drawn);
            }
        }
        picture
    }
}
