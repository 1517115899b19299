//! Which pane goes where.

use ratatui::layout::Rect;

use super::units;
use crate::app::Panel;

/// Smallest screen with side panels.
const SIDE_MIN: (u16, u16) = (76, 20);
/// Smallest height with the hint and the status line.
const LINES_MIN: u16 = 16;

/// Smallest height of the traces beside which there is room for the artificial units.
const TRACES_MIN: u16 = 10;

/// The panes of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panes {
    pub(super) header: Rect,
    pub(super) side: Option<Rect>,
    pub(super) voltage: Rect,
    pub(super) recovery: Option<Rect>,
    pub(super) stimulus: Rect,
    pub(super) units: Option<Rect>,
    pub(super) time_axis: Rect,
    pub(super) hint: Option<Rect>,
    pub(super) status: Option<Rect>,
    pub(super) footer: Rect,
}

/// Takes rows off the top of an area.
struct Stack(Rect);

impl Stack {
    fn top(&mut self, height: u16) -> Rect {
        let height = height.min(self.0.height);
        let taken = Rect { height, ..self.0 };
        self.0 = Rect { y: self.0.y + height, height: self.0.height - height, ..self.0 };
        taken
    }
}

impl Panes {
    pub(super) fn of(area: Rect, panel: Panel, with_units: bool) -> Self {
        let roomy = area.height >= LINES_MIN;
        let lines_below = if roomy { 3 } else { 1 };
        let mut rows = Stack(area);
        let header = rows.top(1);
        let middle = rows.top(area.height - 1 - lines_below);
        let hint = roomy.then(|| rows.top(1));
        let status = roomy.then(|| rows.top(1));
        let footer = rows.top(1);

        let side_width = side_width(area, panel);
        let side = (side_width > 0).then_some(Rect { width: side_width, ..middle });
        let scope = Rect { x: middle.x + side_width, width: middle.width - side_width, ..middle };

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
        Self { header, side, voltage, recovery, stimulus, units, time_axis, hint, status, footer }
    }
}

fn side_width(area: Rect, panel: Panel) -> u16 {
    if panel == Panel::Wide || area.width < SIDE_MIN.0 || area.height < SIDE_MIN.1 {
        return 0;
    }
    match area.width {
        0..100 => 23,
        100..160 => 28,
        _ => 38,
    }
}

/// Title included.
fn stimulus_height(scope_height: u16) -> u16 {
    (scope_height / 5).clamp(3, 9)
}

/// Title included; 0 where the traces would have too little room left.
fn units_height(traces_height: u16) -> u16 {
    let each = (traces_height / 12).clamp(1, 3);
    let height = 1 + units::COUNT * each;
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
                let panels = [Panel::All, Panel::Recovery, Panel::Wide];
                for (panel, units) in
                    panels.iter().flat_map(|&panel| [(panel, false), (panel, true)])
                {
                    let area = Rect::new(0, 0, width, height);
                    let panes = Panes::of(area, panel, units);
                    let all = [
                        Some(panes.header),
                        panes.side,
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
                    assert!(panes.voltage.height >= 4, "{width}x{height}");
                    assert_eq!(panes.voltage.right(), area.right());
                }
            }
        }
    }
}
