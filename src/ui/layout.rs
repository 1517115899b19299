//! Which pane goes where.

use ratatui::layout::Rect;

use super::{readout, strip, units};
use crate::instrument::Scope;
use crate::scope::Panel;

/// Smallest screen with side panels.
const SIDE_MIN: (u16, u16) = (76, 20);
/// Part of the width that a large view takes beside the scope, in percent, and its least width.
const VIEW_WIDTH: (u16, u16) = (45, 36);
/// Least height of the membrane potential below a large view, title included.
const VOLTAGE_MIN: u16 = 6;
/// Smallest height with the hint and the status line.
pub(super) const LINES_MIN: u16 = 16;

/// Least height of the traces above the artificial units.
const TRACES_MIN: u16 = 7;

/// The panes of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panes {
    pub(super) header: Rect,
    pub(super) readout: Option<Rect>,
    pub(super) side: Option<Rect>,
    /// A large view, beside the scope or above it.
    pub(super) view: Option<Rect>,
    pub(super) voltage: Rect,
    pub(super) recovery: Option<Rect>,
    pub(super) stimulus: Rect,
    pub(super) units: Option<Rect>,
    pub(super) time_axis: Rect,
    pub(super) hint: Option<Rect>,
    pub(super) status: Option<Rect>,
    pub(super) footer: Rect,
}

/// What is to be shown beside the traces that always are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Side panels or a view in their place.
    pub(super) panel: Panel,
    /// Whether the parameters take the place of the side panels.
    pub(super) editing: bool,
    /// Whether artificial units run along.
    pub(super) units: bool,
}

impl Shown {
    pub(super) fn of(app: &Scope) -> Self {
        Self { panel: app.panel(), editing: app.parameters().is_some(), units: app.shows_units() }
    }
}

/// Takes rows off the top of an area.
pub(super) struct Stack(pub(super) Rect);

impl Stack {
    pub(super) fn top(&mut self, height: u16) -> Rect {
        let height = height.min(self.0.height);
        let taken = Rect { height, ..self.0 };
        self.0 = Rect { y: self.0.y + height, height: self.0.height - height, ..self.0 };
        taken
    }
}

impl Panes {
    /// The panes for what is shown.
    pub(super) fn of(area: Rect, shown: Shown) -> Self {
        let Shown { panel, editing, units: with_units } = shown;
        let roomy = area.height >= LINES_MIN;
        let lines_below = if roomy { 3 } else { 1 };
        let mut rows = Stack(area);
        let header = rows.top(1);
        let readout_height = readout::height(area);
        let readout = (readout_height > 0).then(|| rows.top(readout_height));
        let middle = rows.top(area.height - 1 - readout_height - lines_below);
        let hint = roomy.then(|| rows.top(1));
        let status = roomy.then(|| rows.top(1));
        let footer = rows.top(1);

        let large = panel.large_view().is_some();
        let side_width = match (editing, large) {
            (true, _) => editing_width(area),
            (false, true) => 0,
            (false, false) => side_width(area, panel),
        };
        let (side, beside) = split_left(middle, side_width);
        // Beside the parameters a large view needs a large screen.
        let fits = side.is_none() || beside.width >= SIDE_MIN.0;
        let (view, scope) = if large && fits { beside_view(area, beside) } else { (None, beside) };
        let (side, view, scope) = fit_to_divisions(side, view, scope);

        let stimulus_height = stimulus_height(scope.height);
        let traces_height = scope.height - stimulus_height - 1;
        let units_height = if with_units { units_height(traces_height) } else { 0 };
        let traces_height = traces_height - units_height;
        let recovery_height = match panel {
            Panel::Recovery if roomy => traces_height * 2 / 5,
            _ => 0,
        };
        let mut rows = Stack(scope);
        let voltage = rows.top(traces_height - recovery_height);
        let recovery = (recovery_height > 0).then(|| rows.top(recovery_height));
        let stimulus = rows.top(stimulus_height);
        let units = (units_height > 0).then(|| rows.top(units_height));
        let time_axis = rows.top(1);
        Self {
            header,
            readout,
            side,
            view,
            voltage,
            recovery,
            stimulus,
            units,
            time_axis,
            hint,
            status,
            footer,
        }
    }
}

/// A column of that width, if it has any, and what is to the right of it.
pub(super) fn split_left(area: Rect, width: u16) -> (Option<Rect>, Rect) {
    let left = (width > 0).then_some(Rect { width, ..area });
    (left, Rect { x: area.x + width, width: area.width - width, ..area })
}

/// A large view and the scope: side by side where there would be side panels, else one above the
/// other, and the scope alone where that would leave too little of it.
pub(super) fn beside_view(area: Rect, middle: Rect) -> (Option<Rect>, Rect) {
    if has_sides(area) {
        let (part, least) = VIEW_WIDTH;
        let width = (u32::from(middle.width) * u32::from(part) / 100) as u16;
        return split_left(middle, width.max(least));
    }
    let height = middle.height / 2;
    let scope = Rect { y: middle.y + height, height: middle.height - height, ..middle };
    if scope.height < VOLTAGE_MIN + stimulus_height(scope.height) + 1 {
        return (None, middle);
    }
    (Some(Rect { height, ..middle }), scope)
}

/// Leaves the scope as many cells as make all divisions equal, and what stands to the left of it gets the
/// rest. Where nothing does, the rest stays blank beside each picture ([`strip::on_time_axis`]).
pub(super) fn fit_to_divisions(
    mut side: Option<Rect>,
    mut view: Option<Rect>,
    scope: Rect,
) -> (Option<Rect>, Option<Rect>, Rect) {
    let fitted = strip::on_time_axis(scope);
    let stands_beside = |pane: &&mut Rect| pane.right() == scope.x && pane.y == scope.y;
    match view.iter_mut().chain(&mut side).find(stands_beside) {
        Some(pane) => {
            pane.width = fitted.x - pane.x;
            (side, view, fitted)
        }
        None => (side, view, scope),
    }
}

pub(super) fn has_sides(area: Rect) -> bool {
    area.width >= SIDE_MIN.0 && area.height >= SIDE_MIN.1
}

fn side_width(area: Rect, panel: Panel) -> u16 {
    if panel == Panel::Wide { 0 } else { panels_width(area) }
}

/// Cells across for side panels, where they find room.
pub(super) fn panels_width(area: Rect) -> u16 {
    match area.width {
        _ if !has_sides(area) => 0,
        0..100 => 23,
        100..160 => 28,
        _ => 38,
    }
}

/// Cells across for the parameters, where they find room beside the scope.
pub(super) const PARAMETERS_WIDTH: u16 = 38;

fn editing_width(area: Rect) -> u16 {
    if has_sides(area) { PARAMETERS_WIDTH } else { 0 }
}

/// Title included.
fn stimulus_height(scope_height: u16) -> u16 {
    // With the line of numbers above a screen of 24 rows, two labels still find room.
    ((scope_height + 1) / 5).clamp(3, 9)
}

/// Title included; 0 where the traces would have too little room left.
fn units_height(traces_height: u16) -> u16 {
    let each = (traces_height / 12).clamp(1, 3);
    let height = 1 + units::COUNT * (units::LABEL_ROWS + each);
    if traces_height < height + TRACES_MIN { 0 } else { height }
}

/// The place of a list over the scope, `width` by `height` where there is room for that.
pub(super) fn overlay(area: Rect, width: u16, height: u16) -> Rect {
    // A fringe of a few columns to the sides would only puzzle.
    let width = if area.width < width + 16 { area.width } else { width };
    let height = area.height.min(height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panes_tile_the_screen() {
        for width in 40..220 {
            for height in 10..70 {
                let panels = [Panel::All, Panel::Recovery, Panel::Phase, Panel::Curve, Panel::Wide];
                let flags = [(false, false), (false, true), (true, false), (true, true)];
                for (panel, (editing, units)) in
                    panels.iter().flat_map(|&panel| flags.map(|flags| (panel, flags)))
                {
                    let area = Rect::new(0, 0, width, height);
                    let panes = Panes::of(area, Shown { panel, editing, units });
                    let all = [
                        Some(panes.header),
                        panes.readout,
                        panes.side,
                        panes.view,
                        Some(panes.voltage),
                        panes.recovery,
                        Some(panes.stimulus),
                        panes.units,
                        Some(panes.time_axis),
                        panes.hint,
                        panes.status,
                        Some(panes.footer),
                    ];
                    let cells: u32 = all.iter().flatten().map(|pane| pane.area()).sum();
                    assert_eq!(cells, area.area(), "{width}x{height} {panel:?}");
                    if panes.voltage.x > area.x {
                        assert_eq!(strip::on_time_axis(panes.voltage), panes.voltage);
                    }
                    assert!(panes.voltage.height >= 4, "{width}x{height}");
                    assert_eq!(panes.voltage.right(), area.right());
                    if let Some(view) = panes.view {
                        assert!(view.width >= 36 && view.height >= 9, "{width}x{height}");
                        assert!(panes.voltage.height >= VOLTAGE_MIN, "{width}x{height}");
                        assert!(panes.voltage.width >= 36, "{width}x{height}");
                    }
                    let shown = has_sides(area) || height >= 23;
                    if !editing {
                        assert_eq!(panes.view.is_some(), shown && panel.large_view().is_some());
                    }
                }
            }
        }
    }
}
