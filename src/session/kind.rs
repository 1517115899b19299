//! The kinds of runs that can be recorded: what differs between them is the header alone.

use serde::Serialize;

use super::About;
use super::wire::{RawCircuitExperiment, RawExperiment, RawHeader, RawStart, Reading};
use crate::engine::{CircuitExperiment, Command, Experiment, Runnable, Setup};
use crate::input::{Document, InputError};
use crate::model::Protocol;
use crate::preset::ReadTable;

/// What a run that can be recorded starts from, as it is written and read.
pub trait Recordable: Runnable {
    /// The oldest version of the format in which a recording of such a run means what it meant when
    /// it was made.
    const FORMAT_OLDEST: i64;

    /// The header of a recording, without the check that closes it.
    fn to_header(&self, about: &About) -> String;

    /// Reads the header of a recording.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
    fn from_header(
        document: &Document<'_>,
        tables: Option<&ReadTable<'_>>,
    ) -> Result<(About, Self), InputError>;

    /// The protocols that a recording has to hold.
    fn protocols(&self) -> Vec<&Protocol>;

    /// The switch to what it starts from.
    fn switch(&self) -> Command;
}

impl Recordable for Experiment {
    const FORMAT_OLDEST: i64 = 1;

    fn to_header(&self, about: &About) -> String {
        write(about, &self.subject.name, RawExperiment::from(self))
    }

    fn from_header(
        document: &Document<'_>,
        tables: Option<&ReadTable<'_>>,
    ) -> Result<(About, Self), InputError> {
        read::<RawExperiment, _>(document, tables)
    }

    fn protocols(&self) -> Vec<&Protocol> {
        vec![&self.subject.protocol]
    }

    fn switch(&self) -> Command {
        let Self { subject, scheme, steps_per_ms, .. } = self;
        let (subject, scheme, steps_per_ms) = (subject.clone(), *scheme, *steps_per_ms);
        Command::Switch(Box::new(Setup { subject, scheme, steps_per_ms }))
    }
}

impl Recordable for CircuitExperiment {
    /// Short-term plasticity, pair-based STDP, stored weights and noise have changed their meaning
    /// since version 1.
    const FORMAT_OLDEST: i64 = 2;

    fn to_header(&self, about: &About) -> String {
        write(about, &self.recipe.name, RawCircuitExperiment::from(self))
    }

    fn from_header(
        document: &Document<'_>,
        tables: Option<&ReadTable<'_>>,
    ) -> Result<(About, Self), InputError> {
        read::<RawCircuitExperiment, _>(document, tables)
    }

    fn protocols(&self) -> Vec<&Protocol> {
        self.recipe.protocols().collect()
    }

    fn switch(&self) -> Command {
        Command::SwitchCircuit(self.recipe.clone())
    }
}

fn write(about: &About, preset: &str, experiment: impl Serialize) -> String {
    let raw = RawHeader::new(about, preset, experiment);
    toml::to_string(&raw).expect("a header is plain tables, numbers and strings")
}

fn read<E: RawStart<X>, X>(
    document: &Document<'_>,
    tables: Option<&ReadTable<'_>>,
) -> Result<(About, X), InputError> {
    let mut raw: RawHeader<E> = document.parse()?;
    raw.experiment.load(&Reading { format: *raw.format.get_ref(), tables })?;
    raw.check().map_err(|problem| document.error(problem))
}
