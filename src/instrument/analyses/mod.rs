//! What a scope keeps of the neuron that is looked at, each in a file without the scope itself.

mod plane;
mod situation;
mod units;

pub use plane::{Plane, TrailPoint};
pub use situation::Situation;
pub(super) use units::Artificial;
