//! Neurons that run together. A neuron alone is carried through a whole stretch of steps with its state
//! in registers ([`Solo`]); many of them side by side, step by step ([`network`]).

mod distribution;
pub mod lanes;
mod memory;
pub mod network;
mod probe;
mod recipe;
mod size;
mod solo;
mod spike_window;
mod step;

pub use distribution::{Distribution, Outside};
pub use memory::{MEMORY_BYTES_MAX, Memory, Part, TooLarge};
pub use probe::{Arrival, Halt, Observer, Probe, Reading, SynapseId};
pub use recipe::{
    COUPLED_AT_STEP, DELAY_STEPS_MAX, Delay, InputKind, Law, NEURONS_MAX, POPULATIONS_MAX,
    PROJECTIONS_MAX, Population, Projection, RandomInput, Recipe, Rule, Spread, SpreadOf,
};
pub use solo::Solo;
pub(crate) use spike_window::SpikeWindow;
pub use step::StepFlaw;
