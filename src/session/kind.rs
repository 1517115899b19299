//! The two kinds of recordings, which differ in their headers and in the commands that they allow.

use serde::Serialize;

use super::About;
use super::wire::{RawCircuitExperiment, RawExperiment, RawHeader, RawStart, Reading};
use crate::engine::{Command, Experiment, Rejection, Start, Subject};
use crate::input::{Document, InputError};
use crate::preset::ReadTable;

/// The kind of a recording's subject, which never changes within the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunOf {
    Neuron,
    Circuit,
}

impl RunOf {
    /// The oldest format version in which a recording of this kind still has its original meaning.
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
    /// Names the position of the first mistake and what was expected there.
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

/// Refuses a command that a recording of `running` can never contain.
///
/// # Errors
/// Why the running model refuses the command, or that it switches between neuron and circuit.
pub(super) fn check(running: &Subject, command: &Command) -> Result<(), Rejection> {
    match (running, command) {
        (Subject::Neuron(_), Command::Switch(Subject::Circuit(_))) => Err(Rejection::CircuitOnly),
        (Subject::Circuit(_), Command::Switch(Subject::Neuron(_))) => Err(Rejection::NeuronOnly),
        _ => command.check(running),
    }
}

/// As [`check`]; also updates `running` on a switch.
///
/// # Errors
/// The errors of [`check`].
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
