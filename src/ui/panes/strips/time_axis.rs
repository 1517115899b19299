//! The time axis below all strips.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::draw::strip::{on_time_axis, right_of_gutter};
use crate::ui::draw::time_axis;
use crate::ui::pane::{Frame, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "time axis",
    slot: Slot::Strip(|_| 1),
    suits: |shown| shown.is_scope(),
    rolls: |area, _| vec![right_of_gutter(on_time_axis(area))],
    render,
    ..PaneDef::PLAIN
};

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    time_axis::render(buf, area, &frame.graticule, frame.look);
    if frame.marks_moment() {
        let cell = &mut buf[(area.right() - 1, area.y)];
        cell.set_char('\u{25b2}').set_style(frame.look.theme.strong);
    }
}
