//! The status line: present settings, and how well the program keeps up.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::hint::{SCREEN_MIN, WHOLE_BUT_AT_WORK};
use super::too_long;
use crate::instrument::Recording;
use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Slot};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "status",
    slot: Slot::Below(Line { screen_min: SCREEN_MIN, comes_first: true, ..Line::ONE }),
    suits: |shown| shown.is_scope(),
    volatile: WHOLE_BUT_AT_WORK,
    render,
    ..PaneDef::PLAIN
};

/// Cells at the right edge reserved for the link's throughput.
const LINK_WIDTH: u16 = 33;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (shown, theme) = (frame.shown, &frame.look.theme);
    let mut x = text::put(buf, area, 1, 0, &settings(shown), theme.text);
    let room = usize::from(area.width.saturating_sub(x + 3));
    let words = too_long::words(shown);
    if let Some(word) = words.iter().find(|word| word.chars().count() <= room) {
        x = text::put(buf, area, x + 3, 0, word, theme.alarm);
    }
    if shown.desk().lag_ms() > 0.0 {
        let lag = format!("   lag {:.0} ms", shown.desk().lag_ms());
        x = text::put(buf, area, x, 0, &lag, theme.alarm);
    }
    let mut end = x;
    if let Some(name) = shown.recording().map(Recording::name) {
        let room = area.width.saturating_sub(LINK_WIDTH);
        let name = format!("   to {name}");
        end = text::put(buf, Rect { width: room, ..area }, x, 0, &name, theme.dim);
    }
    let Some(link) = shown.desk().link else { return };
    let mut link = format!("{link} ");
    // Where room is short, the least important parts, which come first, are dropped.
    while end + 2 + link.chars().count() as u16 > area.width {
        let Some((_, rest)) = link.split_once("  ") else { return };
        link = rest.to_owned();
    }
    text::put_right(buf, area, 0, &link, theme.dim);
}

/// Speed, display and window; for a circuit also the common scale of all potentials.
fn settings(shown: Shown<'_>) -> String {
    let Some(controls) = shown.controls() else { return String::new() };
    let settings = format!(
        "speed {}x   {}{}   window {} ms",
        text::short(shown.desk().speed.factor(), 6),
        if controls.auto_display() { "auto: " } else { "" },
        controls.timebase.display().name(),
        text::short(controls.timebase.window_ms(), 3),
    );
    if shown.circuit().is_none() {
        return settings;
    }
    let division = text::short(controls.gain.axis().division, 2);
    let fixed = if controls.gain.is_auto() { "" } else { " fixed" };
    format!("{settings}   {division} mV/div{fixed}")
}
