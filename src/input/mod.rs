//! Text that comes from outside: shown without its control characters, and quoted by place.

mod clean;
mod document;

pub use clean::{clean, is_hostile};
pub use document::{Document, InputError, Problem, finite};
