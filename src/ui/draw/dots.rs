//! Pictures of dots in data coordinates: curves, lines and points between two labelled axes.
//!
//! ```text
//!    10 |+       +       +
//!     0 |+  curves and points
//!   -10 |+       +       +
//!    mV -80     -40       0
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::plot::{self, COLUMNS, Marker, ROWS};
use super::strip::{GUTTER, label_rows};
use super::text;
use super::theme::Look;
use crate::scope::Axis;

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub(crate) style: Style,
    pub(crate) glyph: Glyph,
    pub(crate) dash: Dash,
}

/// The glyph of a line where missing dots or colours would make lines look alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// The line's own shape everywhere.
    #[default]
    Shape,
    /// This character in ASCII.
    Ascii(char),
    /// This character in ASCII and wherever colours are missing.
    Plain(char),
}

impl Glyph {
    /// The character that `look` calls for, if any.
    fn character(self, look: &Look) -> Option<char> {
        let is_ascii = look.marker == Marker::Ascii;
        match self {
            Self::Ascii(c) if is_ascii => Some(c),
            Self::Plain(c) if is_ascii || look.theme.by_shape => Some(c),
            _ => None,
        }
    }
}

/// Glyph of a point, and its ASCII substitute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(char, char);

/// Mark of the neuron's state at the moment shown.
pub(crate) const LIVE: Mark = Mark('\u{25c6}', '@');

impl Mark {
    /// The mark `glyph`, in ASCII `ascii`.
    pub(crate) const fn new(glyph: char, ascii: char) -> Self {
        Self(glyph, ascii)
    }

    pub(crate) fn in_marker(self, marker: Marker) -> char {
        if marker == Marker::Ascii { self.1 } else { self.0 }
    }
}

/// Which dots of a line are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    /// Dashes along the line: a number of dots, then a number of gaps.
    Along(u32, u32),
    /// A number of fifths of the dots, chosen by position on the screen, so that a moving line does
    /// not flicker.
    Fifths(usize),
}

impl Dash {
    pub(crate) const SOLID: Self = Self::Fifths(5);

    fn draws(self, index: u32, x: usize, y: usize) -> bool {
        match self {
            Self::Along(on, off) => index % (on + off) < on,
            // A lattice that thins every row, column and diagonal equally.
            Self::Fifths(fifths) => (x + 2 * y) % 5 < fifths,
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    bits: u8,
    style: Style,
    glyph: Glyph,
}

/// A picture under construction. Later strokes cover earlier ones.
#[derive(Debug)]
pub(crate) struct Dots {
    area: Rect,
    x: Axis,
    y: Axis,
    cells: Vec<Cell>,
}

/// Position of `value` along `axis`, as a fraction of its length.
fn share(axis: Axis, value: f64) -> f64 {
    (value - axis.low) / (axis.high - axis.low)
}

impl Dots {
    /// Draws the axes into `area`, with labels and a mark where divisions cross, and returns the
    /// picture between the axes. `unit` belongs to the horizontal axis.
    pub(crate) fn framed(
        buf: &mut Buffer,
        area: Rect,
        (x, y): (Axis, Axis),
        unit: &str,
        look: &Look,
    ) -> Self {
        Self::framed_as(buf, area, (x, y), (unit, |value| text::short(value, 3)), look)
    }

    /// The same with the places of the horizontal axis written by `label`.
    pub(crate) fn framed_as(
        buf: &mut Buffer,
        area: Rect,
        (x, y): (Axis, Axis),
        (unit, label): (&str, fn(f64) -> String),
        look: &Look,
    ) -> Self {
        let left = GUTTER.min(area.width);
        let height = area.height.saturating_sub(1);
        let picture = Rect { x: area.x + left, width: area.width - left, height, ..area };
        let body = Rect { height, ..area };
        let rows = if height == 0 { Vec::new() } else { label_rows(buf, body, y, look) };
        let foot = Rect { y: area.y + height, height: area.height - height, ..area };
        text::put(buf, foot, 0, 0, &format!("{unit:>5}"), look.theme.dim);
        for column in label_columns(buf, foot, (x, label), look) {
            for row in &rows {
                let cell = &mut buf[(picture.x + column, picture.y + row)];
                cell.set_char('\u{b7}').set_style(look.theme.grid);
            }
        }
        let cells = vec![Cell::default(); usize::from(picture.width) * usize::from(picture.height)];
        Self { area: picture, x, y, cells }
    }

    /// Number of dot columns.
    pub(crate) fn columns(&self) -> usize {
        usize::from(self.area.width) * COLUMNS
    }

    /// Number of dot rows.
    pub(crate) fn rows(&self) -> usize {
        usize::from(self.area.height) * ROWS
    }

    /// The value at the middle of each dot column.
    pub(crate) fn column_values(&self) -> impl Iterator<Item = f64> + use<> {
        let (x, last) = (self.x, self.columns().saturating_sub(1).max(1) as f64);
        (0..self.columns()).map(move |column| x.low + column as f64 / last * (x.high - x.low))
    }

    /// Position of a point, in dots from the upper left corner.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let last = |count: usize| count.saturating_sub(1) as f64;
        (share(self.x, x) * last(self.columns()), (1.0 - share(self.y, y)) * last(self.rows()))
    }

    /// Joins `points` to a line, clipped at the edges of the picture. A NaN point interrupts the
    /// line.
    pub(crate) fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, pen: Pen) {
        let (mut previous, mut index) = (None, 0);
        for point in points {
            if let Some(previous) = previous {
                index = self.stroke(previous, point, index, pen);
            }
            previous = Some(point);
        }
    }

    /// Draws a segment whose first dot has number `index` in the dash pattern; returns the number
    /// of its last dot.
    pub(crate) fn stroke(&mut self, from: (f64, f64), to: (f64, f64), index: u32, pen: Pen) -> u32 {
        let bounds = (self.columns() as f64 - 0.5, self.rows() as f64 - 0.5);
        let Some((from, to)) = clip(self.place(from), self.place(to), bounds) else {
            return index;
        };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let count = dx.abs().max(dy.abs()).round() as u32;
        for k in 0..=count {
            let part = f64::from(k) / f64::from(count.max(1));
            let x = (from.0 + part * dx).round().max(0.0) as usize;
            let y = (from.1 + part * dy).round().max(0.0) as usize;
            if pen.dash.draws(index.wrapping_add(k), x, y) {
                self.dot(x, y, pen);
            }
        }
        index.wrapping_add(count)
    }

    /// Draws the dot in this column and row, if the pen draws there.
    pub(crate) fn put_dot(&mut self, (x, y): (usize, usize), pen: Pen) {
        if pen.dash.draws(0, x, y) {
            self.dot(x, y, pen);
        }
    }

    /// Draws one dot, if it lies in the picture.
    pub(crate) fn point(&mut self, at: (f64, f64), pen: Pen) {
        let (x, y) = self.place(at);
        let (x, y) = (x.round(), y.round());
        if x >= 0.0 && y >= 0.0 {
            self.dot(x as usize, y as usize, pen);
        }
    }

    fn dot(&mut self, x: usize, y: usize, pen: Pen) {
        if x < self.columns() && y < self.rows() {
            let cell = &mut self.cells[y / ROWS * usize::from(self.area.width) + x / COLUMNS];
            cell.bits |= plot::BRAILLE[y % ROWS][x % COLUMNS];
            cell.style = pen.style;
            cell.glyph = pen.glyph;
        }
    }

    /// Writes the finished picture into `buf`.
    pub(crate) fn show(&self, buf: &mut Buffer, look: &Look) {
        for (index, cell) in self.cells.iter().enumerate().filter(|(_, cell)| cell.bits != 0) {
            let width = usize::from(self.area.width);
            let (x, y) = ((index % width) as u16, (index / width) as u16);
            let character = cell.glyph.character(look);
            let glyph = character.unwrap_or_else(|| plot::glyph(cell.bits, look.marker));
            buf[(self.area.x + x, self.area.y + y)].set_char(glyph).set_style(cell.style);
        }
    }

    /// The cell of a point, if the point lies in the picture.
    pub(crate) fn cell(&self, point: (f64, f64)) -> Option<(u16, u16)> {
        let (x, y) = self.place(point);
        let inside = |at: f64, count: usize| at >= -0.5 && at < count as f64 - 0.5;
        (inside(x, self.columns()) && inside(y, self.rows())).then(|| {
            let (x, y) = (x.round().max(0.0) as u16, y.round().max(0.0) as u16);
            (self.area.x + x / COLUMNS as u16, self.area.y + y / ROWS as u16)
        })
    }

    /// Writes `text` to the left of the row at `y`, in place of the number that may stand there.
    pub(crate) fn label_row(&self, buf: &mut Buffer, y: f64, text: &str, look: &Look) {
        let Some((_, row)) = self.cell((self.x.low, y)) else { return };
        let gutter = Rect { x: self.area.x - GUTTER, y: row, width: GUTTER, height: 1 };
        text::put(buf, gutter, 0, 0, &format!("{text:>5}"), look.theme.dim);
    }

    /// Writes `text` into the top row around column `x`, if there is room to the right of column
    /// `free`; returns the column one blank behind the text.
    pub(crate) fn label_top(
        &self,
        buf: &mut Buffer,
        x: f64,
        text: &str,
        style: Style,
        free: u16,
    ) -> u16 {
        let Some((column, _)) = self.cell((x, self.y.high)) else { return free };
        let width = text.chars().count() as u16;
        let start = (column - self.area.x).saturating_sub(width / 2);
        let start = start.min(self.area.width.saturating_sub(width));
        if start < free {
            return free;
        }
        text::put(buf, self.area, start, 0, text, style) + 1
    }
}

/// Labels the divisions of a horizontal axis in the row `foot`, as many as fit; returns the picture
/// columns of those divisions.
fn label_columns(
    buf: &mut Buffer,
    foot: Rect,
    (axis, label): (Axis, fn(f64) -> String),
    look: &Look,
) -> Vec<u16> {
    let Axis { low, high, division } = axis;
    let divisions = ((high - low) / division).round() as i64;
    let width = foot.width.saturating_sub(GUTTER);
    let (mut columns, mut free) = (Vec::new(), GUTTER);
    for index in 0..=divisions {
        let value = low + index as f64 * division;
        let column = (share(axis, value) * f64::from(width.saturating_sub(1))).round() as u16;
        let label = label(value);
        let length = label.chars().count() as u16;
        let start = (GUTTER + column).saturating_sub(length / 2);
        let start = start.min(foot.width.saturating_sub(length)).max(GUTTER);
        if start >= free && start + length <= foot.width {
            text::put(buf, foot, start, 0, &label, look.theme.dim);
            free = start + length + 1;
            columns.push(column);
        }
    }
    columns
}

/// The part of a segment inside a picture with this last column and row, widened by half a dot.
fn clip(
    from: (f64, f64),
    to: (f64, f64),
    (right, bottom): (f64, f64),
) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    if !(dx.is_finite() && dy.is_finite() && from.0.is_finite() && from.1.is_finite()) {
        return None;
    }
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (start, change, most) in [(from.0, dx, right), (from.1, dy, bottom)] {
        let (a, b) = (-0.5 - start, most - start);
        if change == 0.0 {
            if a > 0.0 || b < 0.0 {
                return None;
            }
            continue;
        }
        let (enter, leave) = (a / change, b / change);
        first = first.max(enter.min(leave));
        last = last.min(enter.max(leave));
    }
    let at = |part: f64| (from.0 + part * dx, from.1 + part * dy);
    (first <= last).then(|| (at(first), at(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::draw::theme::{Colors, Theme};

    const PEN: Pen = Pen { style: Style::new(), glyph: Glyph::Plain('x'), dash: Dash::SOLID };

    /// Four cells by two; axes from 0 to 7 make a dot one unit.
    fn dots() -> Dots {
        let axis = Axis { low: 0.0, high: 7.0, division: 1.0 };
        let area = Rect::new(0, 0, 4, 2);
        Dots { area, x: axis, y: axis, cells: vec![Cell::default(); 8] }
    }

    fn shown(dots: &Dots, marker: Marker) -> Vec<String> {
        let mut buf = Buffer::empty(dots.area);
        dots.show(&mut buf, &Look { marker, theme: Theme::dark(Colors::True) });
        (0..2).map(|y| (0..4).map(|x| buf[(x, y)].symbol()).collect()).collect()
    }

    #[test]
    fn lines_in_data_coordinates() {
        let mut picture = dots();
        picture.line([(0.0, 0.0), (7.0, 7.0)], PEN);
        let expected = ["  \u{2860}\u{280a}", "\u{2860}\u{280a}  "];
        assert_eq!(shown(&picture, Marker::Braille), expected);
        assert_eq!(shown(&picture, Marker::Ascii), ["  xx", "xx  "]);
    }

    #[test]
    fn what_lies_outside_is_cut() {
        let mut picture = dots();
        picture.line([(-1e300, -1e300), (1e300, 1e300)], PEN);
        picture.line([(f64::NAN, 0.0), (1.0, 1.0)], PEN);
        picture.line([(-5.0, 9.0), (20.0, 9.0)], PEN);
        picture.line([(-5.0, 20.0), (-1.0, -20.0)], PEN);
        assert!(picture.cells.iter().filter(|cell| cell.bits != 0).count() <= 4);
        let mut picture = dots();
        picture.line([(3.0, -100.0), (3.0, 100.0)], PEN);
        assert_eq!(shown(&picture, Marker::Ascii), [" x  ", " x  "]);
        assert_eq!(picture.cell((3.0, 8.0)), None);
        assert_eq!(picture.cell((7.0, 0.0)), Some((3, 1)));
    }

    #[test]
    fn dashes_go_on_through_the_points_of_a_line() {
        let count = |dash, points: &[(f64, f64)]| {
            let mut picture = dots();
            picture.line(points.iter().copied(), Pen { dash, ..PEN });
            picture.cells.iter().map(|cell| cell.bits.count_ones()).sum::<u32>()
        };
        let through = [(0.0, 3.0), (2.0, 3.0), (3.0, 3.0), (7.0, 3.0)];
        assert_eq!(count(Dash::Along(1, 2), &through), 3);
        assert_eq!(count(Dash::SOLID, &through), 8);
        assert!((1..=2).contains(&count(Dash::Fifths(1), &through)));
    }
}
