//! The terminal: what it can do, modes and their restoration, keys, frames as bytes, flow control
//! over the link, signals.
//!
//! [`Parser`] and [`Intake`] turn bytes into events, [`Screen`] turns cells into the bytes of a
//! frame, and [`Flow`] decides when a frame may be sent and how large it may be. [`Output`] never
//! blocks; [`Modes`] sets the modes and restores them however the program ends. Nothing here knows
//! the model.
//!
//! # Frames and the link
//!
//! Every frame ends, inside its synchronized update, with a status request (`CSI 5 n`). The
//! terminal's reply (`CSI 0 n`) proves that the frame has been shown. Until then the frame is *in
//! flight*.
//!
//! - **Window.** `term::Flow` lets two frames be in flight. While the window is full no frame is
//!   drawn; a reply sends the newest state if a frame was due meanwhile. So no buffer of a link
//!   ever holds more than two frames.
//! - **Round trip and bandwidth.** `term::link` takes the shortest recent round trip as the
//!   latency, and the bandwidth from how much longer larger frames take, or from the time between
//!   the replies to two frames sent back to back. The sizes of frames have to differ for that: the
//!   first is small, the second larger, and while frames are cut every eighth is short. A frame may
//!   hold what the link carries in 0.3 s (`Flow::budget`).
//! - **Cut frames.** `Screen::draw_within` ranks the changed cells by `ui::Order`; cells that a key
//!   changed come first (the runner draws the screen before and after the key and compares). Whole
//!   rows of text and whole columns of pictures go in while there is room. A cell that is left out
//!   keeps its old content in the buffer of what is shown, so that buffer equals the terminal's
//!   screen cell by cell. A row with wide characters goes in whole or not at all.
//! - **Reserved slot.** Where a frame takes more than 50 ms to carry, ordinary frames use one slot
//!   of the window: the second in-flight slot is reserved for the frame that answers a key press,
//!   which holds only what the key changed.
//! - **Non-blocking output.** `term::tty` never blocks. What the terminal does not take of a frame
//!   stays in `term::Output`; the event loop polls for room and draws no frame until it has gone
//!   out. Leaving in the middle of a frame discards what the kernel still holds of it and cancels
//!   (CAN) the sequence that was cut.
//! - **No reply ever.** After one second without any reply `term::silent` limits the bytes per
//!   second, more strictly in the first three seconds, when the link may be long. The first reply,
//!   however late, ends that: all outstanding replies are then awaited, or until none comes for as
//!   long as the next frame takes on the slowest link. A reply that matches no outstanding frame is
//!   ignored.
//! - **Lost replies.** While a frame is wanted and replies are missing, `term::probe` asks for the
//!   cursor's position, in a column that identifies the probe. Its reply proves that everything
//!   sent before has been shown, so the missing replies are lost. For a while after that a reply
//!   counts for the newest frame that it can belong to.
//! - **No reply any more.** After half a minute one small frame may try, then after twice as long
//!   each time.
//! - **Leaving.** The outstanding replies are awaited before the terminal is given back, because
//!   the shell would read them: as long as the measured round trip asks for, 3.25 s at most. A key
//!   ends the wait. The panic hook does the same.
//! - **Roll or sweep.** `term::RollPolicy` turns roll into sweep when, two seconds running, fewer
//!   than ten whole frames a second were answered while others had to wait (fewer than five were
//!   sent, to a terminal that never replies). It tries roll again after 30 s of good sweeping, then
//!   after twice as long each time.
//! - **Bytes.** Cells go out colour by colour, along rows or down columns, whichever is shorter.
//!   The cursor moves by line feeds and backspaces (there is no output processing). The colour
//!   persists from frame to frame; the cursor's position is never relied upon. Figures that change
//!   in every frame (`ui::volatile_areas`) are drawn twice a second.
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
