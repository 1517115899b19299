//! The latest spikes of the selected neuron laid over each other: a signal around each, its mean, and one
//! standard deviation to either side.
//!
//! ```text
//! - v (mV) around 32 spikes ----
//!    50 |        .
//!     0 |        |
//!   -50 |........|'-----........
//!    ms -10    0    10   20   30
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::{Around, AroundSignal, Scope};
use crate::keys::View;
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, Pen};
use crate::ui::draw::haze::Haze;
use crate::ui::draw::strip::below_title;
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "around spikes",
    slot: Slot::View { of_moment: true, is_pair: false },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Around),
    volatile: WHOLE,
    missed_as: Some("what is around spikes"),
    render,
    ..PaneDef::PLAIN
};

/// The horizontal axis (ms).
const TIME: Axis = Axis { low: -10.0, high: 30.0, division: 10.0 };
/// Divisions of the vertical axis, about.
const DIVISIONS: f64 = 4.0;
/// Rows below the picture.
const FOOT: u16 = 2;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let around = scope.around_spikes();
    let title = format!("{}{}", name(scope, around.signal), frame.shown.neuron_suffix());
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    text::put_right(buf, area, 0, &format!(" n {} ", around.windows.len()), look.theme.strong);
    let body = below_title(area);
    let foot = FOOT.min(body.height.saturating_sub(6));
    let key = frame.shown.desk().keymap.label(View::NextSignal);
    let words = ["mean, one sd dashed, spikes faint", &format!("{key}: another signal")];
    let foot_area = Rect { y: body.bottom() - foot, height: foot, ..body };
    for (y, line) in (0..foot).zip(words) {
        text::put(buf, foot_area, 1, y, line, look.theme.dim);
    }
    let body = Rect { height: body.height - foot, ..body };
    if around.windows.is_empty() {
        text::put(buf, body, 1, 0, "after a spike", look.theme.dim);
        return;
    }
    picture(buf, body, &around, look);
}

/// What the signal is called, with its unit.
fn name(scope: &Scope, signal: AroundSignal) -> String {
    let unit = text::in_brackets(scope.situation().neuron.equations.current_unit());
    match signal {
        AroundSignal::Voltage => "v (mV) around spikes".to_owned(),
        AroundSignal::Recovery => format!("u{unit} around spikes"),
        AroundSignal::Current => format!("current{unit} around spikes"),
        AroundSignal::Channel(index) => format!("v of CH{} (mV) around spikes", index + 1),
        AroundSignal::Rate(population) => match scope.circuit() {
            None => "own rate (Hz) around spikes".to_owned(),
            Some(circuit) => {
                let name = &circuit.recipe().population(population).name;
                format!("rate of {name} (Hz) around spikes")
            }
        },
    }
}

fn picture(buf: &mut Buffer, area: Rect, around: &Around, look: &Look) {
    // Rates of a millisecond jump about so much that single windows would hide their mean.
    let windows = match around.signal {
        AroundSignal::Rate(_) => &[][..],
        _ => &around.windows,
    };
    let shifted =
        |sign: f64| around.average.iter().map(move |(at_ms, mean, sd)| (*at_ms, mean + sign * sd));
    let drawn = windows.iter().flatten().copied().chain(shifted(1.0)).chain(shifted(-1.0));
    let (low, high) = drawn
        .fold((f64::MAX, f64::MIN), |(low, high), (_, value)| (low.min(value), high.max(value)));
    let axes = (TIME, Axis::around(low, high, DIVISIONS));
    let mut dots = Dots::framed(buf, area, axes, "ms", look);
    let faint = Pen { style: look.theme.past[2], glyph: Glyph::Plain('.'), dash: Dash::Fifths(2) };
    let mut haze = Haze::new(&dots);
    for window in windows {
        haze.add(window.iter().map(|point| dots.place(*point)));
    }
    haze.draw(&mut dots, faint);
    let band = Pen { style: look.theme.dim, glyph: Glyph::Plain(':'), dash: Dash::Along(2, 2) };
    dots.line(shifted(1.0), band);
    dots.line(shifted(-1.0), band);
    let mean = Pen { style: look.theme.voltage, glyph: Glyph::Shape, dash: Dash::SOLID };
    dots.line(shifted(0.0), mean);
    dots.show(buf, look);
}
