//! Passes of a sweep: which stretches of time its columns show while it is drawn over.

use crate::trace::ModelNs;

/// Columns that the pen of a sweep leaves blank ahead of itself.
const PEN_GAP: usize = 4;

/// A stretch of columns that is one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First column.
    pub column: usize,
    /// Number of columns.
    pub columns: usize,
    /// Time at the left edge of the first column (ns).
    pub start_ns: ModelNs,
}

/// A stretch of time that begins at the left edge of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pass {
    pub(super) start_ns: ModelNs,
    /// From when on nothing more is drawn, if there is such a time.
    pub(super) end_ns: Option<ModelNs>,
}

/// A sweep, as far as it has come.
#[derive(Clone, Copy, Debug)]
struct Part {
    start_ns: ModelNs,
    until_ns: ModelNs,
}

impl Pass {
    /// The present sweep up to the pen, and what is left of the one before, which may be of the
    /// pass `before`.
    pub(super) fn spans(
        self,
        before: Option<Self>,
        now_ns: ModelNs,
        column_ns: ModelNs,
        columns: usize,
    ) -> Vec<Span> {
        let window_ns = column_ns * columns;
        let part = self.sweep_at(now_ns, window_ns);
        let pen = (part.until_ns - part.start_ns).div_ceil(column_ns).clamp(1, columns);
        let mut spans = vec![Span { column: 0, columns: pen, start_ns: part.start_ns }];
        let before = match (part.start_ns > self.start_ns, before, self.end_ns) {
            (true, ..) => {
                Some(Part { start_ns: part.start_ns - window_ns, until_ns: part.start_ns })
            }
            // A pass that is over leaves nothing of the one before.
            (false, _, Some(end_ns)) if now_ns >= end_ns => None,
            (false, before, _) => {
                before.map(|before| before.sweep_at(before.end_ns.unwrap_or(now_ns), window_ns))
            }
        };
        // By whole cells of two columns: one that is cleared by halves is written twice.
        let resume = (pen + PEN_GAP).next_multiple_of(2);
        if let Some(before) = before {
            let end = (before.until_ns - before.start_ns).div_ceil(column_ns).min(columns);
            if resume < end {
                let start_ns = before.start_ns + column_ns * resume;
                spans.push(Span { column: resume, columns: end - resume, start_ns });
            }
        }
        spans
    }
    /// The sweep of `window_ns` that is under way at `now_ns`, or that stands then.
    fn sweep_at(self, now_ns: ModelNs, window_ns: ModelNs) -> Part {
        let stands = self.end_ns.filter(|end_ns| *end_ns <= now_ns);
        // Of a pass that is over the last sweep stands, however exactly it filled the window.
        let last_ns = stands.map_or(now_ns, |end_ns| end_ns - ModelNs::ONE);
        let sweep = last_ns.index_from(self.start_ns, window_ns).unwrap_or(0);
        let start_ns = self.start_ns + window_ns * sweep;
        // The moment that is now is drawn as well.
        Part { start_ns, until_ns: stands.unwrap_or(now_ns + ModelNs::ONE).max(start_ns) }
    }
}
