//! A line of settings: those of the trigger, or of the artificial units.

mod change;
mod line;
mod trigger;
mod units;

pub(super) use line::FieldLine;
pub use line::{Field, Fields};
