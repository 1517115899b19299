//! Presets made on the scope, to be saved in the user's directory.

use super::Preset;

/// A preset to be saved in the user's directory.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetToSave {
    /// The preset for the list.
    pub preset: Preset,
    /// The text of the file.
    pub text: String,
    /// Whether the file may replace an existing file.
    pub replace: bool,
}

/// The result of saving a preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The preset was saved in this directory.
    In(String),
    /// A file of this name exists, and replacing it was not permitted.
    Exists,
    /// Writing failed, for this reason.
    Failed(String),
}
