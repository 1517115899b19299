//! The presets that a scope can switch to, and which of them runs.

use super::Scope;
use crate::preset::{Catalog, Entry};

impl Scope {
    /// The presets that can be switched to.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The neurons among them.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.catalog.neurons
    }

    /// The preset of the neuron that runs alone, if it is one of [`Self::entries`].
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.entry_index().map(|index| &self.entries()[index])
    }

    /// The preset of that name among them.
    #[must_use]
    pub fn entry_named(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.preset.name() == name)
    }

    pub(super) fn entry_index(&self) -> Option<usize> {
        let name = &self.engine().cell()?.name;
        self.entries().iter().position(|entry| entry.preset.name() == name)
    }

    /// The running preset's one sentence on what to look for.
    #[must_use]
    pub fn description(&self) -> &str {
        match self.circuit() {
            Some(circuit) => circuit.entry().map_or("", |entry| &entry.preset.description),
            None => self.entry().map_or("", |entry| &entry.preset.description),
        }
    }
}
