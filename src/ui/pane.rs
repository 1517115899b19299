//! What a pane is: its name, its place on the screen, when there is one, and how it is drawn.

use std::cell::OnceCell;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::graticule::Graticule;
use super::draw::strip::{right_of_gutter, timed_body};
use super::draw::theme::Look;
use super::shown::Shown;
use crate::trace::Column;

/// A row of the list of panes ([`super::panes`]).
#[derive(Debug)]
pub(crate) struct PaneDef {
    /// Its name, which no other pane has.
    pub(crate) name: &'static str,
    /// Where it stands.
    pub(crate) slot: Slot,
    /// Whether the front has this pane.
    pub(crate) suits: fn(Shown<'_>) -> bool,
    /// The parts of its place that move to the left as time goes on: pictures on the time axis.
    pub(crate) rolls: Parts,
    /// The parts of its place in which numbers change with every frame.
    pub(crate) volatile: Parts,
    /// Its name in the notice that the screen has no room for it; `None` for panes that are left out
    /// without a notice.
    pub(crate) missed_as: Option<&'static str>,
    /// Draws it into its place, and nowhere else.
    pub(crate) render: fn(&mut Buffer, Rect, &Frame<'_>),
}

/// Parts of a pane's place.
pub(crate) type Parts = fn(Rect, Shown<'_>) -> Vec<Rect>;

impl PaneDef {
    /// Defaults for rows of the list: a pane that always suits, does not roll, and has no volatile
    /// numbers.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        slot: Slot::Middle,
        suits: |_| true,
        rolls: |_, _| Vec::new(),
        volatile: |_, _| Vec::new(),
        missed_as: None,
        render: |_, _, _| {},
    };
}

/// All of a pane's place.
pub(crate) const WHOLE: Parts = |area, _| vec![area];

/// The picture below the title, to the right of its axis.
pub(crate) const BELOW_TITLE: Parts = |area, _| vec![right_of_gutter(timed_body(area))];

/// Where a pane stands. Panes of one slot stand in the order of the list.
#[derive(Debug)]
pub(crate) enum Slot {
    /// A line above all else.
    Above(Line),
    /// A line below all else.
    Below(Line),
    /// In the column of panels, to the left of the pictures.
    Panel(Rows),
    /// In a column of its own in place of the panels, of this width (cells).
    Column(u16),
    /// A large view beside the pictures in the place of the panels, or above the pictures.
    View {
        /// Whether it shows the one moment at which the pictures end.
        of_moment: bool,
    },
    /// A picture on the time axis, of this height (rows).
    Strip(fn(Room<'_>) -> u16),
    /// A picture on the time axis, which takes the rows that the others leave.
    LastStrip,
    /// The whole area between the lines.
    Middle,
}

/// A line of one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Columns and rows of the smallest screen that has it.
    pub(crate) screen_min: (u16, u16),
    /// Whether it is drawn before all else where the link can't carry all at once.
    pub(crate) comes_first: bool,
}

/// How many rows a panel takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// The fewest, title included.
    pub(crate) least: fn(Shown<'_>) -> u16,
    /// How many more rows it takes of those that are left over: each panel has its fewest by then, and the
    /// panels above have taken their share.
    pub(crate) more: fn(Shown<'_>, u16) -> u16,
}

/// The room in which pictures stand on the time axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room<'a> {
    pub(crate) shown: Shown<'a>,
    /// The whole screen.
    pub(crate) screen: Rect,
    /// Rows of all pictures, those for titles and the time axis included.
    pub(crate) rows: u16,
    /// Whether a large view stands beside them.
    pub(crate) has_view: bool,
}

/// A pane and its place.
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
    /// Whether something lies over the panes.
    pub(crate) is_covered: bool,
}

impl Arrangement {
    /// The place of the pane of that name, if it has one.
    pub(crate) fn place(&self, name: &str) -> Option<Rect> {
        self.placed.iter().find(|placed| placed.pane.name == name).map(|placed| placed.area)
    }

    /// The pictures on the time axis, each to the right of its own axis.
    pub(crate) fn pictures(&self, shown: Shown<'_>) -> Vec<Rect> {
        self.placed.iter().flat_map(|placed| (placed.pane.rolls)(placed.area, shown)).collect()
    }

    /// The first picture on the time axis.
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
    /// The time axis of all pictures that stand on it.
    pub(crate) graticule: Graticule,
    /// A neuron's samples in the columns of the time axis, once a picture has asked for them.
    pub(super) columns: OnceCell<Vec<Column>>,
}
