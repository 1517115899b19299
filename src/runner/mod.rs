//! The event loop. It reads input, advances the model to the time of each input, draws when a frame
//! is due and the link allows it, and carries out what the fronts leave to the shell. It owns the
//! clock: everything below gets its time as a number.
//!
//! The room is the program's own and no part of the library's interface. Its tests give the
//! [`Runner`] a [`Clock`], an [`InputSource`] and a [`Shell`] of theirs (`tests/screen/runner.rs`);
//! [`App`](crate::app::App) runs without it.

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
