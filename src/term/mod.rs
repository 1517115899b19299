//! The terminal: what it can do, set-up and restore, keys, frames, signals.

mod background;
mod capabilities;
mod encoder;
mod flow;
mod intake;
mod judge;
mod keys;
mod modes;
mod output;
mod parser;
mod screen;
mod sequence;
mod signals;

pub use capabilities::{Capabilities, ColorChoice, NoTerminal};
pub use flow::Flow;
pub use intake::Intake;
pub use judge::RollJudge;
pub use keys::Keyboard;
pub use modes::{Modes, install_panic_hook, size};
pub use output::Output;
pub use parser::{Answer, Event, Parser};
pub use screen::Screen;
pub use signals::{Caught, Signals, die_by, stop};
