//! Which part of the screen moves to the left as time goes on.

use ratatui::layout::Rect;

use super::layout::{Panes, Shown};
use super::plot;
use super::strip::GUTTER;
use crate::app::{App, Front};

/// Parts of the screen that reach to its right edge and move to the left as one, by whole cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolling {
    /// The parts, none of which overlaps another.
    pub areas: Vec<Rect>,
    /// Time of one cell (ns).
    pub cell_ns: u64,
    /// Number of the leftmost cell, counted from the start of the run.
    pub first_cell: i64,
}

impl Rolling {
    /// What of the scope in front rolls on a screen of the size of `area`, if anything does.
    #[must_use]
    pub fn of_front(front: Front<'_>, area: Rect) -> Option<Self> {
        match front {
            Front::Scope(app) => Self::of(app, area),
            Front::Circuit(_) => None,
            // Tiles are drawn over.
            Front::Gallery(_) => None,
        }
    }

    /// What rolls on the scope of a neuron on a screen of the size of `area`, if anything does.
    #[must_use]
    pub fn of(app: &App, area: Rect) -> Option<Self> {
        if !app.timebase().moves_with_time() || super::is_too_small(area) {
            return None;
        }
        let editing = app.parameters().is_some();
        let panes = Panes::of(area, Shown::of(app));
        // Only the parameters have a place of their own beside what rolls.
        if app.overlay().is_some() && !(editing && panes.side.is_some()) {
            return None;
        }
        let columns = usize::from(panes.voltage.width.saturating_sub(GUTTER)) * plot::COLUMNS;
        let cell_ns = app.timebase().column_ns(columns) * plot::COLUMNS as u64;
        let start_ns = app.timebase().spans(app.now_ns(), columns).first()?.start_ns;
        let strips = [Some(panes.voltage), panes.recovery, Some(panes.stimulus), panes.units];
        let bodies = strips.into_iter().flatten().map(|strip| Rect {
            y: strip.y + 1,
            height: strip.height.saturating_sub(1),
            ..strip
        });
        let right_of_gutter = |pane: Rect| Rect {
            x: pane.x + GUTTER,
            width: pane.width.saturating_sub(GUTTER),
            ..pane
        };
        Some(Self {
            areas: bodies.chain([panes.time_axis]).map(right_of_gutter).collect(),
            cell_ns,
            first_cell: start_ns.div_euclid(cell_ns as i64),
        })
    }
}
