//! What is computed from samples and spikes.

mod extremes;
mod train;

pub use extremes::Extremes;
pub use train::{RATE_WINDOW_MS, SpikeTrain};
