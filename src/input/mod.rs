//! Input from outside, before other rooms interpret it: TOML text, its errors, tables of numbers.
//!
//! A [`Document`] is a file's text that is parsed as TOML; an [`InputError`] is one line with file,
//! line, column and what was expected. [`clean()`] makes any text safe to print. [`table`] reads
//! tables of numbers (CSV, ATF, NumPy) row by row. Nothing in this room opens files.
//!
//! ```
//! use izh_tui::input::{InputError, clean};
//!
//! let error = InputError::at("mine.toml", (3, 5), "dt_ms: expected above 0, found -1");
//! assert_eq!(error.to_string(), "mine.toml:3:5: dt_ms: expected above 0, found -1");
//! assert_eq!(clean("\u{1b}[31mred"), "\\u{1b}[31mred");
//! ```

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
pub use document::{Document, InputError, finite, ranged};
pub use fit::{LINE_BYTES_MAX, fitted};
pub use number::{brief, decimals, fixed, short};
pub use problem::Problem;
pub use quote::{quoted, shortened};
pub use system::plain;
