//! Layout: lines above and below, a column of panels or a large view at the left, and strips on one
//! time axis that reach the right edge, so that the terminal can scroll them.

use ratatui::layout::Rect;

use super::draw::strip::on_time_axis;
use super::pane::{Arrangement, Line, PaneDef, Placed, Room, Rows, Slot};
use super::panes::panes;
use super::shown::{Shown, is_too_small};
use crate::app::Front;

/// Smallest screen with a column of panels (columns, rows).
const COLUMN_MIN: (u16, u16) = (76, 20);
/// Share of the width for a large view beside the strips (percent), and its least width (cells).
const VIEW_WIDTH: (u16, u16) = (45, 36);
/// Share of the width for a view of two pictures (percent), and the least screen with it (columns).
const PAIR_WIDTH: (u16, u16) = (55, 190);
/// Least height of the strips below a large view, time axis included (rows).
const BELOW_VIEW_MIN: u16 = 10;

/// Places the panes of `front` on a screen of size `area`; none if the screen is too small.
#[must_use]
pub fn arrange(area: Rect, front: Front<'_>) -> Arrangement {
    of_shown(area, front.into())
}

/// Places the panes of `shown`; see [`arrange`].
pub(crate) fn of_shown(area: Rect, shown: Shown<'_>) -> Arrangement {
    if is_too_small(area) {
        return Arrangement { is_covered: shown.has_overlay(), ..Arrangement::default() };
    }
    let suiting: Vec<&'static PaneDef> = panes().filter(|pane| (pane.suits)(shown)).collect();
    let mut placed = Vec::with_capacity(suiting.len());
    let middle = lines(area, shown, &suiting, &mut placed);
    if let Some(pane) = suiting.iter().find(|pane| matches!(pane.slot, Slot::Middle)) {
        placed.push(Placed { pane, area: middle });
    } else {
        let has_view = |placed: &Placed| matches!(placed.pane.slot, Slot::View { .. });
        let rest = columns(area, middle, shown, &suiting, &mut placed);
        let has_view = placed.iter().any(has_view);
        strips(
            Room { shown, screen: area, rows: rest.height, has_view },
            rest,
            &suiting,
            &mut placed,
        );
    }
    let is_placed = |pane: &&&PaneDef| placed.iter().any(|it| it.pane.name == pane.name);
    let missed = suiting.iter().filter(|pane| !is_placed(pane)).find_map(|pane| pane.missed_as);
    // An overlay that has a column of its own covers no pane.
    let has_column = placed.iter().any(|it| matches!(it.pane.slot, Slot::Column(_)));
    Arrangement { placed, missed, is_covered: shown.has_overlay() && !has_column }
}

/// An area from whose top rows are taken.
struct Stack(Rect);

impl Stack {
    fn top(&mut self, height: u16) -> Rect {
        let height = height.min(self.0.height);
        let taken = Rect { height, ..self.0 };
        self.0 = Rect { y: self.0.y + height, height: self.0.height - height, ..self.0 };
        taken
    }

    /// Takes the top rows for `pane`; `None` if the pane has no rows.
    fn place(&mut self, pane: &'static PaneDef, height: u16, placed: &mut Vec<Placed>) {
        let area = self.top(height);
        if area.height > 0 {
            placed.push(Placed { pane, area });
        }
    }
}

/// Places the lines above and below; returns the area between them.
fn lines(
    area: Rect,
    shown: Shown<'_>,
    suiting: &[&'static PaneDef],
    placed: &mut Vec<Placed>,
) -> Rect {
    let height = |line: &Line| {
        let fits = area.width >= line.screen_min.0 && area.height >= line.screen_min.1;
        if fits { (line.rows)(shown, area.width) } else { 0 }
    };
    let above = suiting.iter().filter_map(|pane| match &pane.slot {
        Slot::Above(line) => Some((*pane, height(line))),
        _ => None,
    });
    let below = suiting.iter().filter_map(|pane| match &pane.slot {
        Slot::Below(line) => Some((*pane, height(line))),
        _ => None,
    });
    let mut rows = Stack(area);
    above.for_each(|(pane, height)| rows.place(pane, height, placed));
    let taken: u16 = below.clone().map(|(_, height)| height).sum();
    let middle = rows.top(rows.0.height.saturating_sub(taken));
    below.for_each(|(pane, height)| rows.place(pane, height, placed));
    middle
}

/// Places the column of panels or a large view; returns the area left for the strips.
fn columns(
    screen: Rect,
    middle: Rect,
    shown: Shown<'_>,
    suiting: &[&'static PaneDef],
    placed: &mut Vec<Placed>,
) -> Rect {
    let view = suiting.iter().find(|pane| matches!(pane.slot, Slot::View { .. }));
    let own = suiting.iter().find_map(|pane| match pane.slot {
        Slot::Column(width) => Some((*pane, width)),
        _ => None,
    });
    let has_panels = suiting.iter().any(|pane| matches!(pane.slot, Slot::Panel(_)));
    let width = match own {
        _ if !has_column(screen) => 0,
        Some((_, width)) => width,
        None if view.is_some() || !has_panels => 0,
        None => panels_width(screen),
    };
    let (column, beside) = split_left(middle, width);
    // Beside an overlay's own column, a large view needs a large screen.
    let fits = column.is_none() || beside.width >= COLUMN_MIN.0;
    let (view_area, rest) = match view {
        Some(pane) if fits => beside_view(screen, beside, pane),
        _ => (None, beside),
    };
    let (column, view_area, rest) = fit_to_divisions(column, view_area, rest);
    match (column, own) {
        (Some(area), Some((pane, _))) => placed.push(Placed { pane, area }),
        (Some(area), None) => panels(area, shown, suiting, placed),
        (None, _) => {}
    }
    placed.extend(view.zip(view_area).map(|(pane, area)| Placed { pane, area }));
    rest
}

/// Places panels one below the other. Each panel gets its fewest rows, then its share of the spare
/// rows. Where room is short, the last panels are left out.
fn panels(area: Rect, shown: Shown<'_>, suiting: &[&'static PaneDef], placed: &mut Vec<Placed>) {
    let panels = suiting.iter().filter_map(|pane| match &pane.slot {
        Slot::Panel(rows) => Some((*pane, *rows)),
        _ => None,
    });
    let least: u16 = panels.clone().map(|(_, rows)| (rows.least)(shown)).sum();
    let mut left = area.height.saturating_sub(least);
    let mut stack = Stack(area);
    for (pane, Rows { least, more }) in panels {
        let more = more(shown, left).min(left);
        left -= more;
        stack.place(pane, least(shown) + more, placed);
    }
}

/// Places the strips one below the other.
fn strips(room: Room<'_>, area: Rect, suiting: &[&'static PaneDef], placed: &mut Vec<Placed>) {
    let height = |pane: &PaneDef| match pane.slot {
        Slot::Strip(height) => height(room),
        _ => 0,
    };
    let taken: u16 = suiting.iter().map(|pane| height(pane)).sum();
    let mut stack = Stack(area);
    for pane in suiting {
        let height = match pane.slot {
            Slot::LastStrip => area.height.saturating_sub(taken),
            _ => height(pane),
        };
        stack.place(pane, height, placed);
    }
}

/// Splits off a column of `width` cells (`None` if 0); returns the column and the area beside it.
fn split_left(area: Rect, width: u16) -> (Option<Rect>, Rect) {
    let left = (width > 0).then_some(Rect { width, ..area });
    (left, Rect { x: area.x + width, width: area.width - width, ..area })
}

/// Places a large view beside the strips if the screen is wide enough for panels, else above them.
/// Leaves the view out if too few rows would remain for the strips.
fn beside_view(screen: Rect, middle: Rect, view: &PaneDef) -> (Option<Rect>, Rect) {
    if has_column(screen) {
        let is_pair = matches!(view.slot, Slot::View { is_pair: true, .. });
        let (mut part, least) = VIEW_WIDTH;
        if is_pair && screen.width >= PAIR_WIDTH.1 {
            part = PAIR_WIDTH.0;
        }
        let width = (u32::from(middle.width) * u32::from(part) / 100) as u16;
        return split_left(middle, width.max(least));
    }
    let height = middle.height / 2;
    let below = Rect { y: middle.y + height, height: middle.height - height, ..middle };
    if below.height < BELOW_VIEW_MIN {
        return (None, middle);
    }
    (Some(Rect { height, ..middle }), below)
}

/// Narrows the strips to a width at which all divisions are equal. The column or view to the left
/// gets the spare cells; without either, they stay blank beside each strip ([`on_time_axis`]).
fn fit_to_divisions(
    mut column: Option<Rect>,
    mut view: Option<Rect>,
    pictures: Rect,
) -> (Option<Rect>, Option<Rect>, Rect) {
    let fitted = on_time_axis(pictures);
    let stands_beside = |pane: &&mut Rect| pane.right() == pictures.x && pane.y == pictures.y;
    match view.iter_mut().chain(&mut column).find(stands_beside) {
        Some(pane) => {
            pane.width = fitted.x - pane.x;
            (column, view, fitted)
        }
        None => (column, view, pictures),
    }
}

fn has_column(screen: Rect) -> bool {
    screen.width >= COLUMN_MIN.0 && screen.height >= COLUMN_MIN.1
}

/// Width of the column of panels (cells).
fn panels_width(screen: Rect) -> u16 {
    match screen.width {
        0..100 => 23,
        100..160 => 28,
        _ => 38,
    }
}
