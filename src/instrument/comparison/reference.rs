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

    /// Its bounds in `columns` columns of the time axis `timebase` at `now_ns`: from the left edge on, with
    /// its event at the event of a triggered picture, or where the picture moves with time along with it,
    /// again and again. So it keeps its place beside
    /// the trace, and is not written anew in every frame.
    pub(super) fn columns(
        &self,
        (timebase, now_ns): (&Timebase, ModelNs),
        columns: usize,
    ) -> Vec<Option<Range>> {
        let (then, kept_ns) = &self.axis;
        let mut picture = vec![None; columns];
        let (kept, shown) = (then.spans(*kept_ns, columns), timebase.spans(now_ns, columns));
        let [Some(kept), Some(shown)] = [kept.first(), shown.first()] else { return picture };
        let width_ns = timebase.column_ns(columns);
        if !timebase.moves_with_time(now_ns) {
            let at_ns = self.shift_to_event((timebase, now_ns), columns);
            self.lay(&mut picture, at_ns, width_ns);
            return picture;
        }
        let window_ns = ModelNs::from_ms(then.window_ms());
        let mut at_ns = ModelNs::ZERO - (shown.start_ns - kept.start_ns) % window_ns;
        while at_ns < width_ns * columns {
            self.lay(&mut picture, at_ns, width_ns);
            // A gap tells one repetition from the next.
            if let Some(seam) = at_ns.index_from(ModelNs::ZERO, width_ns).filter(|seam| *seam > 0) {
                picture[seam] = None;
            }
            at_ns = at_ns + window_ns;
        }
        picture
    }

    /// How far to the right of the left edge it begins, so that both events coincide; nothing unless both
    /// pictures have one.
    fn shift_to_event(&self, (timebase, now_ns): (&Timebase, ModelNs), columns: usize) -> ModelNs {
        let (then, kept_ns) = &self.axis;
        if then.event_ns(*kept_ns).is_none() || timebase.event_ns(now_ns).is_none() {
            return ModelNs::ZERO;
        }
        let [here_ns, there_ns] =
            [timebase, then].map(|it| it.column_ns(columns) * it.event_column(columns));
        here_ns - there_ns
    }

    /// Draws the window into `picture`, whose columns are `width_ns` wide, so that its left edge is
    /// `at_ns` to the right of the left edge of the picture.
    fn lay(&self, picture: &mut [Option<Range>], at_ns: ModelNs, width_ns: ModelNs) {
        let (then, kept_ns) = &self.axis;
        let (columns, then_ns) = (picture.len(), then.column_ns(picture.len()));
        for span in then.spans(*kept_ns, columns) {
            let ends = [span.column, span.column + span.columns];
            let [from_ns, to_ns] = ends.map(|column| at_ns + then_ns * column);
            let [first, last] = [from_ns, to_ns].map(|ns| ns.div_ceil(width_ns).min(columns));
            let mut part = vec![Column::default(); last - first];
            let start_ns = span.start_ns + (width_ns * first - from_ns);
            self.samples.envelope(start_ns, width_ns, &mut part);
            for (column, drawn) in picture[first..last].iter_mut().zip(&part) {
                *column = self.shown.of(drawn);
            }
        }
    }
}
