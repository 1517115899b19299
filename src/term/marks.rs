//! Marks of cells that a key has changed and that have not been sent: cut frames send them first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The marked cells, found by comparing the screen before and after a key.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    before: Buffer,
    after: Buffer,
    cells: Vec<bool>,
    any: bool,
}

impl Marks {
    /// Records the screen before a key.
    pub(super) fn begin(&mut self, area: Rect, render: impl FnOnce(&mut Buffer)) {
        draw(&mut self.before, area, render);
    }

    /// Draws the screen after the key and marks the cells that differ.
    pub(super) fn end(&mut self, area: Rect, render: impl FnOnce(&mut Buffer)) {
        draw(&mut self.after, area, render);
        if self.before.area != area {
            return;
        }
        self.fit(area);
        let pairs = self.before.content.iter().zip(&self.after.content);
        for (cell, (before, after)) in self.cells.iter_mut().zip(pairs) {
            *cell |= before != after;
            self.any |= *cell;
        }
    }

    /// Keeps only the marks of cells that still wait, on a screen of the size of `area`.
    pub(super) fn keep(&mut self, area: Rect, waits: impl Fn(usize) -> bool) {
        self.fit(area);
        if !self.any {
            return;
        }
        self.any = false;
        for (index, cell) in self.cells.iter_mut().enumerate() {
            *cell = *cell && waits(index);
            self.any |= *cell;
        }
    }

    /// Whether any cell is marked.
    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// Whether the cell with this index is marked.
    pub(super) fn has(&self, index: usize) -> bool {
        self.any && self.cells.get(index).is_some_and(|cell| *cell)
    }

    /// Whether any cell of `part` is marked, on a screen `width` cells wide.
    pub(super) fn any_in(&self, part: Rect, width: u16) -> bool {
        let index = |x: u16, y: u16| usize::from(y) * usize::from(width) + usize::from(x);
        self.any && part.positions().any(|at| self.has(index(at.x, at.y)))
    }

    fn fit(&mut self, area: Rect) {
        let count = usize::from(area.width) * usize::from(area.height);
        if self.cells.len() != count {
            self.cells.clear();
            self.cells.resize(count, false);
            self.any = false;
        }
    }
}

fn draw(buf: &mut Buffer, area: Rect, render: impl FnOnce(&mut Buffer)) {
    buf.resize(area);
    buf.reset();
    render(buf);
}
