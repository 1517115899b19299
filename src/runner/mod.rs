//! The event loop. It reads input, advances the model to the time of each input, draws when a frame
//! is due and the link allows the frame, and carries out the effects that fronts ask the shell for.
//! The loop alone reads the clock: all rooms below get the time as a number.
//!
//! This room belongs to the program and is no part of the library's interface. Tests give the
//! [`Runner`] their own [`Clock`], [`InputSource`] and [`Shell`] (`tests/screen/runner.rs`);
//! [`App`](crate::app::App) runs without a [`Runner`].

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
