//! A run as text: every sample, every spike, or statistics of the whole.
//!
//! Each format is an [`Encoder`], of a neuron alone as of a circuit: [`Csv`], [`Spikes`], [`Summary`];
//! [`write_curve`] writes an f-I curve. Encoders keep the first error and write nothing after it; what
//! they hold in memory does not grow with the run.
//!
//! ```
//! use izh_tui::engine::{DriveState, Engine, Experiment};
//! use izh_tui::export::{Encoder, Spikes};
//! use izh_tui::preset::Library;
//!
//! // The published run of the chattering cell: 150 ms in steps of 0.25 ms.
//! let setup = Library::default().find("chattering")?.preset.subject;
//! let experiment = Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1);
//! let mut out = Vec::new();
//! let mut spikes = Spikes::new(&mut out, &experiment.subject());
//! Engine::new(&experiment).advance(4 * 150 + 1, &mut spikes);
//! spikes.finish(false)?;
//! assert!(out.starts_with(b"t_ms\n19\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod csv;
mod curve;
mod encoder;
mod lines;
mod spikes;
mod summary;
#[cfg(test)]
mod tests;

pub use csv::Csv;
pub use curve::write_curve;
pub use encoder::Encoder;
pub use spikes::Spikes;
pub use summary::Summary;
