//! The state of the cursors on a scope.

use crate::scope::{Cursor, Cursors};

/// Columns of the picture until its size is known.
const COLUMNS: usize = 160;

/// The cursors, if they are shown, and the width of the picture in which they stand.
#[derive(Debug)]
pub(in crate::instrument) struct CursorState {
    pub(super) shown: Option<Cursors>,
    /// Columns of the pictures on the time axis.
    pub(super) columns: usize,
}

impl Default for CursorState {
    fn default() -> Self {
        Self { shown: None, columns: COLUMNS }
    }
}

impl CursorState {
    /// Columns of the pictures on the time axis.
    pub(in crate::instrument) fn columns(&self) -> usize {
        self.columns
    }
}

/// What the pressed button of the mouse holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::instrument) enum Held {
    /// A cursor.
    Cursor(Cursor),
    /// The level of the trigger.
    Level,
}
