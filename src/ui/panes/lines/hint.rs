//! The line below the strips of a scope: a message, else the verdict on artificial units, else what
//! to look for in the running preset.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{header, message};
use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Parts, Slot};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "hint",
    slot: Slot::Below(Line { screen_min: SCREEN_MIN, comes_first: true, ..Line::ONE }),
    suits: |shown| shown.is_scope(),
    volatile: WHOLE_BUT_AT_WORK,
    render,
    ..PaneDef::PLAIN
};

/// Smallest screen with the hint and status lines (columns, rows).
pub(super) const SCREEN_MIN: (u16, u16) = (0, 16);

/// A progress bar must not be held back as a volatile area.
pub(super) const WHOLE_BUT_AT_WORK: Parts =
    |area, shown| if shown.work().is_some() { Vec::new() } else { vec![area] };

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    if let Some(said) = message::message(frame) {
        return message::put(buf, area, &said, frame.look);
    }
    let theme = &frame.look.theme;
    match verdict(frame.shown, area.width.saturating_sub(1)) {
        Some(verdict) => text::put(buf, area, 1, 0, &verdict, theme.strong),
        None => {
            let circuit = frame.shown.circuit();
            let left_out = circuit.and_then(|it| header::integration_left_out(area.width, it));
            let left_out =
                left_out.map_or_else(String::new, |integration| format!("{integration}. "));
            text::put(buf, area, 1, 0, &(left_out + frame.shown.description()), theme.dim)
        }
    };
}

/// The verdict on artificial units, if shown, with as much evidence as fits in `width` cells.
fn verdict(shown: Shown<'_>, width: u16) -> Option<String> {
    let scope = shown.scope().filter(|scope| scope.shows_units())?;
    let mut words = scope.verdict();
    let is_long = |words: &str| words.chars().count() > usize::from(width);
    let claim = words.find(';').filter(|_| is_long(&words));
    words.truncate(claim.unwrap_or(words.len()));
    Some(words)
}
