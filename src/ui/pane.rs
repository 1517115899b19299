//! Definition of a pane: its name, its slot, when it is shown, and how it is drawn.

use std::cell::OnceCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::draw::graticule::Graticule;
use super::draw::plot::COLUMNS;
use super::draw::strip::{on_time_axis, right_of_gutter, timed_body};
use super::draw::theme::Look;
use super::shown::Shown;
use crate::desk::Target;
use crate::trace::Column;

/// A row of the list of panes ([`super::panes`]).
#[derive(Debug)]
pub(crate) struct PaneDef {
    /// Unique name of the pane.
    pub(crate) name: &'static str,
    /// Where the pane stands.
    pub(crate) slot: Slot,
    /// Whether the pane belongs to the front.
    pub(crate) suits: fn(Shown<'_>) -> bool,
    /// The parts of the pane's area that scroll to the left with time.
    pub(crate) rolls: Parts,
    /// The parts of the pane's area in which numbers change in every frame.
    pub(crate) volatile: Parts,
    /// What a place in the pane's area is to the mouse.
    pub(crate) target: fn(Rect, Shown<'_>, Position) -> Option<Target>,
    /// Name of the pane in the notice that the screen has no room for it; `None` for panes that are
    /// left out without a notice.
    pub(crate) missed_as: Option<&'static str>,
    /// Draws the pane; writes only inside its area.
    pub(crate) render: fn(&mut Buffer, Rect, &Frame<'_>),
}

/// Selects parts of a pane's area.
pub(crate) type Parts = fn(Rect, Shown<'_>) -> Vec<Rect>;

impl PaneDef {
    /// Defaults for rows of the list: a pane that always suits, does not roll and has no volatile
    /// numbers.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        slot: Slot::Middle,
        suits: |_| true,
        rolls: |_, _| Vec::new(),
        volatile: |_, _| Vec::new(),
        target: |_, _, _| None,
        missed_as: None,
        render: |_, _, _| {},
    };
}

/// The whole area of a pane.
pub(crate) const WHOLE: Parts = |area, _| vec![area];

/// The plot below the title, to the right of the vertical axis.
pub(crate) const BELOW_TITLE: Parts = |area, _| vec![right_of_gutter(timed_body(area))];

/// Where a pane stands. Panes of one slot stand in the order of the list.
#[derive(Debug)]
pub(crate) enum Slot {
    /// Lines above everything else.
    Above(Line),
    /// Lines below everything else.
    Below(Line),
    /// In the column of panels, to the left of the strips.
    Panel(Rows),
    /// In a column of this width (cells), which replaces the panels.
    Column(u16),
    /// A large view, in the place of the panels or above the strips.
    View {
        /// Whether the view shows the one moment at which the strips end.
        of_moment: bool,
        /// Whether it is two pictures, which take more of a wide screen.
        is_pair: bool,
    },
    /// A strip on the time axis, of this height (rows).
    Strip(fn(Room<'_>) -> u16),
    /// A strip on the time axis that takes the rows left by the others.
    LastStrip,
    /// The whole area between the lines.
    Middle,
}

/// A line, or a few that belong together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Columns and rows of the smallest screen that has the line.
    pub(crate) screen_min: (u16, u16),
    /// Number of rows on a screen of this width (cells).
    pub(crate) rows: fn(Shown<'_>, u16) -> u16,
    /// Whether the line is drawn before everything else on a slow link.
    pub(crate) comes_first: bool,
}

impl Line {
    /// A line of one row on every screen.
    pub(crate) const ONE: Self = Self { screen_min: (0, 0), rows: |_, _| 1, comes_first: false };
}

/// How many rows a panel takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// Fewest rows, title included.
    pub(crate) least: fn(Shown<'_>) -> u16,
    /// Extra rows, given the rows left over once each panel has its fewest and the panels above
    /// have taken their extra.
    pub(crate) more: fn(Shown<'_>, u16) -> u16,
}

/// The room for strips on the time axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room<'a> {
    pub(crate) shown: Shown<'a>,
    /// The whole screen.
    pub(crate) screen: Rect,
    /// Rows of all strips, titles and the time axis included.
    pub(crate) rows: u16,
    /// Whether a large view stands beside the strips.
    pub(crate) has_view: bool,
}

/// A pane and its area.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) pane: &'static PaneDef,
    pub(crate) area: Rect,
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.pane.name == other.pane.name && self.area == other.area
    }
}

/// Which panes a screen has, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    pub(crate) placed: Vec<Placed>,
    /// Name of a pane that the user asked for and that has no room.
    pub(crate) missed: Option<&'static str>,
    /// Whether an overlay covers the panes.
    pub(crate) is_covered: bool,
}

impl Arrangement {
    /// The area of the pane called `name`; `None` if the screen does not have the pane.
    pub(crate) fn place(&self, name: &str) -> Option<Rect> {
        self.placed.iter().find(|placed| placed.pane.name == name).map(|placed| placed.area)
    }

    /// The scrolling plots of all strips, each to the right of its vertical axis.
    pub(crate) fn pictures(&self, shown: Shown<'_>) -> Vec<Rect> {
        self.placed.iter().flat_map(|placed| (placed.pane.rolls)(placed.area, shown)).collect()
    }

    /// The number of columns of dots on the time axis; 0 without one.
    #[must_use]
    pub fn columns(&self) -> usize {
        let strip = self.first_strip().map(|strip| right_of_gutter(on_time_axis(strip)));
        strip.map_or(0, |picture| usize::from(picture.width) * COLUMNS)
    }

    /// The topmost strip on the time axis.
    pub(crate) fn first_strip(&self) -> Option<Rect> {
        let is_strip =
            |placed: &&Placed| matches!(placed.pane.slot, Slot::Strip(_) | Slot::LastStrip);
        self.placed.iter().find(is_strip).map(|placed| placed.area)
    }
}

/// The state from which panes are drawn.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) shown: Shown<'a>,
    pub(crate) look: &'a Look,
    pub(crate) arrangement: &'a Arrangement,
    /// The columns and divisions of the time axis.
    pub(crate) graticule: Graticule,
    /// A neuron's samples by column of the time axis; filled when the first pane asks for them.
    pub(super) columns: OnceCell<Vec<Column>>,
}
