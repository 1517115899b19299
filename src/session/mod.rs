//! The recording format: encode an event, parse a file, recorder over any `Write`, replay.
//!
//! A recording holds inputs, not what was on the screen: a header with all that the run started
//! from, then one block for each command, and checks of the state in between.

mod blocks;
pub mod encode;
mod parse;
mod recorder;
mod replay;
mod source;
mod wire;

pub use parse::{Block, Blocks, Check, Cut, Entry, Session, Summary};
pub use recorder::{Medium, Recorder};
pub use replay::{Divergence, Mark, Replay, Verification, verify};
pub use wire::About;

/// Largest session file that is read (bytes).
pub const FILE_BYTES_MAX: u64 = 64 << 20;
