//! Overlays: help, the preset picker, and on a small screen the parameters.

mod help;
mod picker;
mod preview;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::pane::{Arrangement, Frame};
use super::panes::{parameters_target_over, render_parameters_over};
use super::shown::Shown;
use crate::desk::{Help, Target};

/// Draws the open overlay over the panes of `frame`, if any.
pub(crate) fn render(buf: &mut Buffer, frame: &Frame<'_>) {
    let (area, shown, look) = (buf.area, frame.shown, frame.look);
    if let Some(help) = shown.help() {
        let (lines, keymap) = (shown.help_lines(help), shown.desk().keymap);
        let all = shown.help_lines(&Help::default());
        help::render(buf, area, help, (&all, &lines), (keymap, look));
    } else if let (Some(picker), Some(of)) = (shown.picker(), shown.catalog()) {
        picker::render(buf, area, picker, of, (shown.desk().keymap, look));
    } else if let Some(picture) = frame.arrangement.first_strip().filter(|_| is_over(frame)) {
        // The panel covers the potential, never the current.
        render_parameters_over(buf, picture, frame);
    }
}

/// Whether an overlay takes the mouse from the panes.
pub(crate) fn covers(shown: Shown<'_>, arrangement: &Arrangement) -> bool {
    shown.help().is_some() || shown.picker().is_some() || arrangement.is_covered
}

/// What a place on the screen is to the mouse while an overlay covers the panes.
pub(crate) fn target(
    area: Rect,
    shown: Shown<'_>,
    arrangement: &Arrangement,
    at: Position,
) -> Option<Target> {
    if shown.help().is_some() {
        return None;
    }
    if let (Some(picker), Some((catalog, _))) = (shown.picker(), shown.catalog()) {
        return picker::target(area, picker, catalog, at);
    }
    parameters_target_over(arrangement.first_strip()?, shown.parameters()?, at)
}

/// Whether the parameters cover panes because they have no column.
fn is_over(frame: &Frame<'_>) -> bool {
    frame.arrangement.is_covered && frame.shown.parameters().is_some()
}
