//! The scope of a circuit, as it is read.

use std::ops::Deref;
use std::sync::Arc;

use super::state::{CircuitState, recipe_of};
use crate::circuit::Recipe;
use crate::instrument::Scope;
use crate::preset::{CircuitEntry, usual_injections};
use crate::scope::ViewSettings;

/// The scope of a circuit, as it is read: all that a scope has, and what it has of circuits alone.
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
    /// What is shown of a circuit, if one runs.
    #[must_use]
    pub fn circuit(&self) -> Option<Circuit<'_>> {
        self.circuit.as_deref().map(|state| Circuit { scope: self, state })
    }

    pub(super) fn circuit_mut(&mut self) -> &mut CircuitState {
        self.circuit.as_mut().expect("a circuit")
    }
}

impl<'a> Circuit<'a> {
    /// What the circuit is made of.
    #[must_use]
    pub fn recipe(self) -> &'a Arc<Recipe> {
        recipe_of(self.scope.engine())
    }

    /// The preset that runs, if it is one of those that can be switched to.
    #[must_use]
    pub fn entry(self) -> Option<&'a CircuitEntry> {
        self.entry_index().map(|index| &self.scope.catalog.circuits[index])
    }

    pub(in crate::instrument) fn entry_index(self) -> Option<usize> {
        let name = &self.recipe().name;
        self.scope.catalog.circuits.iter().position(|entry| entry.preset.name() == name)
    }

    /// How the circuit is seen where the user has set nothing, and what keys inject into the selected
    /// population.
    pub(in crate::instrument) fn usual_view(self) -> ViewSettings {
        let preset = self.entry().map_or(ViewSettings::OPEN, |entry| entry.preset.view);
        let recipe = self.recipe();
        let protocol = &recipe.population(self.selected_population()).protocol;
        preset.or(usual_injections(protocol, recipe.scheme, recipe.steps_per_ms))
    }
}
