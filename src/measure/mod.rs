//! What is computed from samples and spikes.

mod extremes;
mod train;
mod verdict;

pub use extremes::Extremes;
pub use train::{RATE_WINDOW_MS, SpikeTrain};
pub use verdict::{Aftermath, Deed, NOTHING, Silence, Watch};
