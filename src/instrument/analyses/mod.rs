//! The record of a neuron and its parts. No file here knows the scope.

mod change;
mod passes;
mod plane;
mod record;
mod situation;
mod units;

pub(super) use change::Change;
pub(super) use passes::Passes;
pub use plane::{Plane, TrailPoint};
pub(super) use record::NeuronRecord;
pub use situation::Situation;
pub(super) use situation::originals;
pub(super) use units::Artificial;
