//! The last line: the most important keys with the present settings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{gallery_hint, hint, message};
use crate::desk::Controls;
use crate::keys::{Intent, KeyRow, stays_in_footer};
use crate::ui::draw::text;
use crate::ui::draw::theme::Theme;
use crate::ui::pane::{Frame, Line, PaneDef, Slot};

pub(crate) const PANE: PaneDef =
    PaneDef { name: "footer", slot: Slot::Below(Line::ONE), render, ..PaneDef::PLAIN };

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    // On a low screen this is the only line for messages.
    let hints = [hint::PANE.name, gallery_hint::PANE.name];
    let has_hint = hints.iter().any(|name| frame.arrangement.place(name).is_some());
    match message::message(frame).filter(|_| !has_hint) {
        Some(said) => message::put(buf, area, &said, frame.look),
        None => keys(buf, area, frame),
    }
}

/// Draws the rows of the key table that the footer shows.
fn keys(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (shown, theme, table) = (frame.shown, &frame.look.theme, frame.shown.bindings());
    let words = |row: &KeyRow| {
        let (key, word) = (shown.desk().keymap.short_label(row), row.footer.unwrap_or_default());
        let injected = shown.controls().and_then(|it| injected(row, it, shown.unit_now()));
        (key, word.to_owned() + &injected.unwrap_or_default())
    };
    let (last, first): (Vec<_>, Vec<_>) =
        table.into_iter().filter(|row| row.footer.is_some()).partition(|row| stays_in_footer(row));
    let last: Vec<_> = last.into_iter().map(&words).collect();
    let last_width: u16 = last.iter().map(|(key, word)| width(key, word)).sum();
    let mut x = 1;
    for (key, word) in first.into_iter().map(words) {
        if x + width(&key, &word) + last_width > area.width {
            break;
        }
        x = put_key(buf, area, x, (&key, &word), theme);
    }
    let mut x = area.width.saturating_sub(last_width);
    for (key, word) in &last {
        x = put_key(buf, area, x, (key, word), theme);
    }
}

/// The pulse or sustained step that the key of `row` injects, if any, with its unit.
fn injected(row: &KeyRow, controls: &Controls, unit: Option<&str>) -> Option<String> {
    let (pulse, sustain) = (controls.pulse(), controls.sustain());
    let injects = |intent: Intent| row.does(intent.into());
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    if injects(Intent::Excite) {
        let (amplitude, width_ms) =
            (text::short(pulse.amplitude, 3), text::short(pulse.width_ms, 2));
        return Some(format!(" \u{b1}{amplitude}{unit} {width_ms} ms"));
    }
    let sign = if sustain < 0.0 { "" } else { "+" };
    injects(Intent::ToggleSustained).then(|| format!(" {sign}{}{unit}", text::short(sustain, 3)))
}

fn width(key: &str, word: &str) -> u16 {
    (key.chars().count() + word.chars().count()) as u16 + 3
}

fn put_key(buf: &mut Buffer, area: Rect, x: u16, (key, word): (&str, &str), theme: &Theme) -> u16 {
    let words = [(key, theme.key), (" ", theme.text), (word, theme.text)];
    text::put_all(buf, area, x, 0, &words) + 2
}
