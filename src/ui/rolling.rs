//! Which part of the screen moves to the left as time goes on.

use ratatui::layout::Rect;

use super::layout::{Panes, Shown};
use super::strip::{on_time_axis, right_of_gutter, timed_body};
use super::{circuit, plot, units};
use crate::app::Front;
use crate::instrument::Scope;
use crate::scope::Timebase;

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
            Front::Circuit(scope) => circuit::rolling(scope, area),
            // Tiles are drawn over.
            Front::Gallery(_) => None,
        }
    }

    /// What rolls on the scope of a neuron on a screen of the size of `area`, if anything does.
    #[must_use]
    pub fn of(app: &Scope, area: Rect) -> Option<Self> {
        if !app.timebase().moves_with_time() || super::is_too_small(area) {
            return None;
        }
        let editing = app.parameters().is_some();
        let panes = Panes::of(area, Shown::of(app));
        // Only the parameters have a place of their own beside what rolls.
        if app.overlay().is_some() && !(editing && panes.side.is_some()) {
            return None;
        }
        Self::at(app.timebase(), app.now_ns(), pictures(&panes))
    }

    /// What rolls if `areas`, all of one width, do.
    pub(super) fn at(timebase: &Timebase, now_ns: u64, areas: Vec<Rect>) -> Option<Self> {
        let columns = usize::from(areas.first()?.width) * plot::COLUMNS;
        let cell_ns = timebase.column_ns(columns) * plot::COLUMNS as u64;
        let start_ns = timebase.spans(now_ns, columns).first()?.start_ns;
        Some(Self { areas, cell_ns, first_cell: start_ns.div_euclid(cell_ns as i64) })
    }
}

/// The parts of the scope of a neuron that stand on its time axis, each to the right of its gutter.
pub(super) fn pictures(panes: &Panes) -> Vec<Rect> {
    let titled = [Some(panes.voltage), panes.recovery, Some(panes.stimulus)];
    let bodies = titled.into_iter().flatten().map(timed_body);
    let units = panes.units.into_iter().flat_map(units::places).map(|(_, strip)| strip);
    let bodies = bodies.chain(units).chain([on_time_axis(panes.time_axis)]);
    bodies.map(right_of_gutter).collect()
}
