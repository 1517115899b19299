//! The terminal: what it can do, modes and their restoration, keys, frames as bytes, flow control over
//! the link, signals.
//!
//! [`Parser`] and [`Intake`] turn bytes into events, [`Screen`] turns cells into the bytes of a frame,
//! and [`Flow`] decides when a frame may be sent and how large it may be. [`Output`] never blocks;
//! [`Modes`] sets the modes and restores them however the program ends. Nothing here knows the model.
//!
//! ```
//! use izh_tui::keys::{Input, Key};
//! use izh_tui::term::{Event, Parser};
//!
//! let (mut parser, mut events) = (Parser::default(), Vec::new());
//! parser.feed(b"\x1b[A", &mut events);
//! assert_eq!(events, [Event::Input(Input::Key(Key::Up))]);
//! ```

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
