//! Dot graphics: each cell holds two columns and four rows of dots.

use crate::scope::Axis;
use crate::trace::Range;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The characters that draw traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Braille patterns, eight dots to a cell.
    Braille,
    /// Quarter blocks, four dots to a cell.
    Block,
    /// ASCII characters.
    Ascii,
}

/// Rows of dots in a cell.
pub(crate) const ROWS: usize = 4;
/// Columns of dots in a cell.
pub(crate) const COLUMNS: usize = 2;

/// Bit of each dot in a Braille pattern, by row and column.
pub(crate) const BRAILLE: [[u8; COLUMNS]; ROWS] =
    [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Draws the envelope in `columns`, two to a cell, over `area` as one connected line.
pub(crate) fn trace(
    buf: &mut Buffer,
    area: Rect,
    axis: Axis,
    columns: &[Option<Range>],
    style: Style,
    marker: Marker,
) {
    let rows = usize::from(area.height) * ROWS;
    let mut previous = None;
    let mut strokes = columns.iter().map(|range| {
        let range = *range;
        let joined = range.map(|range| join(previous, range));
        previous = range;
        joined.and_then(|range| dot_rows(range, axis, rows))
    });
    for x in 0..area.width {
        let pair = [strokes.next().flatten(), strokes.next().flatten()];
        let strokes = || pair.iter().flatten();
        let Some(first) = strokes().map(|(first, _)| first / ROWS).min() else { continue };
        let last = strokes().map(|(_, last)| last / ROWS).max().unwrap_or(first);
        for y in first..=last {
            let bits = cell_bits(pair, y * ROWS);
            if bits != 0 {
                let cell = &mut buf[(area.x + x, area.y + y as u16)];
                cell.set_char(glyph(bits, marker)).set_style(style);
            }
        }
    }
}

/// Blocks that fill a cell from the bottom by eighths.
const BARS: [char; 9] = [
    ' ', '\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}',
    '\u{2588}',
];

/// Draws a bar in each column of `area`, as a share of its height. Any value above zero is visible.
pub(crate) fn bars(buf: &mut Buffer, area: Rect, shares: &[f32], style: Style) {
    for (x, share) in (area.x..area.right()).zip(shares).filter(|(_, share)| **share > 0.0) {
        let eighths = f32::from(area.height) * 8.0;
        let mut filled = (share * eighths).round().max(1.0) as usize;
        for y in (area.y..area.bottom()).rev() {
            let part = filled.min(8);
            if part == 0 {
                break;
            }
            filled -= part;
            buf[(x, y)].set_char(BARS[part]).set_style(style);
        }
    }
}

/// Extends `range` so that it touches the range of the column before.
fn join(previous: Option<Range>, range: Range) -> Range {
    match previous {
        Some(before) if before.high < range.low => Range { low: before.high, ..range },
        Some(before) if before.low > range.high => Range { high: before.low, ..range },
        _ => range,
    }
}

/// First and last dot row that `range` covers, counted from the top; `None` if the range lies
/// outside the axis.
fn dot_rows(range: Range, axis: Axis, rows: usize) -> Option<(usize, usize)> {
    let (low, high) = (f64::from(range.low), f64::from(range.high));
    if high < axis.low || low > axis.high {
        return None;
    }
    let last = (rows - 1) as f64;
    let row = |value: f64| {
        let share = (axis.high - value) / (axis.high - axis.low);
        (share * last).round().clamp(0.0, last) as usize
    };
    Some((row(high), row(low)))
}

fn cell_bits(pair: [Option<(usize, usize)>; COLUMNS], top: usize) -> u8 {
    let mut bits = 0;
    for (column, stroke) in pair.iter().enumerate() {
        let Some((first, last)) = *stroke else { continue };
        for (row, dots) in BRAILLE.iter().enumerate() {
            if (first..=last).contains(&(top + row)) {
                bits |= dots[column];
            }
        }
    }
    bits
}

pub(crate) fn glyph(bits: u8, marker: Marker) -> char {
    match marker {
        Marker::Braille => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' '),
        Marker::Block => quarter_block(bits),
        Marker::Ascii => ascii(bits),
    }
}

/// The quarter block for a cell, each quarter filled if any of its dots is set.
fn quarter_block(bits: u8) -> char {
    const GLYPHS: [char; 16] = [
        ' ', '\u{2598}', '\u{259d}', '\u{2580}', '\u{2596}', '\u{258c}', '\u{259e}', '\u{259b}',
        '\u{2597}', '\u{259a}', '\u{2590}', '\u{259c}', '\u{2584}', '\u{2599}', '\u{259f}',
        '\u{2588}',
    ];
    let masks = [0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80];
    let quarters = masks.iter().enumerate();
    let index = quarters.map(|(bit, mask)| usize::from(bits & mask != 0) << bit).sum::<usize>();
    GLYPHS[index]
}

fn ascii(bits: u8) -> char {
    let row = |row: usize| bits & (BRAILLE[row][0] | BRAILLE[row][1]) != 0;
    match [row(0), row(1), row(2), row(3)] {
        [true, _, _, true] | [true, true, true, _] | [_, true, true, true] => '|',
        [true, _, _, _] => '\'',
        [_, _, _, true] => '.',
        _ => '-',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(columns: &[Option<Range>], marker: Marker) -> Vec<String> {
        let area = Rect::new(0, 0, (columns.len() / 2) as u16, 2);
        let mut buf = Buffer::empty(area);
        let axis = Axis { low: 0.0, high: 7.0, division: 1.0 };
        trace(&mut buf, area, axis, columns, Style::new(), marker);
        (0..2).map(|y| (0..area.width).map(|x| buf[(x, y)].symbol()).collect()).collect()
    }

    fn at(value: f32) -> Option<Range> {
        Some(Range { low: value, high: value })
    }

    #[test]
    fn dots_join_to_a_line() {
        assert_eq!(drawn(&[at(0.0), at(7.0)], Marker::Braille), ["\u{28b8}", "\u{28f8}"]);
        assert_eq!(drawn(&[at(0.0), at(0.0)], Marker::Braille), [" ", "\u{28c0}"]);
        assert_eq!(drawn(&[None, None], Marker::Braille), [" ", " "]);
    }

    #[test]
    fn coarser_markers_show_the_same() {
        assert_eq!(drawn(&[at(0.0), at(7.0)], Marker::Block), ["\u{2590}", "\u{259f}"]);
        assert_eq!(drawn(&[at(0.0), at(7.0)], Marker::Ascii), ["|", "|"]);
        assert_eq!(drawn(&[at(7.0), at(7.0)], Marker::Ascii), ["'", " "]);
    }

    #[test]
    fn what_lies_outside_the_axis_is_cut() {
        assert_eq!(drawn(&[at(20.0), at(20.0)], Marker::Braille), [" ", " "]);
        let through = Some(Range { low: -5.0, high: 20.0 });
        assert_eq!(drawn(&[through, through], Marker::Braille), ["\u{28ff}", "\u{28ff}"]);
    }
}
