//! Presets that are made on the scope and written to the user's own.

use super::Preset;

/// A preset that is to be written to the user's own.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetToSave {
    /// The preset as it will be listed.
    pub preset: Preset,
    /// Its file's text.
    pub text: String,
    /// Whether it may take the place of another file.
    pub replace: bool,
}

/// What became of a preset that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is in the directory of this name.
    In(String),
    /// There is a file of that name, and nobody said that it may be replaced.
    Exists,
    /// It could not be written.
    Failed(String),
}
