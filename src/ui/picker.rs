//! The preset picker: a line to type in, what matches, and the stimulus of what is selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use super::theme::Look;
use super::{layout, preview, text};
use crate::app::{App, Picker};

/// Widest list.
const WIDTH: u16 = 76;
/// Most rows.
const HEIGHT: u16 = 32;
/// Fewest rows with a preview of the stimulus.
const PREVIEW_MIN: u16 = 18;
/// Cells for a name.
const NAME_WIDTH: u16 = 36;

pub(super) fn render(buf: &mut Buffer, area: Rect, picker: &Picker, app: &App, look: &Look) {
    let theme = &look.theme;
    let matches = picker.matches(app.entries());
    let frame = layout::overlay(area, WIDTH, HEIGHT);
    Clear.render(frame, buf);
    text::title(buf, frame, "pick a preset: Enter takes it, Esc closes", theme.strong, theme.grid);
    let filter = format!("> {}_", picker.filter());
    text::put(buf, frame, 1, 1, &filter, theme.key);
    text::put_right(buf, frame, 1, &format!("{} match ", matches.len()), theme.dim);

    let preview_height = if frame.height < PREVIEW_MIN { 0 } else { preview::HEIGHT };
    let rows = usize::from(frame.height - 3 - preview_height);
    let first = picker.selected().saturating_sub(rows.saturating_sub(1));
    for (y, (row, index)) in (2..).zip(matches.iter().enumerate().skip(first).take(rows)) {
        let preset = &app.entries()[*index].preset;
        let selected = row == picker.selected();
        let mark = if selected { "> " } else { "  " };
        let style = if selected { theme.strong } else { theme.text };
        text::put_all(buf, frame, 1, y, &[(mark, theme.key), (preset.name(), style)]);
        text::put(buf, frame, NAME_WIDTH + 2, y, &preset.description, theme.dim);
        if selected {
            let line = Rect { y: frame.y + y, height: 1, ..frame };
            buf.set_style(line, Modifier::REVERSED);
        }
    }
    if let Some(index) = picker.choice(app.entries()).filter(|_| preview_height > 0) {
        let setup = &app.entries()[index].preset.setup;
        let y = frame.bottom() - 1 - preview_height;
        let area = Rect { y, height: preview_height, ..frame };
        preview::render(buf, area, setup, app.engine().seed(), look);
    }
    let bottom = Rect { y: frame.bottom() - 1, height: 1, ..frame };
    text::rule(buf, bottom, 0, theme.grid);
}
