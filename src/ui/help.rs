//! Help: a binding table as it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::theme::Look;
use super::{layout, text};
use crate::app::Binding;

/// Cells for the keys.
const KEYS_WIDTH: u16 = 15;
/// Widest row, keys included.
const WIDTH: u16 = 78;

pub(super) fn render(buf: &mut Buffer, area: Rect, table: &[Binding], scroll: u16, look: &Look) {
    let theme = &look.theme;
    let rows = table.len() as u16;
    let frame = layout::overlay(area, WIDTH, rows + 2);
    Clear.render(frame, buf);
    let visible = frame.height - 2;
    let hidden = rows - visible.min(rows);
    let scroll = scroll.min(hidden);
    text::title(buf, frame, "keys: ? or Esc closes", theme.strong, theme.grid);
    let shown = table.iter().skip(usize::from(scroll)).take(usize::from(visible));
    for (y, row) in (1..).zip(shown) {
        text::put(buf, frame, 1, y, &row.label(), theme.key);
        text::put(buf, frame, KEYS_WIDTH, y, row.help, theme.text);
    }
    let bottom = Rect { y: frame.bottom() - 1, height: 1, ..frame };
    let more = match hidden {
        0 => "q quits",
        _ if scroll < hidden => "Down for more, q quits",
        _ => "Up for more, q quits",
    };
    text::title(buf, bottom, more, theme.strong, theme.grid);
}
