//! Boxes that cover other content.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear, Widget};

use super::text::put;

/// Clears `frame` and draws a border with texts in its upper and lower edge; returns the area
/// inside.
pub(crate) fn boxed(
    buf: &mut Buffer,
    frame: Rect,
    (title, foot): (&str, &str),
    words: Style,
    border: Style,
) -> Rect {
    let block = Block::bordered().border_style(border);
    let inner = block.inner(frame);
    Clear.render(frame, buf);
    block.render(frame, buf);
    let edge = Rect { x: frame.x + 1, width: frame.width.saturating_sub(2), height: 1, ..frame };
    let lower = Rect { y: frame.bottom().saturating_sub(1), ..edge };
    for (edge, text) in [(edge, title), (lower, foot)] {
        if !text.is_empty() && edge.width > 0 {
            put(buf, edge, 1, 0, &format!(" {text} "), words);
        }
    }
    inner
}

/// The area of a list that covers the panes: `width` by `height`, or less where room is short.
pub(crate) fn place(area: Rect, width: u16, height: u16) -> Rect {
    // A strip of only a few columns left uncovered at the sides would be confusing.
    let width = if area.width < width + 16 { area.width } else { width };
    let height = area.height.min(height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
