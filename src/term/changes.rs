//! The difference between two screens.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use ratatui::text::Span;

use super::encoder::{Change, is_blank, is_narrow_symbol};

/// The cells that differ between two buffers and are not held, row by row, and whether all of them
/// are narrow. Styles are numbered in order of appearance; 0 is `present`, the terminal's current
/// style. A blank looks the same in every style, so it takes the style of the cell before it.
pub(super) fn changes<'a>(
    frame: &'a Buffer,
    shown: &Buffer,
    held: &[bool],
    present: (Color, Modifier),
) -> (Vec<Change<'a>>, bool) {
    let width = usize::from(frame.area.width);
    let (mut changes, mut styles) = (Vec::new(), vec![present]);
    let (mut covered, mut style, mut narrow) = (0, 0, true);
    let cells = frame.content.iter().zip(&shown.content).zip(held).enumerate();
    for (index, ((cell, shown), held)) in cells {
        if *held {
            continue;
        }
        // The wide character before this cell covers it.
        if covered > 0 && !index.is_multiple_of(width) {
            covered -= 1;
            continue;
        }
        let symbol = cell.symbol();
        covered = if symbol.len() == 1 { 0 } else { columns_of(symbol) - 1 };
        if is_same(cell, shown) {
            continue;
        }
        if !is_blank(cell) {
            let look = (cell.fg, cell.modifier);
            style = styles.iter().position(|other| *other == look).unwrap_or(styles.len());
            if style == styles.len() {
                styles.push(look);
            }
            narrow &= is_narrow_symbol(cell.symbol());
        }
        let (x, y) = ((index % width) as u16, (index / width) as u16);
        changes.push(Change { style, x, y, cell });
    }
    (changes, narrow)
}

/// Whether two cells look the same. Compares the symbols byte by byte in place: a symbol is a few
/// bytes long, so a call to `memcmp` would cost more than the comparison.
#[inline]
fn is_same(cell: &Cell, other: &Cell) -> bool {
    let (symbol, other_symbol) = (cell.symbol().as_bytes(), other.symbol().as_bytes());
    let styled = (cell.fg, cell.bg, cell.modifier) == (other.fg, other.bg, other.modifier);
    styled && symbol.len() == other_symbol.len() && symbol.iter().eq(other_symbol)
}

/// Number of columns that a cell's symbol covers.
pub(super) fn columns_of(symbol: &str) -> usize {
    if is_narrow_symbol(symbol) { 1 } else { Span::raw(symbol).width().max(1) }
}
