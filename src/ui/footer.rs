//! The last line: the keys that matter most, with the present settings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::layout::Panes;
use super::theme::Look;
use super::{status, text};
use crate::desk::Tone;
use crate::instrument::Scope;
use crate::keys::{Action, Binding, Intent, Key};
use crate::scope::Pulse;

pub(super) fn render(buf: &mut Buffer, panes: &Panes, app: &Scope, look: &Look) {
    let (theme, area) = (&look.theme, panes.footer);
    // On a low screen this is the only line for what has to be said.
    if panes.hint.is_none()
        && let Some((text, tone)) = status::message(panes, app)
    {
        let style = if tone == Tone::Alarm { theme.alarm } else { theme.strong };
        text::put(buf, area, 1, 0, &text, style);
        return;
    }
    keys(buf, area, &app.bindings(), look, |row| words(row, app));
}

/// The rows of `table` that are worth a place there, as `words` of key and meaning.
pub(super) fn keys(
    buf: &mut Buffer,
    area: Rect,
    table: &[Binding],
    look: &Look,
    words: impl Fn(&Binding) -> (String, String),
) {
    let theme = &look.theme;
    let (last, first): (Vec<_>, Vec<_>) =
        table.iter().filter(|row| row.footer.is_some()).partition(|row| is_last(row));
    let last: Vec<_> = last.into_iter().map(&words).collect();
    let last_width: u16 = last.iter().map(|(key, word)| width(key, word)).sum();
    let mut x = 1;
    for (key, word) in first.into_iter().map(&words) {
        if x + width(&key, &word) + last_width > area.width {
            break;
        }
        x = put_key(buf, area, x, &key, &word, theme.key, theme.text);
    }
    let mut x = area.width.saturating_sub(last_width);
    for (key, word) in &last {
        x = put_key(buf, area, x, key, word, theme.key, theme.text);
    }
}

/// Help and quit stay, however little room there is.
fn is_last(row: &Binding) -> bool {
    row.keys.iter().any(|(key, _)| matches!(key, Key::Char('?' | 'q')))
}

/// Key label and word, with the pulse's settings where they belong.
fn words(row: &Binding, app: &Scope) -> (String, String) {
    let unit = app.cell().neuron.equations.current_unit();
    injection_words(row, (app.pulse(), app.sustain()), unit)
}

/// Key label and word, with the pulse and the sustained step that keys inject where they belong, in
/// their unit.
pub(super) fn injection_words(
    row: &Binding,
    (pulse, sustain): (Pulse, f64),
    unit: Option<&str>,
) -> (String, String) {
    let (key, word) = plain_words(row);
    let injects = |intent| row.keys.iter().any(|(_, action)| *action == Action::Model(intent));
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    if injects(Intent::Excite) {
        let (amplitude, width_ms) =
            (text::short(pulse.amplitude, 3), text::short(pulse.width_ms, 2));
        return (key, format!("{word} \u{b1}{amplitude}{unit} {width_ms} ms"));
    }
    if injects(Intent::ToggleSustained) {
        let sign = if sustain < 0.0 { "" } else { "+" };
        return (key, format!("{word} {sign}{}{unit}", text::short(sustain, 3)));
    }
    (key, word)
}

/// Key label and word.
pub(super) fn plain_words(row: &Binding) -> (String, String) {
    let key = match row.keys {
        [(first, _), (second @ Key::Char(_), _)] => format!("{first}/{second}"),
        [(first, _), _] if is_last(row) => first.to_string(),
        [(Key::Up, _), _] => "Up/Dn".to_owned(),
        _ => row.label(),
    };
    (key, row.footer.unwrap_or_default().to_owned())
}

fn width(key: &str, word: &str) -> u16 {
    (key.chars().count() + word.chars().count()) as u16 + 3
}

fn put_key(
    buf: &mut Buffer,
    area: Rect,
    x: u16,
    key: &str,
    word: &str,
    key_style: Style,
    word_style: Style,
) -> u16 {
    text::put_all(buf, area, x, 0, &[(key, key_style), (" ", word_style), (word, word_style)]) + 2
}
