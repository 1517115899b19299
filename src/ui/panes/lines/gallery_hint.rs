//! The line below the tiles of the gallery.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::message;
use crate::ui::draw::{text, unstable};
use crate::ui::pane::{Frame, Line, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "gallery hint",
    slot: Slot::Below(Line::ONE),
    suits: |shown| shown.gallery().is_some(),
    render,
    ..PaneDef::PLAIN
};

/// Draws the pending message, else the description of the selected neuron.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(gallery), theme) = (frame.shown.gallery(), &frame.look.theme) else { return };
    if let Some(said) = message::message(frame) {
        return message::put(buf, area, &said, frame.look);
    }
    let Some(tile) = gallery.tiles().get(gallery.selected()) else { return };
    let preset = &tile.exhibit().preset;
    let dt_ms = text::short(tile.engine().clock().dt_ms(), 6);
    let how = format!(" {}, {dt_ms} ms: ", preset.subject.scheme);
    let too_long = tile.sweep().unstable_below_mv().map_or_else(String::new, |bound_mv| {
        let rows = gallery.bindings();
        unstable::sentence(f64::from(bound_mv), "", &rows, gallery.desk().keymap) + ". "
    });
    let words = [
        (preset.name(), theme.strong),
        (&*how, theme.text),
        (&*too_long, theme.alarm),
        (&*preset.description, theme.dim),
    ];
    text::put_all(buf, area, 1, 0, &words);
}
