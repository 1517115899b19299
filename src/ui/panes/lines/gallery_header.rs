//! The first line of the gallery: figure, schemes, page, speed and time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "gallery header",
    slot: Slot::Above(Line { comes_first: true, ..Line::ONE }),
    suits: |shown| shown.gallery().is_some(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

/// Narrowest screen that shows the link's throughput (columns).
const LINK_WIDTH_MIN: u16 = 120;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(gallery), theme) = (frame.shown.gallery(), &frame.look.theme) else { return };
    let schemes = format!("  {}", gallery.schemes().name());
    let name = [(gallery.figure().name(), theme.strong), (&*schemes, theme.text)];
    let left = text::put_all(buf, area, 1, 0, &name);

    let (page, pages) = gallery.page();
    let page = if pages > 1 { format!("page {} of {pages}", page + 1) } else { String::new() };
    let link = gallery.desk().link.filter(|_| area.width >= LINK_WIDTH_MIN);
    let link = link.map_or_else(String::new, |link| link.to_string());
    let lag = gallery.desk().lag_ms();
    let lag = if lag > 0.0 { format!("lag {lag:.0} ms") } else { String::new() };
    let state = if gallery.desk().paused { "paused" } else { "" };
    // Single steps change the decimals of the time.
    let decimals = if gallery.desk().paused { 2 } else { 0 };
    let speed = format!("{}x", text::short(gallery.desk().speed.factor(), 6));
    let time = format!("t {:.decimals$} ms", gallery.time_ms());
    let words: [(&str, Style); 6] = [
        (&link, theme.dim),
        (&page, theme.text),
        (&speed, theme.text),
        (&time, theme.text),
        (&lag, theme.alarm),
        (state, theme.strong),
    ];
    // The texts at the right keep their room: the least important words are dropped first.
    text::put_words_right(buf, area, left, &words);
}
