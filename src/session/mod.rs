//! Recordings: the format, the recorder, the reader, and the replay.
//!
//! A recording holds inputs, not what was on the screen: a header with all that the run started
//! from, then one block for each command, and checks of the state in between. Recordings of a
//! neuron alone and of a circuit differ in their header and in which commands fit. The state of a
//! circuit is never written: its recordings begin at the circuit's own start. Files are opened
//! elsewhere: a [`Recorder`] writes to a [`Medium`], [`read_from`] reads a [`Storage`].
//!
//! ```
//! use izh_tui::session::read;
//!
//! let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sessions/v2.toml"));
//! let session = read("v2.toml", text)?;
//! let verified = session.verify(1)?;
//! assert_eq!(verified.divergence, None);
//!
//! // An edited recording still plays, and the next check tells.
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
