//! A strip: a trace with its title, axis and grid.
//!
//! ```text
//! - title ----------------
//!    20 |grid and trace
//!     0 |
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::graticule::{Graticule, whole_divisions};
use super::theme::Look;
use super::{plot, text, underlay};
use crate::desk::{Height, Target};
use crate::instrument::{Scope, Underlay};
use crate::scope::{Axis, OffScale};
use crate::trace::Range;

/// Cells to the left of the trace, for the labels of the vertical axis.
pub(crate) const GUTTER: u16 = 6;
/// Mark of a trace that leaves its axis.
const ABOVE: char = '\u{25b2}';
const BELOW: char = '\u{25bc}';
/// Mark of a level in the gutter.
const LEVEL: char = '\u{25b6}';

/// A trace and its vertical axis.
pub(crate) struct Strip<'a> {
    pub(crate) axis: Axis,
    pub(crate) columns: &'a [Option<Range>],
    /// What is drawn faintly below the trace.
    pub(crate) underlays: &'a [Underlay],
    /// The levels of the trigger.
    pub(crate) levels: &'a [f64],
    pub(crate) style: Style,
}

impl Strip<'_> {
    /// Draws the strip below the title row of `area`.
    pub(crate) fn render(&self, buf: &mut Buffer, area: Rect, graticule: &Graticule, look: &Look) {
        self.render_body(buf, timed_body(area), graticule, look);
    }

    /// Draws the strip over all of `body`.
    pub(crate) fn render_body(
        &self,
        buf: &mut Buffer,
        body: Rect,
        graticule: &Graticule,
        look: &Look,
    ) {
        if body.height == 0 || body.width <= GUTTER {
            return;
        }
        let picture = Rect { x: body.x + GUTTER, width: body.width - GUTTER, ..body };
        let rows = label_rows(buf, body, self.axis, look);
        draw_grid(buf, picture, &rows, &graticule.lines, look);
        draw_event(buf, picture, graticule, look);
        for level in self.levels {
            draw_level(buf, picture, self.axis, *level, look);
        }
        underlay::render(buf, picture, self.axis, self.underlays, look);
        let style = underlay::trace_style(self.underlays, self.style, look);
        plot::trace(buf, picture, self.axis, self.columns, style, look.marker);
        underlay::render_mean(buf, picture, self.axis, self.underlays, (self.style, look));
        mark_off_scale(buf, picture, self.axis, self.columns, look);
    }
}

/// Marks the cells of a triggered picture at the event, from which its time counts.
pub(crate) fn draw_event(buf: &mut Buffer, picture: Rect, graticule: &Graticule, look: &Look) {
    let Some(event) = graticule.event.filter(|event| *event < picture.width) else { return };
    for y in picture.y..picture.bottom() {
        buf[(picture.x + event, y)].set_char('\u{2506}').set_style(look.theme.strong);
    }
}

/// Draws the level of a trigger, and its mark in the gutter; one beyond the axis has the mark alone.
fn draw_level(buf: &mut Buffer, picture: Rect, axis: Axis, level: f64, look: &Look) {
    let share = (axis.high - level) / (axis.high - axis.low);
    let row = (share * f64::from(picture.height - 1)).round();
    let (y, mark) = match row {
        row if row < 0.0 => (picture.y, ABOVE),
        row if row > f64::from(picture.height - 1) => (picture.bottom() - 1, BELOW),
        row => (picture.y + row as u16, LEVEL),
    };
    buf[(picture.x - 1, y)].set_char(mark).set_style(look.theme.strong);
    if mark == LEVEL {
        for x in picture.x..picture.right() {
            buf[(x, y)].set_char('\u{254c}').set_style(look.theme.dim);
        }
    }
}

/// An axis that holds all `values` and the value `always`.
pub(crate) fn fitted(values: &[Option<Range>], always: Option<f64>, divisions: f64) -> Axis {
    let point = |value: f64| Range { low: value as f32, high: value as f32 };
    let bounds = Range::around(values.iter().flatten().copied().chain(always.map(point)));
    let Range { low, high } = bounds.unwrap_or(Range { low: 0.0, high: 1.0 });
    Axis::around(f64::from(low), f64::from(high), divisions)
}

/// Marks, at the edge of the picture, the cells in which the trace leaves the axis.
fn mark_off_scale(
    buf: &mut Buffer,
    picture: Rect,
    axis: Axis,
    columns: &[Option<Range>],
    look: &Look,
) {
    for (x, cell) in (picture.x..picture.right()).zip(columns.chunks(plot::COLUMNS)) {
        let off = OffScale::of(axis, cell);
        let ends = [(off.above, picture.y, ABOVE), (off.below, picture.bottom() - 1, BELOW)];
        for (_, y, mark) in ends.into_iter().filter(|(value, ..)| value.is_some()) {
            buf[(x, y)].set_char(mark).set_style(look.theme.alarm);
        }
    }
}

/// The extreme values beyond an axis, as text behind a title; empty if there are none.
pub(crate) fn off_scale_words(off: OffScale) -> String {
    let word = |mark: char, value: Option<f32>| {
        value.map_or_else(String::new, |value| {
            format!("  {mark} {}", text::short(f64::from(value), 1))
        })
    };
    word(ABOVE, off.above) + &word(BELOW, off.below)
}

/// What the mouse is on at a place of a strip whose plot, in `body`, shows the membrane potential of the
/// channel at `index`.
pub(crate) fn on_voltage(body: Rect, scope: &Scope, index: usize, at: Position) -> Target {
    let Axis { low, high, .. } = scope.controls().gain.axis();
    let share = (f64::from(at.y) - f64::from(body.y) + 0.5) / f64::from(body.height.max(1));
    let row_mv = (high - low) / f64::from(body.height.max(1));
    let v_mv = high - share * (high - low);
    let height = right_of_gutter(body).contains(at).then_some(Height { v_mv, row_mv });
    Target::Strip { channel: Some(index), height }
}

/// The part of `area` below its title row.
pub(crate) fn below_title(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

/// The right part of `area` that has a time axis: the gutter, and a plot whose divisions are
/// equally wide.
pub(crate) fn on_time_axis(area: Rect) -> Rect {
    let room = area.width.saturating_sub(GUTTER);
    let rest = room - whole_divisions(room);
    Rect { x: area.x + rest, width: area.width - rest, ..area }
}

/// The part of `area` below its title row that has the time axis; see [`on_time_axis`].
pub(crate) fn timed_body(area: Rect) -> Rect {
    on_time_axis(below_title(area))
}

/// The part of `body` to the right of the gutter.
pub(crate) fn right_of_gutter(body: Rect) -> Rect {
    Rect { x: body.x + GUTTER.min(body.width), width: body.width.saturating_sub(GUTTER), ..body }
}

/// Labels the divisions of a vertical axis in the gutter of `body`; returns their rows.
pub(crate) fn label_rows(buf: &mut Buffer, body: Rect, axis: Axis, look: &Look) -> Vec<u16> {
    let Axis { low, high, division } = axis;
    let divisions = ((high - low) / division).round() as i64;
    // Labels on every row would be a wall of digits.
    let every = (divisions * 2 / i64::from(body.height.max(1)) + 1).max(1);
    let last = f64::from(body.height - 1);
    let mut rows = Vec::new();
    // If only two labels fit, they mark the ends of the axis.
    let ends = every > divisions && body.height > 1;
    let is_labelled = |index: &i64| index % every == 0 || ends && *index == divisions;
    for index in (0..=divisions).filter(is_labelled) {
        let value = low + index as f64 * division;
        let row = ((high - value) / (high - low) * last).round() as u16;
        let label = format!("{:>5}", text::short(value, 3));
        let gutter = Rect { width: GUTTER - 1, ..body };
        text::put(buf, gutter, 0, row, &label, look.theme.dim);
        rows.push(row);
    }
    rows
}

/// Draws horizontal grid lines at `rows` and vertical ones at `lines`.
pub(crate) fn draw_grid(
    buf: &mut Buffer,
    picture: Rect,
    rows: &[u16],
    lines: &[(u16, f64)],
    look: &Look,
) {
    let mut dot = |x: u16, y: u16, glyph: char| {
        buf[(picture.x + x, picture.y + y)].set_char(glyph).set_style(look.theme.grid);
    };
    for &row in rows {
        for x in 0..picture.width {
            dot(x, row, '\u{2508}');
        }
    }
    for &(x, _) in lines {
        for row in 0..picture.height {
            dot(x, row, if rows.contains(&row) { '\u{253c}' } else { '\u{250a}' });
        }
    }
}
