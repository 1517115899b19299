//! What a user can ask for, free of the command line's own types. An option that was not given is
//! `None`, so that the configuration file can fill it in.

use std::path::PathBuf;

use super::Reach;
use super::choice::{CompareFormat, FiFormat, ListFormat, RunFormat};
use super::model_options::ModelOptions;
use super::settings::Given;

/// How the scope looks and moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewOptions {
    /// The settings that were given.
    pub given: Given,
    /// Configuration file in place of the usual one.
    pub config: Option<PathBuf>,
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
