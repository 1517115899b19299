//! A circuit's recipe as TOML: the layout is that of a circuit's file and of a recording.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::input::RawInput;
use super::number::{Number, placeless};
use super::population::RawPopulation;
use super::projection::RawProjection;
use super::{PAIRS_MAX, Resolve};
use crate::circuit::{NEURONS_MAX, POPULATIONS_MAX, PROJECTIONS_MAX, Part, Recipe, Rule, TooLarge};
use crate::engine::Rejection;
use crate::input::{InputError, Problem, quoted, ranged};
use crate::model::Scheme;
use crate::preset::ReadTable;
use crate::preset::file::{checked_name, checked_step};
use crate::preset::protocol::{DURATION_MS_MAX, NUMBERS_MAX, SEGMENTS_MAX, numbers_in_text};

/// Most random inputs of a circuit.
const INPUTS_MAX: usize = 64;
/// Default duration of a run (ms).
const DURATION_MS: f64 = 1000.0;

/// A recipe before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCircuit {
    pub(super) name: Spanned<String>,
    #[serde(default = "default_duration")]
    pub(super) duration_ms: Number,
    pub(super) integration: RawIntegration,
    #[serde(rename = "population")]
    pub(super) populations: Vec<Spanned<RawPopulation>>,
    #[serde(default, rename = "projection", skip_serializing_if = "Vec::is_empty")]
    pub(super) projections: Vec<Spanned<RawProjection>>,
    #[serde(default, rename = "input", skip_serializing_if = "Vec::is_empty")]
    pub(super) inputs: Vec<Spanned<RawInput>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIntegration {
    scheme: Spanned<Scheme>,
    dt_ms: Number,
}

pub(super) fn default_duration() -> Number {
    placeless(DURATION_MS)
}

impl RawCircuit {
    /// Reads the tables that protocols name. Without `read`, [`Self::check`] refuses them.
    ///
    /// # Errors
    /// A table cannot be read, or is invalid at this position.
    pub fn load(&mut self, read: Option<&ReadTable<'_>>) -> Result<(), InputError> {
        self.populations.iter_mut().try_for_each(|population| population.get_mut().load(read))
    }

    /// The recipe, if valid and within all limits. `resolve` looks up the presets that it names.
    ///
    /// # Errors
    /// The position of the first mistake, and what was expected there.
    pub fn check(&self, resolve: &Resolve<'_>) -> Result<Recipe, Problem> {
        let fits = |value: f64| value > 0.0 && value <= DURATION_MS_MAX;
        let expected = format!("above 0 and at most {DURATION_MS_MAX}");
        let mut recipe = Recipe {
            name: checked_name(&self.name)?,
            scheme: *self.integration.scheme.get_ref(),
            steps_per_ms: checked_step(&self.integration.dt_ms)?,
            duration_ms: ranged("duration_ms", &self.duration_ms, fits, &expected)?,
            populations: Vec::new(),
            projections: Vec::new(),
            inputs: Vec::new(),
        };
        at_most(POPULATIONS_MAX, "populations", &self.populations)?;
        at_most(PROJECTIONS_MAX, "projections", &self.projections)?;
        at_most(INPUTS_MAX, "inputs", &self.inputs)?;
        if self.populations.is_empty() {
            let message = "population: expected at least one";
            return Err(Problem::at(self.name.span(), message));
        }
        for raw in &self.populations {
            self.add_population(raw, resolve, &mut recipe)?;
        }
        for raw in &self.projections {
            let projection = raw.get_ref().check(&recipe)?;
            recipe.projections.push(projection);
            bound_pairs(raw.span(), &recipe)?;
        }
        for raw in &self.inputs {
            recipe.inputs.push(raw.get_ref().check(&recipe)?);
        }
        recipe.memory(1).check_limit().map_err(|large| self.problem(&large))?;
        Ok(recipe)
    }

    /// The error of a too large circuit, at the position of its largest part.
    pub(super) fn problem(&self, large: &TooLarge) -> Problem {
        let place = match large.part {
            Part::Neurons(population) => self.populations[population.index()].get_ref().name.span(),
            Part::Synapses(index) | Part::Making(index) => self.projections[index].span(),
            Part::Spikes(index) => {
                let projection = &self.projections[index];
                projection.get_ref().delay_place().unwrap_or(projection.span())
            }
        };
        Problem::at(place, large.to_string())
    }

    fn add_population(
        &self,
        raw: &Spanned<RawPopulation>,
        resolve: &Resolve<'_>,
        recipe: &mut Recipe,
    ) -> Result<(), Problem> {
        let population = raw.get_ref().check(raw.span(), resolve)?;
        let name = &population.name;
        let place = raw.get_ref().name.span();
        if recipe.populations.iter().any(|other| other.name == *name) {
            let message = format!(
                "name: expected another than that of a population before, {}",
                quoted(name)
            );
            return Err(Problem::at(place, message));
        }
        if recipe.neurons() + population.count > NEURONS_MAX {
            let message = format!("expected at most {NEURONS_MAX} neurons in all populations");
            return Err(Problem::at(place, message));
        }
        Rejection::check_scheme(&population.neuron, recipe.scheme).map_err(|rejection| {
            let message = format!("{rejection}, in the population {}", quoted(name));
            Problem::at(self.integration.scheme.span(), message)
        })?;
        recipe.populations.push(population);
        bound_protocols(place, recipe)
    }
}

fn at_most<T>(most: usize, what: &str, all: &[Spanned<T>]) -> Result<(), Problem> {
    match all.get(most) {
        None => Ok(()),
        Some(surplus) => {
            Err(Problem::at(surplus.span(), format!("expected at most {most} {what}")))
        }
    }
}

/// Refuses protocols that are too large for a block of a recording.
fn bound_protocols(place: Range<usize>, recipe: &Recipe) -> Result<(), Problem> {
    let segments = recipe.protocols().map(|protocol| protocol.segments.len()).sum::<usize>();
    let numbers = recipe.protocols().map(numbers_in_text).sum::<usize>();
    if segments > SEGMENTS_MAX || numbers > NUMBERS_MAX {
        let message = format!(
            "expected at most {SEGMENTS_MAX} segments with {NUMBERS_MAX} numbers of samples in the protocols of all populations"
        );
        return Err(Problem::at(place, message));
    }
    Ok(())
}

/// Refuses lists of pairs that are too large for a block of a recording.
fn bound_pairs(place: Range<usize>, recipe: &Recipe) -> Result<(), Problem> {
    let pairs = recipe.projections.iter().map(|projection| match &projection.rule {
        Rule::List(pairs) => pairs.len(),
        _ => 0,
    });
    if pairs.sum::<usize>() <= PAIRS_MAX {
        return Ok(());
    }
    let message = format!("expected at most {} pairs in all projections", PAIRS_MAX);
    Err(Problem::at(place, message))
}

impl From<&Recipe> for RawCircuit {
    /// The form that is written into a recording, with all neurons inline.
    fn from(recipe: &Recipe) -> Self {
        let Recipe { name, scheme, steps_per_ms, duration_ms, .. } = recipe;
        let projections = recipe.projections.iter();
        Self {
            name: placeless(name.clone()),
            duration_ms: placeless(*duration_ms),
            integration: RawIntegration {
                scheme: placeless(*scheme),
                dt_ms: placeless(1.0 / f64::from(*steps_per_ms)),
            },
            populations: recipe.populations.iter().map(|p| placeless(p.into())).collect(),
            projections: projections.map(|p| placeless(RawProjection::new(p, recipe))).collect(),
            inputs: recipe.inputs.iter().map(|i| placeless(RawInput::new(i, recipe))).collect(),
        }
    }
}
