//! Many lines that make one faint picture: each dot is drawn once, however many lines pass it.

use super::dots::{Dots, Pen};

/// The dots that lines pass, by column.
#[derive(Clone, Debug)]
pub(crate) struct Haze {
    /// Words of 64 rows in a column.
    words: usize,
    rows: usize,
    bits: Vec<u64>,
}

impl Haze {
    /// No lines yet, in a picture of as many dots as `dots`.
    pub(crate) fn new(dots: &Dots) -> Self {
        let (columns, rows) = (dots.columns(), dots.rows());
        let words = rows.div_ceil(64).max(1);
        Self { words, rows, bits: vec![0; words * columns] }
    }

    /// Marks the rows from `one` to `other` in a column, as far as they lie in the picture.
    fn mark(&mut self, column: usize, one: f64, other: f64) {
        let (low, high) = (one.min(other).round(), one.max(other).round());
        if high < 0.0 || low >= self.rows as f64 || (column + 1) * self.words > self.bits.len() {
            return;
        }
        let (first, last) = (low.max(0.0) as usize, (high as usize).min(self.rows - 1));
        for word in first / 64..=last / 64 {
            let from = first.saturating_sub(word * 64);
            let to = (last - word * 64).min(63);
            let bits = (u64::MAX << from) & (u64::MAX >> (63 - to));
            self.bits[column * self.words + word] |= bits;
        }
    }

    /// Adds the line through `points`, given in dots from the upper left corner.
    pub(crate) fn add(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        let mut previous: Option<(f64, f64)> = None;
        for (x, y) in points {
            let (from_x, from_y) = previous.replace((x, y)).unwrap_or((x, y));
            let (first, last) = (from_x.round().max(0.0) as usize, x.round().max(0.0) as usize);
            for column in first..=last {
                // Where the line enters and leaves the column.
                let at = |edge: f64| {
                    let part = if x > from_x { (edge - from_x) / (x - from_x) } else { 1.0 };
                    from_y + part.clamp(0.0, 1.0) * (y - from_y)
                };
                let (enter, leave) = match first == last {
                    true => (from_y, y),
                    false => (at(column as f64 - 0.5), at(column as f64 + 0.5)),
                };
                self.mark(column, enter, leave);
            }
        }
    }

    /// Draws all lines.
    pub(crate) fn draw(&self, dots: &mut Dots, pen: Pen) {
        for (index, word) in self.bits.iter().enumerate() {
            let (column, row) = (index / self.words, index % self.words * 64);
            let mut left = *word;
            while left != 0 {
                dots.put_dot((column, row + left.trailing_zeros() as usize), pen);
                left &= left - 1;
            }
        }
    }
}
