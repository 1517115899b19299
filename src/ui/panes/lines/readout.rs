//! The read-out below the header: state and current at the moment shown, and how far back that
//! moment is unless it is the newest.
//!
//! ```text
//!  at 2404.75 ms, 150 ms back   v -63.1 mV  u -12.6  I 10.0
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::instrument::{Moment, Reading};
use crate::trace::Range;
use crate::ui::draw::text;
use crate::ui::frame::READOUT;
use crate::ui::pane::{Frame, Line, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: READOUT,
    slot: Slot::Above(Line { screen_min: (80, 24), ..Line::ONE }),
    suits: |shown| shown.is_scope(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

/// Draws the line; leaves out whatever does not fit at its end.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (shown, theme) = (frame.shown, &frame.look.theme);
    let (moment, reading, unit) =
        (shown.moment(), shown.reading(), text::unit_of(shown.unit_then()));
    let mut x = 1;
    let mut add = |word: &str, style: Style| {
        if usize::from(x) + word.chars().count() <= usize::from(area.width) {
            x = text::put(buf, area, x, 0, word, style) + 2;
        }
    };
    if moment.is_past() {
        add(&when(moment), theme.strong);
    }
    let Some(Reading { v, u, current }) = reading else {
        return add("v and u are not known", theme.dim);
    };
    add(&format!("v {} mV", one_decimal(v)), theme.voltage);
    add(&format!("u {}", one_decimal(u)), theme.recovery);
    if let Some(current) = current {
        add(&format!("I {}{unit}", bounds(current, text::momentary_current)), theme.stimulus);
    }
}

/// The moment shown, in words.
pub(crate) fn when(moment: Moment) -> String {
    format!("at {} ms, {} ms back", text::time(moment.time_ms), text::time(moment.back_ms))
}

/// A number padded to the usual width, so that the text behind it does not jump.
fn one_decimal(range: Range) -> String {
    bounds(range, |value| format!("{:>5}", text::fixed(value, 1)))
}

/// A value, or its bounds.
fn bounds(range: Range, number: impl Fn(f64) -> String) -> String {
    let [low, high] = [range.low, range.high].map(|bound| number(f64::from(bound)));
    if low == high { low } else { format!("between {} and {}", low.trim(), high.trim()) }
}
