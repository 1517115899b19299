//! What a scope keeps of the neuron that is looked at, each in a file without the scope itself.

mod change;
mod plane;
mod record;
mod situation;
mod units;

pub(super) use change::Change;
pub use plane::{Plane, TrailPoint};
pub(super) use record::NeuronRecord;
pub use situation::Situation;
pub(super) use situation::originals;
pub(super) use units::Artificial;
