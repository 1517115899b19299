//! Pictures of many: histograms of the selected neuron's intervals and repeats, and its signals around
//! its spikes. All of it is computed from what the scope keeps anyway, for the moment that is shown.

mod around;
mod intervals;
mod repeats;
mod state;

pub use around::Around;
pub use intervals::Intervals;
pub use repeats::RepeatedSpikes;
pub use state::AroundSignal;
pub(super) use state::Many;
