//! What is computed from samples and spikes.

mod curve;
mod extremes;
mod population;
mod spectrum;
mod sweep;
mod train;
mod verdict;

pub use curve::{Class, Curve, Threshold, currents, usual_range};
pub use extremes::Extremes;
pub use population::{Firing, Populations};
pub use spectrum::{Activity, Band, Peak, Spectrum, Welch};
pub use sweep::{Answer, Point, Stop, Sweep};
pub use train::{RATE_WINDOW_MS, SpikeTrain};
pub use verdict::{Aftermath, Deed, NOTHING, Silence, Watch};
