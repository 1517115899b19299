//! The gallery: a page of neurons, each with its own picture.
//!
//! ```text
//! +------------------------------------------------+
//! | header: figure, schemes, page, speed, time     |
//! +-----------+-----------+-----------+------------+
//! | tile      | tile      | tile      | tile       |
//! +-----------+-----------+-----------+------------+
//! | tile      | ...       |           |            |
//! +-----------+-----------+-----------+------------+
//! | hint: the selected neuron, or a notice         |
//! | footer: keys                                   |
//! +------------------------------------------------+
//! ```

mod tile;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Look;
use super::{footer, text, unstable};
use crate::desk::Tone;
use crate::gallery::{Gallery, Grid};
use crate::keys::GALLERY_BINDINGS;

/// Narrowest screen on which what the link carries is told.
const LINK_WIDTH_MIN: u16 = 120;

pub(super) fn render(buf: &mut Buffer, area: Rect, gallery: &Gallery, look: &Look) {
    let line = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    header(buf, line(0), gallery, look);
    let middle = Rect { y: area.y + 1, height: area.height - Grid::LINES_BESIDE, ..area };
    let places = gallery.grid().places();
    let first = gallery.page().0 * places;
    let shown = gallery.tiles().iter().enumerate().skip(first).take(places);
    for (place, (index, neuron)) in shown.enumerate() {
        let selected = index == gallery.selected();
        tile::render(buf, tile_area(middle, gallery.grid(), place), neuron, selected, look);
    }
    hint(buf, line(area.height - 2), gallery, look);
    footer::keys(buf, line(area.height - 1), &gallery.bindings(), look, footer::plain_words);
}

/// Where the tile at `place` of a page is.
fn tile_area(middle: Rect, grid: Grid, place: usize) -> Rect {
    let (columns, rows) = (grid.columns as u16, grid.rows as u16);
    let (column, row) = (place as u16 % columns, place as u16 / columns);
    let (left, right) = (middle.width * column / columns, middle.width * (column + 1) / columns);
    // All are of one height, so that pictures can be compared.
    let height = middle.height / rows;
    Rect { x: middle.x + left, y: middle.y + row * height, width: right - left, height }
}

fn header(buf: &mut Buffer, area: Rect, gallery: &Gallery, look: &Look) {
    let theme = &look.theme;
    let schemes = format!("  {}", gallery.schemes().name());
    let name = [(gallery.figure().name(), theme.strong), (&*schemes, theme.text)];
    let left = text::put_all(buf, area, 1, 0, &name);

    let (page, pages) = gallery.page();
    let page = if pages > 1 { format!("page {} of {pages}", page + 1) } else { String::new() };
    let link = gallery.link().filter(|_| area.width >= LINK_WIDTH_MIN);
    let link = link.map_or_else(String::new, |link| link.to_string());
    let lag = gallery.lag_ms();
    let lag = if lag > 0.0 { format!("lag {lag:.0} ms") } else { String::new() };
    let state = if gallery.paused() { "paused" } else { "" };
    // Single steps change the digits after the point.
    let decimals = if gallery.paused() { 2 } else { 0 };
    let speed = format!("{}x", text::short(gallery.speed().factor(), 6));
    let time = format!("t {:.decimals$} ms", gallery.time_ms());
    let words: [(&str, Style); 6] = [
        (&link, theme.dim),
        (&page, theme.text),
        (&speed, theme.text),
        (&time, theme.text),
        (&lag, theme.alarm),
        (state, theme.strong),
    ];
    // Room for what stands to the right is kept: the least important words go first.
    text::put_words_right(buf, area, left, &words);
}

/// What is to be said, or what the selected neuron is and what to look for in it.
fn hint(buf: &mut Buffer, area: Rect, gallery: &Gallery, look: &Look) {
    let theme = &look.theme;
    if let Some(notice) = gallery.notice() {
        let style = if notice.tone == Tone::Alarm { theme.alarm } else { theme.strong };
        text::put(buf, area, 1, 0, &notice.text, style);
        return;
    }
    let Some(tile) = gallery.tiles().get(gallery.selected()) else { return };
    let preset = &tile.exhibit().preset;
    let dt_ms = text::short(tile.engine().clock().dt_ms(), 6);
    let how = format!(" {}, {dt_ms} ms: ", preset.setup.scheme);
    let too_long = tile.sweep().unstable_below_mv().map_or_else(String::new, |bound_mv| {
        unstable::sentence(f64::from(bound_mv), "", GALLERY_BINDINGS) + ". "
    });
    let words = [
        (preset.name(), theme.strong),
        (&*how, theme.text),
        (&*too_long, theme.alarm),
        (&*preset.description, theme.dim),
    ];
    text::put_all(buf, area, 1, 0, &words);
}
