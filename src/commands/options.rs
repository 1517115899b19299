//! What a user can ask for, free of the command line's own types. An option that was not given is
//! `None`, so that the configuration file can fill it in.

use std::path::PathBuf;

use super::Reach;
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
