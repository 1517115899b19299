//! What lies over the panes: help, the picker of presets, and on a small screen the parameters.

mod help;
mod picker;
mod preview;

use ratatui::buffer::Buffer;

use super::pane::Frame;
use super::panes::render_parameters_over;

/// Draws what lies over the panes of `frame`, if anything does.
pub(crate) fn render(buf: &mut Buffer, frame: &Frame<'_>) {
    let (area, shown, look) = (buf.area, frame.shown, frame.look);
    if let Some(scroll) = shown.help() {
        help::render(buf, area, (&shown.bindings(), shown.desk().keymap), scroll, look);
    } else if let (Some(picker), Some(of)) = (shown.picker(), shown.catalog()) {
        picker::render(buf, area, picker, of, (shown.desk().keymap, look));
    } else if let Some(picture) = frame.arrangement.first_strip().filter(|_| is_over(frame)) {
        // Over the potential, never over the current.
        render_parameters_over(buf, picture, frame);
    }
}

/// Whether the parameters lie over the panes, for want of a column of their own.
fn is_over(frame: &Frame<'_>) -> bool {
    frame.arrangement.is_covered && frame.shown.parameters().is_some()
}
