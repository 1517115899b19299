//! What comes from outside: text shown without its control characters and quoted by place, tables of
//! numbers.

mod clean;
mod document;
mod fit;
mod number;
mod problem;
mod quote;
mod system;
pub mod table;
mod weight;

pub use clean::{clean, is_hostile};
pub use document::{Document, InputError, finite};
pub use fit::{LINE_BYTES_MAX, fitted};
pub use number::brief;
pub use problem::Problem;
pub use quote::quoted;
pub use system::plain;
