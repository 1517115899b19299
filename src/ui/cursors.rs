//! The cursors as vertical lines across all strips, so that an instant can be read in all of them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::plot::COLUMNS;
use super::draw::strip::{right_of_gutter, timed_body};
use super::pane::Frame;
use crate::scope::{Cursor, TimeAxis};

/// The rule of a title.
const RULE: &str = "\u{2500}";
/// Symbols over which a line is drawn: blanks, the grid, and the level and event of a trigger.
const BELOW_LINE: [&str; 6] = [" ", "\u{2508}", "\u{250a}", "\u{253c}", "\u{254c}", "\u{2506}"];

/// Rows from one piece of a line to the next while the picture rolls: a line that stands in it is
/// written anew at every move, so a whole one would take as many bytes as the picture itself.
const ROWS_APART: usize = 8;

/// Draws both cursors over the strip in `area`; traces stay above them.
pub(super) fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let Some(scope) = frame.shown.scope() else { return };
    let Some(cursors) = scope.cursors() else { return };
    let picture = right_of_gutter(timed_body(area));
    if picture.is_empty() {
        return;
    }
    let columns = usize::from(picture.width) * COLUMNS;
    let axis = TimeAxis::new(&scope.controls().timebase, scope.now_ns(), columns);
    let theme = &frame.look.theme;
    let rolls = scope.controls().timebase.moves_with_time(scope.now_ns()) && !scope.desk().paused;
    let every = if rolls { ROWS_APART } else { 1 };
    for cursor in Cursor::BOTH {
        let Some(across) = cursors.place(cursor).across(&axis) else { continue };
        let column = ((across * columns as f64) as usize).min(columns - 1);
        let x = picture.x + (column / COLUMNS) as u16;
        let style = if cursors.selected() == cursor { theme.strong } else { theme.text };
        let is_free = |buf: &Buffer, y: u16| BELOW_LINE.contains(&buf[(x, y)].symbol());
        // The letter stands in the title's rule, or else at the top of the picture.
        let y = if buf[(x, area.y)].symbol() == RULE { area.y } else { picture.y };
        buf[(x, y)].set_char(cursor.letter()).set_style(style);
        for y in (picture.y..picture.bottom()).step_by(every).filter(|row| *row != y) {
            if is_free(buf, y) {
                buf[(x, y)].set_char('\u{2502}').set_style(style);
            }
        }
    }
}
