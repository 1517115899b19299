//! Drawing order of the parts of the screen on links that can't carry a whole frame at once.

use ratatui::layout::Rect;

use super::arrange::arrange;
use super::draw::plot;
use super::pane::{Arrangement, Placed, Slot};
use super::shown::Shown;
use crate::app::Front;
use crate::scope::Timebase;
use crate::trace::ModelNs;

/// Number of the newest strip columns that are drawn before large views (cells).
const COLUMNS_BEFORE_VIEWS: u16 = 8;
/// Columns that a sweep clears ahead of its pen (cells).
const CLEARED: u16 = 3;

/// The parts of the screen, in the order in which a frame too large for the link draws them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Lines of numbers and messages, the most urgent first.
    pub lines: Vec<Rect>,
    /// Panels of numbers.
    pub panels: Vec<Rect>,
    /// Strips, drawn column by column from the newest one back.
    pub pictures: Vec<Rect>,
    /// Screen column of the newest moment in the strips.
    pub newest: u16,
    /// Large views, whose horizontal axis is not time.
    pub views: Vec<Rect>,
}

/// Class of a cell. Cells of one class and rank are drawn together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A line of numbers or messages, by its index in [`Order::lines`].
    Line(u16),
    /// Titles, scales and keys, which rarely change.
    Rest,
    /// A panel of numbers.
    Panel,
    /// A column of the strips, by its distance behind the newest column.
    Column(u16),
    /// A large view, drawn after the newest columns of the strips.
    View,
}

impl Order {
    /// The drawing order of `front` on a screen of size `area`.
    #[must_use]
    pub fn of_front(front: Front<'_>, area: Rect) -> Self {
        Self::of_arrangement(front, &arrange(area, front))
    }

    /// The drawing order of `front`, whose panes are arranged so.
    #[must_use]
    pub fn of_arrangement(front: Front<'_>, arrangement: &Arrangement) -> Self {
        let shown = Shown::from(front);
        let pictures = arrangement.pictures(shown);
        let newest = shown.timebase().map_or(0, |it| newest(it, shown.now_ns(), &pictures));
        let mut order = Self { pictures, newest, ..Self::default() };
        for Placed { pane, area } in arrangement.placed.iter().copied() {
            match pane.slot {
                Slot::Above(line) | Slot::Below(line) if line.comes_first => order.lines.push(area),
                Slot::Panel(_) | Slot::Column(_) => order.panels.push(area),
                Slot::View { .. } => order.views.push(area),
                _ => {}
            }
        }
        order
    }

    /// The class of the cell in column `x` and row `y`.
    #[must_use]
    pub fn class(&self, x: u16, y: u16) -> Class {
        let place = |parts: &[Rect]| parts.iter().position(|part| part.contains((x, y).into()));
        if let Some(line) = place(&self.lines) {
            Class::Line(line as u16)
        } else if place(&self.panels).is_some() {
            Class::Panel
        } else if let Some(picture) = self.pictures.iter().find(|it| it.contains((x, y).into())) {
            // Columns that the sweep has just cleared ahead of its pen count as the newest.
            let behind = match self.newest.checked_sub(x) {
                Some(behind) => behind,
                None if x <= self.newest + CLEARED => 0,
                None => self.newest + picture.width - x,
            };
            Class::Column(behind)
        } else if place(&self.views).is_some() {
            Class::View
        } else {
            Class::Rest
        }
    }
}

/// Screen column of the newest moment in `pictures`, which stand one below the other.
fn newest(timebase: &Timebase, now_ns: ModelNs, pictures: &[Rect]) -> u16 {
    let Some(picture) = pictures.first() else { return 0 };
    let spans = timebase.spans(now_ns, usize::from(picture.width) * plot::COLUMNS);
    let end = spans.first().map_or(0, |span| span.column + span.columns);
    picture.x + (end.saturating_sub(1) / plot::COLUMNS) as u16
}

impl Class {
    /// Whether the cells of this class are drawn row by row.
    #[must_use]
    pub fn is_by_row(self) -> bool {
        matches!(self, Self::Panel | Self::Rest | Self::View)
    }

    /// Whether the cells of this class show numbers or messages.
    #[must_use]
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Line(_) | Self::Panel)
    }

    /// Drawing rank of a cell of this class; lower ranks are drawn first. `row` counts from the row
    /// at which the frame begins, which varies so that no screen row always comes last.
    #[must_use]
    pub fn rank(self, row: u16) -> u32 {
        let place = |class: u32, within: u16| (class << 16) | u32::from(within);
        match self {
            Self::Line(line) => place(0, line),
            Self::Rest => place(1, row),
            Self::Panel => place(2, row),
            Self::Column(behind) if behind < COLUMNS_BEFORE_VIEWS => place(3, behind),
            Self::View => place(4, row),
            Self::Column(behind) => place(5, behind),
        }
    }
}
