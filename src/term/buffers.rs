//! Two buffers of the size of the screen: the cells that the terminal shows, and the new frame.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::changes::{changes, columns_of};
use super::encoder::Change;

/// The cells that the terminal shows, and the cells of the new frame.
pub(super) struct Buffers {
    shown: Buffer,
    frame: Buffer,
    /// Whether each cell is held: left on the terminal's screen as it is.
    held: Vec<bool>,
}

impl Buffers {
    /// Buffers without a cell.
    pub(super) fn new() -> Self {
        let (shown, frame) = (Buffer::empty(Rect::ZERO), Buffer::empty(Rect::ZERO));
        Self { shown, frame, held: Vec::new() }
    }

    /// Begins an empty frame of the size of `area`; returns whether the screen was resized.
    pub(super) fn begin(&mut self, area: Rect) -> bool {
        let is_resized = self.frame.area != area;
        if is_resized {
            self.frame.resize(area);
            self.shown.resize(area);
        }
        self.frame.reset();
        is_resized
    }

    /// The frame, for drawing.
    pub(super) fn frame_mut(&mut self) -> &mut Buffer {
        &mut self.frame
    }

    /// The area of the frame.
    pub(super) fn area(&self) -> Rect {
        self.frame.area
    }

    /// Index of a cell in either buffer.
    pub(super) fn index_of(&self, x: u16, y: u16) -> usize {
        self.frame.index_of(x, y)
    }

    /// Records that the terminal's screen is blank.
    pub(super) fn clear_shown(&mut self) {
        self.shown.reset();
    }

    /// Holds the cells in `areas`, and no others: the frame takes over the shown cells there.
    pub(super) fn hold(&mut self, areas: &[Rect]) {
        self.held.clear();
        self.held.resize(self.frame.content.len(), false);
        for area in areas {
            for row in area.intersection(self.frame.area).rows() {
                let first = self.frame.index_of(row.x, row.y);
                for index in first..first + usize::from(row.width) {
                    if !std::mem::replace(&mut self.held[index], true) {
                        self.leave(index);
                    }
                }
            }
        }
    }

    /// Sets a cell of the frame back to the shown cell.
    pub(super) fn set_back(&mut self, index: usize) {
        if !self.held[index] {
            self.leave(index);
        }
    }

    /// Swaps the shown cell into the frame: after [`Self::finish`] it still counts as shown.
    fn leave(&mut self, index: usize) {
        std::mem::swap(&mut self.frame.content[index], &mut self.shown.content[index]);
    }

    /// The cells of the frame that differ from the shown ones and are not held, and whether all of
    /// them are narrow; see [`changes`].
    pub(super) fn changes(&self, present: (Color, Modifier)) -> (Vec<Change<'_>>, bool) {
        changes(&self.frame, &self.shown, &self.held, present)
    }

    /// Whether a row of the frame or of the screen has characters wider than a column.
    pub(super) fn is_wide(&self, y: u16) -> bool {
        let first = self.frame.index_of(0, y);
        let row = first..first + usize::from(self.frame.area.width);
        let cells = self.frame.content[row.clone()].iter().chain(&self.shown.content[row]);
        cells.into_iter().any(|cell| columns_of(cell.symbol()) > 1)
    }

    /// Moves the `width` shown cells from `(x, y)` on by `distance` cells to the left; cells that
    /// come in at the right are blank.
    pub(super) fn shift(&mut self, (x, y): (u16, u16), width: u16, distance: u16) {
        let first = self.shown.index_of(x, y);
        let row = &mut self.shown.content[first..first + usize::from(width)];
        row.rotate_left(usize::from(distance));
        let kept = row.len() - usize::from(distance);
        row[kept..].iter_mut().for_each(Cell::reset);
    }

    /// Records that the terminal shows the frame.
    pub(super) fn finish(&mut self) {
        std::mem::swap(&mut self.frame, &mut self.shown);
    }
}
