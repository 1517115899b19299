//! A run as text: every sample, every spike, or statistics of the whole.
//!
//! Each format is an [`Encoder`]: [`Csv`], [`Spikes`], [`Summary`], and the same of a circuit.
//! Encoders keep the first error and write nothing after it; what they hold in memory does not grow
//! with the run.
//!
//! ```
//! use izh_tui::circuit::NeuronId;
//! use izh_tui::engine::{Sink, Spike, Step};
//! use izh_tui::export::{Encoder, Spikes};
//!
//! let mut out = Vec::new();
//! let mut spikes = Spikes::new(&mut out);
//! spikes.spike(&Spike { neuron: NeuronId::FIRST, step: Step(76), time_ms: 19.0 });
//! spikes.finish(false)?;
//! assert_eq!(out, b"t_ms\n19\n");
//! # Ok::<(), std::io::Error>(())
//! ```

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
