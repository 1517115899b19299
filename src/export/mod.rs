//! Output of a run as text: all samples, all spikes, or statistics.
//!
//! Each format is an [`Encoder`] for neurons and circuits alike: [`Csv`], [`Spikes`], [`Summary`].
//! [`write_curve`] writes an f-I curve. After its first error an encoder writes nothing more. The
//! memory of an encoder does not grow with the run.
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
mod events;
mod histograms;
mod lines;
mod measures;
mod replayed;
mod spikes;
mod sta;
mod summary;
#[cfg(test)]
mod tests;

pub use csv::Csv;
pub use curve::write_curve;
pub use encoder::{Encode, Encoder};
pub use events::Events;
pub use histograms::{Isi, write_psth};
pub use measures::{MeasureFormat, Measures};
pub use replayed::Replayed;
pub use spikes::Spikes;
pub use sta::{AlignedSignal, Sta};
pub use summary::Summary;

use std::io::{self, Write};

use crate::engine::Subject;
use crate::model::Sweeps;

/// Output format of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Every sample of a neuron, or the number of spikes in every step of a circuit.
    #[default]
    Csv,
    /// The time of every spike.
    Spikes,
    /// Statistics of the whole run.
    Summary,
}

/// Properties of a run that an encoder must know before the first step.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The subject of the run.
    pub subject: &'a Subject,
    /// Seed of all random numbers.
    pub seed: u64,
    /// The time up to which spikes count (ms).
    pub end_ms: f64,
    /// The sweeps of the protocol that runs, if it has any.
    pub sweeps: Option<Sweeps>,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Spikes, Self::Summary];

    /// Name of the format on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Spikes => "spikes",
            Self::Summary => "summary",
        }
    }

    /// Passes `run`, which `plan` describes, to this format's encoder, which writes to `out`.
    ///
    /// # Errors
    /// The first I/O error of `out`.
    pub fn write(self, out: impl Write, plan: &Plan<'_>, run: impl Encode) -> io::Result<()> {
        let Plan { subject, seed, end_ms, sweeps } = *plan;
        match self {
            Self::Csv => run.encode(Csv::new(out, subject, sweeps)),
            Self::Spikes => run.encode(Spikes::new(out, subject)),
            Self::Summary => run.encode(Summary::new(out, subject, seed, end_ms)),
        }
    }
}
