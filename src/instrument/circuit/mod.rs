//! What only the scope of a circuit has: sites, rates, the history of its currents, weights.

mod advance;
mod figures;
mod inspect;
mod lens;
mod moment;
mod monitor;
mod picture;
mod settings;
mod site;
mod start;
mod state;
mod stimuli;
mod stretches;
mod unstable;
mod weights;

pub(super) use inspect::STILL_BUILT;
pub use lens::Circuit;
pub(super) use monitor::CircuitMonitor;
pub use settings::Zoom;
pub(super) use state::{CircuitState, Route};
pub use stretches::TooLong;
pub use weights::WeightHistogram;
