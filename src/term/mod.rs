//! The terminal: what it can do, set-up and restore, keys, frames, signals.

mod capabilities;
mod encoder;
mod flow;
mod judge;
mod keys;
mod modes;
mod output;
mod parser;
mod screen;
mod signals;

pub use capabilities::{Capabilities, ColorChoice, NoTerminal};
pub use flow::Flow;
pub use judge::RollJudge;
pub use keys::{Event, Keyboard};
pub use modes::{Modes, install_panic_hook, size};
pub use output::Output;
pub use parser::Parser;
pub use screen::Screen;
pub use signals::{Caught, Signals, die_by, stop};
