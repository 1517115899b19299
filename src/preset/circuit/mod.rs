//! Circuits as TOML: parsing, validation, and back.

mod drawn;
mod file;
mod input;
mod names;
pub(super) mod number;
mod plasticity;
mod population;
mod projection;
mod recipe;
mod rule;

pub use file::{circuit_to_toml, parse_circuit, too_large};
pub use recipe::RawCircuit;

use crate::input::quoted;
use std::sync::Arc;

use super::{Findable, Kind};
use crate::circuit::Recipe;
use crate::model::{Neuron, State};
use crate::scope::ViewSettings;

/// Most pairs that lists of a circuit can have: a recording has to hold them.
const PAIRS_MAX: usize = 100_000;

/// Finds the neuron that a name means, and the state in which it starts, or says why there is none.
pub type Resolve<'a> = dyn Fn(&str) -> Result<(Neuron, State), String> + 'a;

/// A circuit with what is told about it.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitPreset {
    /// Other names for it.
    pub aliases: Vec<String>,
    /// What else it is found by.
    pub tags: Vec<String>,
    /// One sentence on what to look for.
    pub description: String,
    /// Where it is from.
    pub source: String,
    /// How it wants to be seen.
    pub view: ViewSettings,
    /// What it is made of.
    pub recipe: Arc<Recipe>,
}

impl CircuitPreset {
    /// The circuit's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.recipe.name
    }

    /// What it is found by.
    #[must_use]
    pub fn findable(&self) -> Findable<'_> {
        Findable {
            kind: Kind::Circuit,
            name: self.name(),
            aliases: &self.aliases,
            panel: None,
            tags: &self.tags,
            description: &self.description,
            source: &self.source,
        }
    }

    /// Whether `name` is the circuit's name or one of its aliases.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name() == name || self.aliases.iter().any(|alias| alias == name)
    }
}

/// Names no neuron: a recording has everything inline.
///
/// # Errors
/// Always.
pub fn no_presets(name: &str) -> Result<(Neuron, State), String> {
    Err(format!(
        "expected a neuron in its place, since no preset can be named here, found {}",
        quoted(name)
    ))
}

#[cfg(test)]
mod tests;
