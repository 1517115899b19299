//! The initial state of a circuit, as written in a header.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{RawStart, Reading, at_most, placeless};
use crate::circuit::Recipe;
use crate::engine::Experiment;
use crate::input::{InputError, Problem};
use crate::preset::{RawCircuit, checked_sentence, no_presets};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::session) struct RawCircuitExperiment {
    seed: Spanned<u64>,
    circuit: RawCircuit,
}

impl RawStart for RawCircuitExperiment {
    fn load(&mut self, reading: &Reading<'_>) -> Result<(), InputError> {
        self.circuit.load(reading.tables)
    }

    fn check(&self, preset: &Spanned<String>) -> Result<Experiment, Problem> {
        // This name is only informative: the circuit has its own.
        checked_sentence("preset", preset)?;
        let recipe = checked_recipe(&self.circuit)?;
        Ok(Experiment::circuit(recipe, at_most("seed", &self.seed, Experiment::SEED_MAX)?))
    }
}

impl RawCircuitExperiment {
    pub(in crate::session) fn new(recipe: &Recipe, seed: u64) -> Self {
        Self { seed: placeless(seed), circuit: recipe.into() }
    }
}

/// The recipe, which must not refer to presets: a recording holds everything inline.
pub(super) fn checked_recipe(raw: &RawCircuit) -> Result<Arc<Recipe>, Problem> {
    raw.check(&no_presets).map(Arc::new)
}
