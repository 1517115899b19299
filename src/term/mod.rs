//! The terminal: what it can do, set-up and restore, keys, frames, signals.

mod above;
mod background;
mod capabilities;
mod changes;
mod encoder;
mod flow;
mod intake;
mod keys;
mod late;
mod link;
mod marks;
mod modes;
mod output;
mod parser;
mod probe;
mod roll_policy;
mod screen;
mod sequence;
mod signals;
mod silent;
mod tty;

pub use above::{has_shell, is_shown_elsewhere};
pub use capabilities::{Capabilities, ColorChoice, NoTerminal};
pub use flow::{Content, Flow};
pub use intake::Intake;
pub use keys::{Expected, Keyboard};
pub use modes::{
    Modes, expect_answers_within, give_back, install_panic_hook, is_terminal, say, size,
};
pub use output::{Outlet, Output};
pub use parser::{Event, Parser};
pub use roll_policy::RollPolicy;
pub use screen::{Drawn, Limits, Screen};
pub use sequence::Answer;
pub use signals::{Caught, Signals, die_by, stop};
