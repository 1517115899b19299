//! The difference between two screens, and the choice of cells for a cut frame.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use ratatui::text::Span;

use super::encoder::{Change, is_blank, is_narrow_symbol};

/// The cells that differ between two buffers and are not held, row by row, and whether all of them
/// are narrow. Styles are numbered in order of appearance; 0 is `present`, the style in which the
/// terminal already writes. A blank joins the run of cells before it.
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
        // What lies under the rest of a wide character is not to be written.
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

/// Whether two cells look the same. Most do in every frame, and most symbols are a few bytes long,
/// which is less than a call to compare them takes.
#[inline]
fn is_same(cell: &Cell, other: &Cell) -> bool {
    let (symbol, other_symbol) = (cell.symbol().as_bytes(), other.symbol().as_bytes());
    let styled = (cell.fg, cell.bg, cell.modifier) == (other.fg, other.bg, other.modifier);
    styled && symbol.len() == other_symbol.len() && symbol.iter().eq(other_symbol)
}

/// How many columns a cell's symbol covers.
pub(super) fn columns_of(symbol: &str) -> usize {
    if is_narrow_symbol(symbol) { 1 } else { Span::raw(symbol).width().max(1) }
}

/// For each change, whether it goes into a frame. Changes with the lowest ranks go first, as many
/// ranks as fit, each whole. If not even the first rank fits, as many of its changes go as fit, at
/// least one; or all of them, if they must not be torn apart. A change without a rank does not go.
pub(super) fn fitting(
    changes: &[Change<'_>],
    ranks: &[Option<u32>],
    is_whole: impl Fn(&Change<'_>) -> bool,
    fits: impl Fn(&[&Change<'_>]) -> bool,
) -> Vec<bool> {
    let fits = |chosen: &[bool]| {
        let chosen = changes.iter().zip(chosen).filter(|(_, chosen)| **chosen);
        fits(&chosen.map(|(change, _)| change).collect::<Vec<_>>())
    };
    let mut all: Vec<u32> = ranks.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let up_to = |count: usize| {
        let last = all[..count].last();
        ranks.iter().map(|rank| rank.is_some_and(|rank| Some(&rank) <= last)).collect::<Vec<_>>()
    };
    let count = most(all.len(), |count| fits(&up_to(count)));
    if count > 0 || all.is_empty() {
        return up_to(count);
    }
    let first = up_to(1);
    let of_first: Vec<usize> = (0..first.len()).filter(|index| first[*index]).collect();
    if of_first.iter().any(|index| is_whole(&changes[*index])) {
        return first;
    }
    let part = |count: usize| {
        let mut part = vec![false; first.len()];
        of_first[..count].iter().for_each(|index| part[*index] = true);
        part
    };
    part(most(of_first.len(), |count| fits(&part(count))).max(1))
}

/// The largest count up to `limit` that fits, by bisection: if a count fits, so does every smaller
/// one.
fn most(limit: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, limit);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}
