//! Outputs of artificial units for the neuron's current, on the same time axis.
//!
//! ```text
//! - artificial units --------
//! threshold  1  scale 0 to 1
//!       |       ___
//! sigmoid  0.62  scale 0 to 1
//!       |     _/
//! rectifier  9.3  scale 0 to 10
//!       |       ___
//! ```
//!
//! Each unit has a line for name and value above its strip.
//!
//! The output of a unit never falls as the current rises, so the bounds of the current in a column
//! give the bounds of the output.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::stimulus;
use crate::model::Units;
use crate::scope::{Axis, ladder_up};
use crate::trace::Range;
use crate::ui::draw::strip::{GUTTER, draw_event, draw_grid, right_of_gutter, timed_body};
use crate::ui::draw::theme::Look;
use crate::ui::draw::{plot, text};
use crate::ui::pane::{Frame, PaneDef, Room, Slot};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "artificial units",
    slot: Slot::Strip(height_if_shown),
    suits: is_shown,
    rolls: |area, _| places(area).map(|(_, strip)| right_of_gutter(strip)).collect(),
    volatile: |area, _| places(area).map(|(label, _)| label).collect(),
    target: |_, _, _| None,
    missed_as: Some("artificial units"),
    render,
};

/// Name of a unit, its output function, and whether the output has no upper bound.
type Unit = (&'static str, fn(&Units, f64) -> f64, bool);

const UNITS: [Unit; 3] = [
    ("threshold", Units::threshold, false),
    ("sigmoid", Units::sigmoid, false),
    ("rectifier", Units::rectifier, true),
];

/// Number of strips.
const COUNT: u16 = UNITS.len() as u16;
/// Rows above each strip, for name, value and scale.
const LABEL_ROWS: u16 = 1;

/// Least height of the traces above.
const TRACES_MIN: u16 = 7;

fn is_shown(shown: Shown<'_>) -> bool {
    shown.scope().is_some_and(|scope| scope.shows_units())
}

/// Rows, title included; 0 if too few would be left for the traces.
pub(crate) fn height_if_shown(room: Room<'_>) -> u16 {
    let rows = stimulus::rows_beside(room);
    let height = 1 + COUNT * (LABEL_ROWS + (rows / 12).clamp(1, 3));
    if is_shown(room.shown) && rows >= height + TRACES_MIN { height } else { 0 }
}

/// Rows for the strips above the stimulus.
pub(crate) fn rows_above(room: Room<'_>) -> u16 {
    stimulus::rows_beside(room) - height_if_shown(room)
}

/// The label line and the strip of each unit in `area`, one unit below the other.
fn places(area: Rect) -> impl Iterator<Item = (Rect, Rect)> {
    let body = timed_body(area);
    let height = body.height / COUNT;
    (0..COUNT).filter(move |_| height > LABEL_ROWS).map(move |index| {
        let y = body.y + index * height;
        let label = Rect { y, height: LABEL_ROWS, ..body };
        (label, Rect { y: y + LABEL_ROWS, height: height - LABEL_ROWS, ..body })
    })
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let (theme, style) = (&look.theme, frame.trace_look().theme.stimulus);
    let current = frame.samples(|column| column.current);
    let Units { theta, slope } = scope.units();
    let unit = text::unit_of(frame.shown.unit_then());
    let (shown_theta, shown_slope) = (text::short(theta, 3), text::short(slope, 3));
    let of = frame.shown.neuron_suffix();
    let title =
        format!("artificial units{of}  theta {shown_theta}{unit}  slope {shown_slope}{unit}");
    text::title(buf, area, &title, theme.stimulus, theme.grid);
    // Traces keep currents in single precision, so the threshold is rounded alike.
    let units = Units { theta: f64::from(theta as f32), slope };
    let now = frame.shown.reading().and_then(|reading| reading.current);
    let now = now.map(|current| f64::from(current.middle()));
    for ((label, strip), (name, output, fitted)) in places(area).zip(UNITS) {
        let made_of = |range: Range| through(range, |current| output(&units, current));
        let columns: Vec<_> = current.iter().map(|range| range.map(made_of)).collect();
        let axis = axis(&columns, fitted);
        let unit = if fitted { &*unit } else { "" };
        let value = now.map_or_else(String::new, |now| text::short(output(&units, now), 2));
        let value = format!("  {value}{unit}");
        let scale = format!("  scale 0 to {}{unit}", text::short(axis.high, 2));
        let words = [(name, theme.text), (&*value, theme.stimulus), (&*scale, theme.dim)];
        text::put_all(buf, label, 0, 0, &words);
        label_axis(buf, strip, axis, look);
        let picture = right_of_gutter(strip);
        draw_grid(buf, picture, &[], &frame.graticule.lines, look);
        draw_event(buf, picture, &frame.graticule, look);
        plot::trace(buf, picture, axis, &columns, style, look.marker);
    }
}

/// Labels both ends of an axis in the gutter, if the strip has more than one row.
fn label_axis(buf: &mut Buffer, strip: Rect, axis: Axis, look: &Look) {
    if strip.height > 1 {
        let gutter = Rect { width: GUTTER - 1, ..strip };
        text::put_right(buf, gutter, 0, &text::short(axis.high, 2), look.theme.dim);
        text::put_right(buf, gutter, strip.height - 1, "0", look.theme.dim);
    }
}

/// The bounds of `output` for a current within `current`.
fn through(current: Range, output: impl Fn(f64) -> f64) -> Range {
    let at = |bound: f32| output(f64::from(bound)) as f32;
    Range { low: at(current.low), high: at(current.high) }
}

/// The axis of a strip: from 0 to 1, or to a round number at or above the highest visible output.
fn axis(columns: &[Option<Range>], fitted: bool) -> Axis {
    let highest = columns.iter().flatten().map(|range| range.high).fold(0.0, f32::max);
    let rung = || ladder_up(f64::from(highest) * 0.999, f64::INFINITY);
    let high = if fitted && highest > 0.0 { rung() } else { 1.0 };
    Axis { low: 0.0, high, division: high }
}
