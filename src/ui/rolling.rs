//! Which part of the screen moves to the left as time goes on.

use ratatui::layout::Rect;

use super::arrange::of_shown;
use super::draw::plot;
use super::shown::Shown;
use crate::app::Front;
use crate::scope::Timebase;
use crate::trace::ModelNs;

/// Parts of the screen that reach to its right edge and move to the left as one, by whole cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    /// The parts, none of which overlaps another.
    pub areas: Vec<Rect>,
    /// Time of one cell (ns).
    pub cell_ns: ModelNs,
    /// Number of the leftmost cell, counted from the start of the run.
    pub first_cell: i64,
}

impl Rolling {
    /// What rolls on a screen of the size of `area`, if anything does.
    #[must_use]
    pub fn of_front(front: Front<'_>, area: Rect) -> Option<Self> {
        let shown = Shown::from(front);
        let timebase = shown.timebase().filter(|timebase| timebase.moves_with_time())?;
        let arrangement = of_shown(area, shown);
        if arrangement.is_covered {
            return None;
        }
        Self::at(timebase, shown.now_ns(), arrangement.pictures(shown))
    }

    /// What rolls if `areas`, all of one width, do.
    fn at(timebase: &Timebase, now_ns: ModelNs, areas: Vec<Rect>) -> Option<Self> {
        let columns = usize::from(areas.first()?.width) * plot::COLUMNS;
        let cell_ns = timebase.column_ns(columns) * plot::COLUMNS;
        let start_ns = timebase.spans(now_ns, columns).first()?.start_ns;
        Some(Self { areas, cell_ns, first_cell: start_ns.div_floor(cell_ns) })
    }
}
