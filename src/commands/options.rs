//! Options of the commands, independent of the argument parser. An option that was not given is
//! `None`, and the configuration file can supply it.

use std::path::PathBuf;

use super::Reach;
use super::model_options::ModelOptions;
use super::settings::Given;

/// How the scope looks and moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewOptions {
    /// The settings given on the command line.
    pub given: Given,
    /// Configuration file in place of the default one.
    pub config: Option<PathBuf>,
}

/// Options of kiosk mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kiosk {
    /// Minutes without a key press after which the program ends.
    pub idle_min: f64,
}

impl Kiosk {
    /// Default idle time (minutes).
    pub const IDLE_MIN_DEFAULT: f64 = 10.0;
}

/// Options of the live scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LiveOptions {
    /// The neuron or circuit, and changes to its preset.
    pub model: ModelOptions,
    /// How the scope looks and moves.
    pub view: ViewOptions,
    /// File to record to from the start.
    pub record: Option<PathBuf>,
    /// Whether the recording may replace a file.
    pub overwrite: bool,
    /// Most threads for a circuit, 1 to 256.
    pub threads: Option<usize>,
    /// Kiosk mode and its options, if on.
    pub kiosk: Option<Kiosk>,
}

/// Options of the gallery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GalleryOptions {
    /// Whether to show neuron types instead of features.
    pub types: bool,
    /// Whether to compare every panel with its expectation, without a screen.
    pub check: bool,
    /// How the gallery, and scopes opened from it, look and move.
    pub view: ViewOptions,
    /// Which files presets may name.
    pub reach: Reach,
    /// Kiosk mode and its options, if on.
    pub kiosk: Option<Kiosk>,
}

impl GalleryOptions {
    /// Default speed, at which a pass takes half a second to four seconds.
    pub const SPEED_DEFAULT: f64 = 0.1;
}
