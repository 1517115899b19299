//! The read-only view of a circuit's scope.

use std::ops::Deref;
use std::sync::Arc;

use super::state::{CircuitState, recipe_of};
use crate::circuit::Recipe;
use crate::instrument::Scope;
use crate::preset::{CircuitEntry, usual_injections};
use crate::scope::ViewSettings;

/// The read-only view of a circuit's scope: all that a scope has, and what only a circuit has.
#[derive(Clone, Copy, Debug)]
pub struct Circuit<'a> {
    pub(super) scope: &'a Scope,
    pub(super) state: &'a CircuitState,
}

impl Deref for Circuit<'_> {
    type Target = Scope;

    fn deref(&self) -> &Scope {
        self.scope
    }
}

impl Scope {
    /// The view of the circuit, if one runs.
    #[must_use]
    pub fn circuit(&self) -> Option<Circuit<'_>> {
        self.circuit.as_deref().map(|state| Circuit { scope: self, state })
    }

    pub(super) fn circuit_mut(&mut self) -> &mut CircuitState {
        self.circuit.as_mut().expect("a circuit")
    }
}

impl<'a> Circuit<'a> {
    /// The recipe of the circuit, with its present parameters.
    #[must_use]
    pub fn recipe(self) -> &'a Arc<Recipe> {
        recipe_of(self.scope.engine())
    }

    /// The running preset, if it is in the catalogue.
    #[must_use]
    pub fn entry(self) -> Option<&'a CircuitEntry> {
        self.entry_index().map(|index| &self.scope.catalog.circuits[index])
    }

    pub(in crate::instrument) fn entry_index(self) -> Option<usize> {
        let name = &self.recipe().name;
        self.scope.catalog.circuits.iter().position(|entry| entry.preset.name() == name)
    }

    /// The view where the user has set nothing, and the sizes of injections into the selected population.
    pub(in crate::instrument) fn usual_view(self) -> ViewSettings {
        let preset = self.entry().map_or(ViewSettings::OPEN, |entry| entry.preset.view);
        let recipe = self.recipe();
        let protocol = &recipe.population(self.selected_population()).protocol;
        preset.or(usual_injections(protocol, recipe.scheme, recipe.steps_per_ms))
    }
}
