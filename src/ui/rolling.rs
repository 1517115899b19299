//! The part of the screen that scrolls to the left as time passes.

use ratatui::layout::Rect;

use super::arrange::arrange;
use super::draw::plot;
use super::pane::Arrangement;
use super::shown::Shown;
use crate::app::Front;
use crate::scope::Timebase;
use crate::trace::ModelNs;

/// Areas that reach the right edge of the screen and scroll to the left together, by whole cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    /// The areas, none of which overlaps another.
    pub areas: Vec<Rect>,
    /// Model time per cell (ns).
    pub cell_ns: ModelNs,
    /// Index of the leftmost cell, counted from the start of the run.
    pub first_cell: i64,
}

impl Rolling {
    /// The scrolling areas of `front` on a screen of size `area`; `None` if nothing scrolls.
    #[must_use]
    pub fn of_front(front: Front<'_>, area: Rect) -> Option<Self> {
        Self::of_arrangement(front, &arrange(area, front))
    }

    /// The scrolling areas of `front`, whose panes are arranged so; `None` if nothing scrolls.
    #[must_use]
    pub fn of_arrangement(front: Front<'_>, arrangement: &Arrangement) -> Option<Self> {
        let shown = Shown::from(front);
        let moves = |timebase: &&Timebase| timebase.moves_with_time(shown.now_ns());
        let timebase = shown.timebase().filter(moves)?;
        if arrangement.is_covered {
            return None;
        }
        Self::at(timebase, shown.now_ns(), arrangement.pictures(shown))
    }

    /// The scroll position of `areas`, which have equal widths.
    fn at(timebase: &Timebase, now_ns: ModelNs, areas: Vec<Rect>) -> Option<Self> {
        let columns = usize::from(areas.first()?.width) * plot::COLUMNS;
        let cell_ns = timebase.column_ns(columns) * plot::COLUMNS;
        let start_ns = timebase.spans(now_ns, columns).first()?.start_ns;
        Some(Self { areas, cell_ns, first_cell: start_ns.div_floor(cell_ns) })
    }
}
