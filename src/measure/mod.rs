//! What is computed from samples and spikes.

mod curve;
mod extremes;
mod log;
mod population;
mod spectrum;
mod sweep;
mod train;
mod unstable;
mod verdict;

pub use curve::{Class, Curve, Threshold, currents, usual_range};
pub use extremes::Extremes;
pub use log::{Mark, SpikeLog, SpikeStatistics};
pub use population::{Firing, Populations};
pub use spectrum::{Activity, Band, Peak, Spectrum, Welch};
pub use sweep::{Answer, NoPoint, Point, Stop, Sweep, unstable};
pub use train::{RATE_WINDOW_MS, SpikeTrain};
pub use unstable::UnstableSteps;
pub use verdict::{Aftermath, Deed, NOTHING, Silence, Watch};
