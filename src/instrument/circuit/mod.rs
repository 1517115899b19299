//! What a scope has of a circuit beside what it has of any subject: channels, raster, rates, spectrum, weights.

mod advance;
mod channel;
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

pub use channel::{CHANNELS, Channel, Shown, Ticks};
pub(super) use inspect::STILL_BUILT;
pub use lens::Circuit;
pub use settings::Zoom;
pub(super) use state::CircuitState;
pub use stretches::TooLong;
pub use weights::WeightHistogram;
