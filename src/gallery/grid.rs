//! The number of tiles that fit on a screen.

/// Least width of a tile in a grid of several columns (cells).
const TILE_WIDTH_MIN: u16 = 40;
/// Least height of a tile in a grid of several rows (cells).
const TILE_HEIGHT_MIN: u16 = 10;
/// Most columns: those of the figure of 2004.
const COLUMNS_MAX: u16 = 4;

/// Columns and rows of tiles on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Tiles beside each other.
    pub columns: usize,
    /// Tiles below each other.
    pub rows: usize,
}

impl Grid {
    /// Lines of the screen without tiles: header, hint and footer.
    pub const LINES_BESIDE: u16 = 3;

    /// The grid for `tiles` tiles on a screen of `width` by `height` cells.
    #[must_use]
    pub fn of(width: u16, height: u16, tiles: usize) -> Self {
        let columns = usize::from((width / TILE_WIDTH_MIN).clamp(1, COLUMNS_MAX));
        let fitting = (height.saturating_sub(Self::LINES_BESIDE) / TILE_HEIGHT_MIN).max(1);
        // Where there are fewer tiles than places, tiles become higher.
        let rows = usize::from(fitting).min(tiles.div_ceil(columns).max(1));
        Self { columns, rows }
    }

    /// Tiles on one page.
    #[must_use]
    pub fn places(self) -> usize {
        self.columns * self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_whole_on_a_large_screen_and_paged_on_small_ones() {
        let grid = |width, height, tiles| {
            let Grid { columns, rows } = Grid::of(width, height, tiles);
            (columns, rows)
        };
        assert_eq!(grid(200, 60, 20), (4, 5));
        assert_eq!(grid(300, 100, 20), (4, 5));
        assert_eq!(grid(120, 40, 20), (3, 3));
        assert_eq!(grid(80, 24, 20), (2, 2));
        assert_eq!(grid(40, 10, 20), (1, 1));
        assert_eq!(grid(0, 0, 0), (1, 1));
        assert_eq!(grid(200, 60, 15), (4, 4));
        assert_eq!(grid(200, 60, 8), (4, 2));
    }
}
