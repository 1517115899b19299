//! The two time cursors: where they stand, what they read, and how keys move them.

mod line;
mod moves;
mod place;
mod reading;
mod state;

pub use line::CursorLine;
pub use reading::CursorReading;
pub(super) use state::{CursorState, Held};
