//! Cutting a frame to its budget: which changed cells are written, and which wait.

use std::io;

use super::buffers::Buffers;
use super::encoder::{Change, Encoder, encode};
use super::marks::Marks;
use crate::ui::Order;

/// Lowest rank of a cell that no key has changed.
const UNMARKED: u32 = 1 << 16;

/// The rules by which changes are chosen for a cut frame.
pub(super) struct Choice<'a> {
    pub(super) buffers: &'a Buffers,
    /// Cells that a key has changed, which are written first.
    pub(super) marks: &'a Marks,
    /// Whether only marked cells are written.
    pub(super) only_marked: bool,
    pub(super) order: Order,
    /// The first row to be written, among cells that are ranked row by row.
    pub(super) turn: u16,
}

/// The encoded changes of a frame.
pub(super) struct Cut {
    pub(super) bytes: Vec<u8>,
    /// The state of the encoder after `bytes`.
    pub(super) encoder: Encoder,
    /// The changed cells that are left out (column, row), row by row.
    pub(super) waiting: Vec<(u16, u16)>,
    /// Whether numbers or messages are among the waiting cells.
    pub(super) figures_wait: bool,
    /// The row with which the next cut frame begins.
    pub(super) turn: u16,
}

impl Choice<'_> {
    /// Encodes as many of `all` changes as `room` bytes hold, the most important first; `narrow`
    /// says whether all changes are one column wide.
    ///
    /// # Errors
    /// As [`encode`].
    pub(super) fn cut(
        &self,
        encoder: &Encoder,
        all: &[Change<'_>],
        narrow: bool,
        room: Option<usize>,
    ) -> io::Result<Cut> {
        let size = |some: &[&Change<'_>]| encode(encoder, some, narrow).map(|it| it.0.len());
        let fits = |some: &[&Change<'_>]| {
            room.is_none_or(|room| size(some).is_ok_and(|bytes| bytes <= room))
        };
        let is_whole = |change: &Change<'_>| self.buffers.is_wide(change.y);
        let chosen = fitting(all, &self.ranks(all), is_whole, fits);
        let those = |are_sent: bool| {
            let pairs = all.iter().zip(&chosen).filter(move |pair| *pair.1 == are_sent);
            pairs.map(|(change, _)| change)
        };
        let (bytes, encoder) = encode(encoder, &those(true).collect::<Vec<_>>(), narrow)?;
        let class = |change: &Change<'_>| self.order.class(change.x, change.y);
        let by_row = those(false).filter(|change| class(change).is_by_row());
        let next = by_row.map(|change| change.y).min_by_key(|y| self.row(*y));
        Ok(Cut {
            bytes,
            encoder,
            waiting: those(false).map(|change| (change.x, change.y)).collect(),
            figures_wait: those(false).any(|change| class(change).is_figure()),
            turn: next.unwrap_or(self.turn),
        })
    }

    /// The rank of each change; lower ranks are written first. A change without a rank waits.
    fn ranks(&self, all: &[Change<'_>]) -> Vec<Option<u32>> {
        let rank = |change: &Change<'_>| {
            if self.marks.has(self.buffers.index_of(change.x, change.y)) {
                return Some(u32::from(change.y));
            }
            let rank = self.order.class(change.x, change.y).rank(self.row(change.y));
            (!self.only_marked).then_some(rank + UNMARKED)
        };
        let mut ranks: Vec<_> = all.iter().map(rank).collect();
        // A row with wide characters is written whole, since each of them covers the next cell.
        for row in all.chunk_by(|a, b| a.y == b.y) {
            let first = all.partition_point(|change| change.y < row[0].y);
            if self.buffers.is_wide(row[0].y) {
                let ranks = &mut ranks[first..first + row.len()];
                ranks.fill(ranks.iter().flatten().min().copied());
            }
        }
        ranks
    }

    /// The position of a row, counted cyclically from the row whose turn it is.
    fn row(&self, y: u16) -> u16 {
        let height = self.buffers.area().height;
        (y + height - self.turn.min(height)) % height
    }
}

/// For each change, whether it is written. As many whole ranks as fit are written, the lowest
/// first. If not even the first rank fits, as many of its changes as fit are written, at least one;
/// or all of them, if one is in a row with wide characters (`is_whole`).
fn fitting(
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

/// The largest count up to `limit` that fits, by bisection: every count below it fits, too.
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
