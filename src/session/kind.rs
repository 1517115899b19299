//! The two kinds of recordings: what differs between them is the header, and which commands fit.

use serde::Serialize;

use super::About;
use super::wire::{RawCircuitExperiment, RawExperiment, RawHeader, RawStart, Reading};
use crate::engine::{Command, Experiment, Rejection, Start, Subject};
use crate::input::{Document, InputError};
use crate::preset::ReadTable;

/// What a recording is of. It stays with that to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunOf {
    Neuron,
    Circuit,
}

impl RunOf {
    /// The oldest version of the format in which a recording of such a run means what it meant when
    /// it was made.
    pub(super) fn format_oldest(self) -> i64 {
        match self {
            Self::Neuron => 1,
            // Short-term plasticity, pair-based STDP, stored weights and noise have changed their
            // meaning since version 1.
            Self::Circuit => 2,
        }
    }

    /// Reads the header of a recording.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
    pub(super) fn read_header(
        self,
        document: &Document<'_>,
        tables: Option<&ReadTable<'_>>,
    ) -> Result<(About, Experiment), InputError> {
        match self {
            Self::Neuron => read::<RawExperiment>(document, tables),
            Self::Circuit => read::<RawCircuitExperiment>(document, tables),
        }
    }
}

/// The header of a recording of `experiment`, without the check that closes it.
pub(super) fn header(about: &About, experiment: &Experiment) -> String {
    let seed = experiment.seed;
    match &experiment.start {
        Start::Neuron(start) => {
            write(about, &start.setup.cell.name, RawExperiment::new(start, seed))
        }
        Start::Circuit(recipe) => {
            write(about, &recipe.name, RawCircuitExperiment::new(recipe, seed))
        }
    }
}

/// Refuses a command that a recording of `running` can't hold, whatever was done to that before.
///
/// # Errors
/// What the running model would say to it, or that it is a switch to another kind.
pub(super) fn check(running: &Subject, command: &Command) -> Result<(), Rejection> {
    match (running, command) {
        (Subject::Neuron(_), Command::Switch(Subject::Circuit(_))) => Err(Rejection::CircuitOnly),
        (Subject::Circuit(_), Command::Switch(Subject::Neuron(_))) => Err(Rejection::NeuronOnly),
        _ => command.check(running),
    }
}

/// As [`check`], and records a switch in `running`.
///
/// # Errors
/// Those of [`check`].
pub(super) fn follow(running: &mut Subject, command: &Command) -> Result<(), Rejection> {
    check(running, command)?;
    if let Command::Switch(subject) = command {
        running.clone_from(subject);
    }
    Ok(())
}

fn write(about: &About, preset: &str, experiment: impl Serialize) -> String {
    let raw = RawHeader::new(about, preset, experiment);
    toml::to_string(&raw).expect("a header is plain tables, numbers and strings")
}

fn read<E: RawStart>(
    document: &Document<'_>,
    tables: Option<&ReadTable<'_>>,
) -> Result<(About, Experiment), InputError> {
    let mut raw: RawHeader<E> = document.parse()?;
    raw.experiment.load(&Reading { format: *raw.format.get_ref(), tables })?;
    raw.check().map_err(|problem| document.error(problem))
}
