//! A run as text: every sample, every spike, or statistics of the whole.
//!
//! Sinks that write keep the first error and write nothing after it; what they hold in memory does
//! not grow with the run.

mod circuit;
mod csv;
mod curve;
mod encoder;
mod lines;
mod spikes;
mod summary;

pub use circuit::{CircuitCsv, CircuitSpikes, CircuitSummary};
pub use csv::Csv;
pub use curve::write_curve;
pub use encoder::Encoder;
pub use spikes::Spikes;
pub use summary::Summary;
