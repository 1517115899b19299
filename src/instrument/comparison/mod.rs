//! What is drawn behind a trace to compare it with: the ghost, which is the run without the newest
//! injection, and references, which are windows that were kept.

mod follow;
mod ghost;
mod ghost_sink;
mod keep;
mod meter;
mod reference;

pub(super) use ghost::Ghost;
pub(super) use reference::References;
