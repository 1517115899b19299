//! The line of the cursors, below the read-out; on a narrow screen it breaks in two behind a bar.
//!
//! ```text
//!  A 118.25 ms -63.1 mV | B 162.50 ms 30.0 mV | Δ 44.25 ms 22.60 Hz 93.1 mV | spikes 1
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::scope::Cursor;
use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Slot, WHOLE};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "cursors",
    slot: Slot::Above(Line { screen_min: (0, ROWS_MIN), rows, ..Line::ONE }),
    suits: |shown| shown.scope().is_some_and(|scope| scope.cursors().is_some()),
    volatile: WHOLE,
    missed_as: Some("the line of the cursors"),
    render,
    ..PaneDef::PLAIN
};

/// Lowest screen with the line (rows): the pictures need the rest.
const ROWS_MIN: u16 = 12;
/// Narrowest screen with the whole line in one row (columns).
const ONE_ROW_MIN: u16 = 100;

fn rows(_: Shown<'_>, width: u16) -> u16 {
    if width < ONE_ROW_MIN { 2 } else { 1 }
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let Some(scope) = frame.shown.scope() else { return };
    let (Some(line), Some(cursors)) = (scope.cursor_line(), scope.cursors()) else { return };
    let theme = &frame.look.theme;
    let style = |cursor| if cursors.selected() == cursor { theme.strong } else { theme.text };
    let [a, b] = &line.cursors;
    let at_cursors = [(&**a, style(Cursor::A)), (" | ", theme.grid), (b, style(Cursor::B))];
    let x = text::put_all(buf, area, 1, 0, &at_cursors);
    let between =
        [(&*line.difference, theme.text), (" | ", theme.grid), (&*line.spikes, theme.voltage)];
    if area.height > 1 {
        text::put(buf, area, x, 0, " |", theme.grid);
        text::put_all(buf, area, 1, 1, &between);
    } else {
        let x = text::put(buf, area, x, 0, " | ", theme.grid);
        text::put_all(buf, area, x, 0, &between);
    }
}
