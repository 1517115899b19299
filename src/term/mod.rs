//! The terminal: capabilities, keys, frames as bytes, flow control over the link, modes, signals.
//!
//! [`Keyboard`] reads bytes, which [`Intake`] and [`Parser`] turn into keys and replies. [`Screen`]
//! encodes a frame, [`Output`] writes it without blocking, and [`Flow`] decides when the next frame
//! may be sent and how many bytes it may have: its *budget*. [`Modes`] takes the terminal over and
//! gives it back however the program ends. Nothing in this room knows the model.
//!
//! # Frames
//!
//! - **Changed cells only.** [`Screen`] keeps a copy of the terminal's screen and writes the cells
//!   that differ from it, in one write and one synchronized update. A trace that rolls is moved by
//!   the terminal itself, which deletes characters (DCH) at the left of its rows.
//! - **Few bytes.** Cells go out colour by colour, along rows or down columns, whichever is
//!   shorter. The colour persists from frame to frame; each frame begins with an absolute cursor
//!   position. Numbers that change in every frame (`ui::volatile_areas`) are drawn twice a second.
//! - **Cut frames.** If the changes exceed the budget, [`Screen::draw_within`] writes the most
//!   important ones: first the cells that a key changed (the runner draws the screen before and
//!   after the key and compares), then the others by `ui::Order`. A cell that is left out keeps its
//!   old content in the copy, so it still counts as changed in the next frame.
//! - **Never blocking.** Bytes that the terminal does not accept at once stay in [`Output`]. The
//!   event loop polls for room, and draws no frame until all bytes have gone out.
//!
//! # Replies
//!
//! - **In flight.** Every frame ends with a status request (`CSI 5 n`). The terminal's reply
//!   (`CSI 0 n`) proves that the frame has been shown; until then the frame is *in flight*. A reply
//!   that matches no frame in flight is ignored.
//! - **Window.** At most two frames are in flight, so no buffer of the link ever holds more. While
//!   this window is full no frame is drawn; the next reply sends the newest state.
//! - **Reserved slot.** Where a frame takes more than 50 ms to carry, ordinary frames use one slot:
//!   the second in-flight slot is reserved for the frame that answers a key press.
//! - **Silent terminal.** If the first second brings no reply, `term::silent` limits the bytes per
//!   second (1,200 for 3 s, then 4,000) instead of the frames in flight. The first reply ends that
//!   limit; then no frame is sent until the window has *drained*: all replies have come, or no more
//!   come.
//! - **Lost replies.** If a reply is overdue while a frame is wanted, `term::probe` requests the
//!   cursor's position in a column that identifies the probe. The answer proves that all earlier
//!   frames have been shown, so their missing replies are lost.
//! - **Stalled link.** After 30 s without a reply one small frame is tried, then after twice as
//!   long each time, up to 2 min.
//!
//! # Link
//!
//! - **Estimate.** `term::link` takes the shortest recent round trip as the latency. The bandwidth
//!   follows from how much longer larger frames take, or from the time between the replies to two
//!   frames sent back to back. So that sizes differ, the first two frames have at most 128 and 800
//!   bytes, and of cut frames every eighth has at most 64 bytes.
//! - **Budget.** A frame may hold what the link carries in 0.3 s ([`Flow::budget`]).
//! - **Roll or sweep.** [`RollPolicy`] turns roll into sweep after two seconds in which fewer than
//!   ten whole frames a second were answered while others had to wait (on a silent terminal: five
//!   sent). It tries roll again after 30 s of good sweeping, then after twice as long each time.
//!
//! # Leaving
//!
//! - **Outstanding replies** would be read by the shell as typed characters. So the runner awaits
//!   them before it gives the terminal back: as long as the measured round trip asks for, 3.25 s at
//!   most. A key ends the wait. The panic hook awaits them, too.
//! - **Half-written frame.** [`give_back`] discards the bytes in the kernel's buffer, cancels (CAN)
//!   the sequence that was cut, and restores the screen within 0.5 s.
//!
//! # Example
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
mod buffers;
mod capabilities;
mod changes;
mod clipboard;
mod cut;
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
mod window;

pub use above::{has_shell, is_shown_elsewhere};
pub use capabilities::{Capabilities, ColorChoice, NoTerminal};
pub use clipboard::Clipboard;
pub use flow::{Content, Flow};
pub use intake::Intake;
pub use keys::{Expected, Keyboard};
pub use modes::{
    Modes, expect_answers_within, give_back, install_panic_hook, is_terminal, say, size,
};
pub use output::{Outlet, Output};
pub use parser::{Event, Parser};
pub use roll_policy::RollPolicy;
pub(crate) use screen::area_of;
pub use screen::{Drawn, Limits, Screen};
pub use sequence::Answer;
pub use signals::{Caught, Signals, die_by, stop};
