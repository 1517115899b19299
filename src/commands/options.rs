//! What a user can ask for, free of the command line's own types. An option that was not given is
//! `None`, so that the configuration file can fill it in.

use std::path::PathBuf;
use std::sync::Arc;

use super::table_choice::TableChoice;
use super::{CommandError, Reach, files, names};
use crate::circuit::Recipe;
use crate::engine::{DriveState, Experiment, Rejection, Setup};
use crate::model::{Protocol, Scheme};
use crate::preset::Preset;
use crate::scope::{Display, ViewSettings};
use crate::term::ColorChoice;
use crate::ui::{Marker, ThemeChoice};

/// The preset of a live scope for which none was named.
pub const PRESET_DEFAULT: &str = "chattering";
/// The seed where none is given.
pub const SEED_DEFAULT: u64 = 1;

/// A value that is picked by name.
pub trait Choice: Copy + Send + Sync + 'static {
    /// Everything there is to pick from.
    const ALL: &'static [Self];
    /// The name it is picked by.
    fn name(self) -> &'static str;
}

impl Choice for Scheme {
    const ALL: &'static [Self] = &Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

/// How the trace is to move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayChoice {
    /// As suits the preset and the link to the terminal.
    #[default]
    Auto,
    /// In one way.
    Always(Display),
}

impl DisplayChoice {
    /// The mode, if it is to be one and the same.
    #[must_use]
    pub fn always(self) -> Option<Display> {
        match self {
            Self::Auto => None,
            Self::Always(display) => Some(display),
        }
    }
}

impl Choice for DisplayChoice {
    const ALL: &'static [Self] = &[
        Self::Auto,
        Self::Always(Display::Roll),
        Self::Always(Display::Sweep),
        Self::Always(Display::Trigger),
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always(display) => display.name(),
        }
    }
}

impl Choice for Marker {
    const ALL: &'static [Self] = &[Self::Braille, Self::Block, Self::Ascii];
    fn name(self) -> &'static str {
        match self {
            Self::Braille => "braille",
            Self::Block => "block",
            Self::Ascii => "ascii",
        }
    }
}

impl Choice for ThemeChoice {
    const ALL: &'static [Self] = &[Self::Auto, Self::Dark, Self::Light, Self::Mono];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }
}

impl Choice for ColorChoice {
    const ALL: &'static [Self] = &[Self::Auto, Self::Always, Self::Never];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// What `run` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunFormat {
    /// Every sample; of a circuit the number of spikes in every step.
    #[default]
    Csv,
    /// The time of every spike.
    Spikes,
    /// Statistics of the whole run.
    Summary,
}

impl Choice for RunFormat {
    const ALL: &'static [Self] = &[Self::Csv, Self::Spikes, Self::Summary];
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Spikes => "spikes",
            Self::Summary => "summary",
        }
    }
}

/// How `replay --list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// A line for each block.
    #[default]
    Text,
    /// An array of tables called `block`.
    Toml,
    /// An array of objects.
    Json,
}

impl Choice for ListFormat {
    const ALL: &'static [Self] = &[Self::Text, Self::Toml, Self::Json];
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Toml => "toml",
            Self::Json => "json",
        }
    }
}

/// How `fi` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FiFormat {
    /// A row for each current.
    #[default]
    Csv,
    /// A picture of text, with what the curve tells.
    Plot,
}

impl Choice for FiFormat {
    const ALL: &'static [Self] = &[Self::Csv, Self::Plot];
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Plot => "plot",
        }
    }
}

/// How `compare` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareFormat {
    /// Columns aligned with blanks, and the verdict as the last line.
    #[default]
    Table,
    /// Comma-separated values, with the verdict in a column of its own.
    Csv,
}

impl Choice for CompareFormat {
    const ALL: &'static [Self] = &[Self::Table, Self::Csv];
    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
        }
    }
}

/// Which neuron to run, and what to change about its preset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelOptions {
    /// The preset: a name, an alias, a file or `-`.
    pub preset: Option<String>,
    /// Integration scheme in place of the preset's.
    pub scheme: Option<Scheme>,
    /// Steps in one millisecond in place of the preset's, 1 to 1,000,000.
    pub steps_per_ms: Option<u32>,
    /// Seed of all noise, at most `i64::MAX`.
    pub seed: Option<u64>,
    /// Current held from step 0 in place of the preset's stimulus.
    pub current: Option<f64>,
    /// File with a stimulus in place of the preset's, or `-`.
    pub stimulus: Option<PathBuf>,
    /// What is read of it, if it is a table.
    pub table: TableChoice,
    /// Which files preset and stimulus may name.
    pub reach: Reach,
}

impl ModelOptions {
    /// The preset that was named, or the usual one.
    #[must_use]
    pub fn preset_name(&self) -> &str {
        self.preset.as_deref().unwrap_or(PRESET_DEFAULT)
    }

    /// What is missing here, taken from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        Self {
            preset: self.preset.or(fallback.preset),
            scheme: self.scheme.or(fallback.scheme),
            steps_per_ms: self.steps_per_ms.or(fallback.steps_per_ms),
            seed: self.seed.or(fallback.seed),
            // What is asked for here is not to be held down by what usually holds.
            current: self.current.or(fallback.current.filter(|_| self.stimulus.is_none())),
            stimulus: self.stimulus,
            table: self.table,
            reach: if self.reach == Reach::default() { fallback.reach } else { self.reach },
        }
    }

    /// `preset` with the stimulus that was named, if one was.
    ///
    /// # Errors
    /// What is wrong with its file, or another option that it contradicts.
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
        // It was meant for the preset's own protocol.
        preset.view = ViewSettings::OPEN;
        Ok(preset)
    }

    /// The neuron of `preset` with the scheme and the step that these options ask for.
    ///
    /// # Errors
    /// A scheme under which the preset's equations can't be run.
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

    /// The experiment with `setup` that these options describe; without a held current it is
    /// driven as `drive` makes of the protocol.
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

    /// The seed of all that is drawn.
    fn seed(&self) -> u64 {
        self.seed.unwrap_or(SEED_DEFAULT)
    }

    /// The circuit of `recipe` with the scheme and the step that these options ask for.
    ///
    /// # Errors
    /// A scheme or a step in which it can't be run, or an option that is a single neuron's.
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

/// How the scope looks and moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewOptions {
    /// Model time per real time.
    pub speed: Option<f64>,
    /// How the trace moves.
    pub display: Option<DisplayChoice>,
    /// Frames per second, 1 to 240.
    pub fps: Option<u32>,
    /// Model time across the whole trace (ms).
    pub window_ms: Option<f64>,
    /// What the trace is drawn with; `None` leaves it to the terminal.
    pub marker: Option<Marker>,
    /// Whether to use colors.
    pub color: Option<ColorChoice>,
    /// Which colors to use.
    pub theme: Option<ThemeChoice>,
    /// Whether to listen to the mouse.
    pub mouse: Option<bool>,
    /// Whether artificial units are shown beside the neuron.
    pub artificial: Option<bool>,
    /// Configuration file in place of the usual one.
    pub config: Option<PathBuf>,
}

impl ViewOptions {
    /// Frames per second where none are given.
    pub const FPS_DEFAULT: u32 = 30;

    /// What is missing here, taken from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        Self {
            speed: self.speed.or(fallback.speed),
            display: self.display.or(fallback.display),
            fps: self.fps.or(fallback.fps),
            window_ms: self.window_ms.or(fallback.window_ms),
            marker: self.marker.or(fallback.marker),
            color: self.color.or(fallback.color),
            theme: self.theme.or(fallback.theme),
            mouse: self.mouse.or(fallback.mouse),
            artificial: self.artificial.or(fallback.artificial),
            config: self.config.or(fallback.config),
        }
    }
}

/// What a kiosk is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kiosk {
    /// After how many minutes without a key it ends.
    pub idle_min: f64,
}

impl Kiosk {
    /// Minutes without a key where none are given.
    pub const IDLE_MIN_DEFAULT: f64 = 10.0;
}

/// What the live scope is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LiveOptions {
    /// The neuron.
    pub model: ModelOptions,
    /// The look.
    pub view: ViewOptions,
    /// File into which to record from the start.
    pub record: Option<PathBuf>,
    /// Whether the recording may replace a file.
    pub overwrite: bool,
    /// Most threads to work on a circuit, 1 to 256.
    pub threads: Option<usize>,
    /// Whether the scope is open to everybody, and until when.
    pub kiosk: Option<Kiosk>,
}

/// What a replay is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplayOptions {
    /// The session file, or `-`.
    pub file: PathBuf,
    /// Whether to compare every check, without a screen.
    pub verify: bool,
    /// Whether to print what is in it, without a screen, and how.
    pub list: Option<ListFormat>,
    /// Model time at which to start (ms).
    pub at_ms: Option<f64>,
    /// Whether to start paused.
    pub paused: bool,
    /// Most threads to work on a circuit, 1 to 256.
    pub threads: Option<usize>,
    /// The look.
    pub view: ViewOptions,
}

/// What a run without a screen is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOptions {
    /// The neuron or circuit.
    pub model: ModelOptions,
    /// Model time to run for (ms), in place of the duration of the protocol or circuit.
    pub duration_ms: Option<f64>,
    /// Most threads to work on a circuit, 1 to 256.
    pub threads: usize,
    /// What to print.
    pub format: RunFormat,
    /// File to write to; `None` or `-` is standard output.
    pub file: Option<PathBuf>,
    /// Whether the output may replace a file.
    pub overwrite: bool,
}

/// What an f-I curve is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FiOptions {
    /// The neuron.
    pub model: ModelOptions,
    /// The lowest current, in place of where the neuron's curve shows.
    pub from: Option<f64>,
    /// The highest current, likewise.
    pub to: Option<f64>,
    /// Number of currents, 1 to 1,000,000.
    pub points: usize,
    /// For how long each is held (ms), above 0.
    pub duration_ms: f64,
    /// Most threads to work on it, 1 to 256.
    pub threads: usize,
    /// How to print.
    pub format: FiFormat,
    /// File to write to; `None` or `-` is standard output.
    pub file: Option<PathBuf>,
    /// Whether the output may replace a file.
    pub overwrite: bool,
}

impl FiOptions {
    /// Number of currents where none is given: one for each tenth of the usual range of 20.
    pub const POINTS_DEFAULT: usize = 201;
    /// Time for each current where none is given (ms).
    pub const DURATION_MS_DEFAULT: f64 = 2000.0;
}

/// What a comparison with artificial units is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareOptions {
    /// The neuron.
    pub model: ModelOptions,
    /// Model time to run for (ms), in place of the protocol's duration.
    pub duration_ms: Option<f64>,
    /// Theta of the units, in place of what suits the protocol.
    pub theta: Option<f64>,
    /// Slope of the sigmoid, above 0, in place of what suits the protocol.
    pub slope: Option<f64>,
    /// How to print.
    pub format: CompareFormat,
}

/// What the gallery is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GalleryOptions {
    /// Whether to show the types in place of the features.
    pub types: bool,
    /// Whether to hold every panel against what is expected of it, without a screen.
    pub check: bool,
    /// The look, of the gallery and of scopes that are opened from it.
    pub view: ViewOptions,
    /// Which files presets may name.
    pub reach: Reach,
    /// Whether the gallery is open to everybody, and until when.
    pub kiosk: Option<Kiosk>,
}

impl GalleryOptions {
    /// Speed where none is given: a pass then takes from half a second to four.
    pub const SPEED_DEFAULT: f64 = 0.1;
}

/// What the list of presets is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresetsOptions {
    /// The one preset to show.
    pub name: Option<String>,
    /// Which files presets may name.
    pub reach: Reach,
    /// Whether to print JSON.
    pub json: bool,
}
