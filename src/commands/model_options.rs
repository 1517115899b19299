//! Options that select and change a neuron or circuit, and the resulting experiment.

use std::path::PathBuf;
use std::sync::Arc;

use super::table_choice::TableChoice;
use super::{CommandError, Reach, files, names};
use crate::circuit::Recipe;
use crate::engine::{DriveState, Experiment, Rejection, Setup};
use crate::model::{Protocol, Scheme};
use crate::preset::Preset;
use crate::scope::ViewSettings;

/// Default preset of the live scope.
pub const PRESET_DEFAULT: &str = "chattering";
/// Default seed.
pub const SEED_DEFAULT: u64 = 1;

/// Selects a preset and changes to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelOptions {
    /// The preset: a name, an alias, a file or `-`.
    pub preset: Option<String>,
    /// Integration scheme in place of the preset's.
    pub scheme: Option<Scheme>,
    /// Steps in one millisecond in place of the preset's, 1 to 1,000,000.
    pub steps_per_ms: Option<u32>,
    /// Seed of all random numbers, at most `i64::MAX`.
    pub seed: Option<u64>,
    /// Current held from step 0 in place of the preset's stimulus, in the neuron's unit.
    pub current: Option<f64>,
    /// File with a stimulus in place of the preset's, or `-`.
    pub stimulus: Option<PathBuf>,
    /// Columns to read if the stimulus is a table.
    pub table: TableChoice,
    /// Which files the preset and the stimulus may name.
    pub reach: Reach,
}

impl ModelOptions {
    /// The selected preset, or the default.
    #[must_use]
    pub fn preset_name(&self) -> &str {
        self.preset.as_deref().unwrap_or(PRESET_DEFAULT)
    }

    /// These options, completed from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        Self {
            preset: self.preset.or(fallback.preset),
            scheme: self.scheme.or(fallback.scheme),
            steps_per_ms: self.steps_per_ms.or(fallback.steps_per_ms),
            seed: self.seed.or(fallback.seed),
            // A stimulus given here must not be replaced by the fallback's holding current.
            current: self.current.or(fallback.current.filter(|_| self.stimulus.is_none())),
            stimulus: self.stimulus,
            table: self.table,
            reach: if self.reach == Reach::default() { fallback.reach } else { self.reach },
        }
    }

    /// `preset` with the selected stimulus, if any.
    ///
    /// # Errors
    /// An error in the stimulus file, or an option that contradicts the stimulus.
    pub fn with_stimulus(&self, mut preset: Preset) -> Result<Preset, CommandError> {
        let Some(path) = &self.stimulus else {
            let flag = self.table.flag();
            return flag.map_or(Ok(preset), |flag| {
                let message = format!("{flag}: expected a table for --stimulus, found none");
                Err(CommandError::Usage(message))
            });
        };
        if self.current.is_some() {
            let message = "--stimulus, --current: expected one of the two, found both";
            return Err(CommandError::Usage(message.to_owned()));
        }
        if names::is_standard_stream(path) && names::is_standard_stream(self.preset_name().as_ref())
        {
            let message = "--stimulus: expected a file, since the preset is standard input already";
            return Err(CommandError::Usage(message.to_owned()));
        }
        let cell = &mut preset.subject.cell;
        let unit = cell.neuron.equations.current_unit();
        cell.protocol = files::read_stimulus(path, &self.table, unit, self.reach)?;
        // The preset's view was meant for its own protocol.
        preset.view = ViewSettings::OPEN;
        Ok(preset)
    }

    /// The neuron of `preset` with the selected scheme and step.
    ///
    /// # Errors
    /// A scheme that does not support the preset's equations.
    pub fn setup(&self, preset: &Preset) -> Result<Setup, CommandError> {
        let setup = Setup {
            cell: preset.subject.cell.clone(),
            scheme: self.scheme.unwrap_or(preset.subject.scheme),
            steps_per_ms: self.steps_per_ms.unwrap_or(preset.subject.steps_per_ms),
        };
        Rejection::check_scheme(&setup.cell.neuron, setup.scheme)
            .map_err(|rejection| CommandError::Usage(format!("{}: {rejection}", preset.name())))?;
        Ok(setup)
    }

    /// The experiment with `setup` and the other options. Without a holding current, `drive`
    /// converts the protocol.
    #[must_use]
    pub fn experiment(
        &self,
        setup: &Setup,
        drive: impl FnOnce(&Protocol) -> DriveState,
    ) -> Experiment {
        let protocol = || drive(&setup.cell.protocol);
        let drive = self.current.map_or_else(protocol, DriveState::holding);
        Experiment::neuron(setup, drive, self.seed())
    }

    /// The seed of all random numbers.
    fn seed(&self) -> u64 {
        self.seed.unwrap_or(SEED_DEFAULT)
    }

    /// The circuit of `recipe` with the selected scheme and step.
    ///
    /// # Errors
    /// A scheme or step that the circuit does not support, or an option for single neurons.
    pub fn recipe(&self, recipe: &Arc<Recipe>) -> Result<Arc<Recipe>, CommandError> {
        let name = &recipe.name;
        let neurons_only = [
            self.current.map(|_| "--current"),
            self.stimulus.as_ref().map(|_| "--stimulus"),
            self.table.flag(),
        ];
        if let Some(flag) = neurons_only.iter().flatten().next() {
            let message = format!("{flag}: expected a single neuron, found the circuit \"{name}\"");
            return Err(CommandError::Usage(message));
        }
        let scheme = self.scheme.unwrap_or(recipe.scheme);
        for population in &recipe.populations {
            Rejection::check_scheme(&population.neuron, scheme)
                .map_err(|rejection| CommandError::Usage(format!("{name}: {rejection}")))?;
        }
        let steps_per_ms = self.steps_per_ms.unwrap_or(recipe.steps_per_ms);
        let mut recipe = recipe.clone();
        if (scheme, steps_per_ms) != (recipe.scheme, recipe.steps_per_ms) {
            let other = recipe
                .in_steps_of(steps_per_ms)
                .map_err(|flaw| CommandError::Usage(format!("--dt: {flaw}")))?;
            recipe = Arc::new(Recipe { scheme, ..other });
            let within = recipe.memory(1).check_limit();
            within.map_err(|large| CommandError::Usage(format!("{name}: {large}")))?;
        }
        Ok(recipe)
    }

    /// The experiment with the circuit of `recipe`.
    #[must_use]
    pub fn circuit_experiment(&self, recipe: &Arc<Recipe>) -> Experiment {
        Experiment::circuit(recipe.clone(), self.seed())
    }
}
