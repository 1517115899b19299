//! The event loop. It reads input, brings the model up to the time of each input, draws when a
//! frame is due and the link allows it, and carries out what the fronts leave to the shell. It owns
//! the clock: everything below gets its time as a number.

mod event_loop;
mod frames;
mod inbox;
mod leaving;
mod outside;
mod schedule;
mod setup;
mod turn;

pub use outside::{Clock, End, InputSource, RealClock, Shell};
pub use setup::Runner;
