//! Recordings: the format, the recorder, the reader, and the replay.
//!
//! A recording holds inputs, not the screen: a header with the initial state of the run, then one
//! block per command, with checks of the state in between. Recordings of neurons and circuits
//! differ in their headers and in the commands that they allow. The state of a circuit is never
//! written: its recordings begin at the start of the circuit. This module opens no files: a
//! [`Recorder`] writes to a [`Medium`], and [`read_from`] reads a [`Storage`].
//!
//! ```
//! use izh_tui::session::read;
//!
//! let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sessions/v2.toml"));
//! let session = read("v2.toml", text)?;
//! let verified = session.verify(1)?;
//! assert_eq!(verified.divergence, None);
//!
//! // An edited recording still replays, and the next check fails.
//! let edited = text.replace("amplitude = 10.0", "amplitude = -10.0");
//! assert!(read("edited.toml", edited)?.verify(1)?.divergence.is_some());
//! # Ok::<(), izh_tui::input::InputError>(())
//! ```

mod again;
mod blocks;
mod divergence;
pub mod encode;
mod entry;
mod file;
mod foreign;
mod kind;
mod lexer;
mod listing;
mod log;
mod parse;
mod recorder;
mod replay;
mod source;
mod storage;
mod tables;
mod verify;
mod window;
mod wire;

pub use divergence::{Divergence, Mark};
pub use entry::{Block, Check, Entry};
pub use listing::Listed;
pub use log::CommandLog;
pub use parse::{Blocks, Cut, GoOn, Session, Summary, read, read_from};
pub use recorder::{Medium, Recorder};
pub use replay::Replay;
pub use storage::Storage;
pub use verify::{NextPiece, Verification};
pub use wire::About;
