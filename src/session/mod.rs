//! The recording format: encode an event, parse a file, recorder over any `Write`, replay.
//!
//! A recording holds inputs, not what was on the screen: a header with all that the run started
//! from, then one block for each command, and checks of the state in between.
//!
//! Runs of a neuron alone and of a circuit are recorded alike; they differ in what their header holds and in
//! which commands fit. The state of a circuit is never written: its recordings begin at the circuit's own start.

mod again;
mod blocks;
pub mod encode;
mod file;
mod foreign;
mod kind;
mod listing;
mod log;
mod parse;
mod recorder;
mod replay;
mod source;
mod storage;
mod tables;
mod wire;

pub use listing::Listed;
pub use log::CommandLog;
pub use parse::{Block, Blocks, Check, Cut, Entry, GoOn, Session, Summary, read, read_from};
pub use recorder::{Medium, Recorder};
pub use replay::{Divergence, Mark, NextPiece, Replay, Verification};
pub use storage::Storage;
pub use wire::About;
