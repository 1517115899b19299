//! The outcomes of an input that concern more than the front that took it.

use crate::preset::{Pick, PresetToSave};

/// What the shell has to do, because it needs files, the terminal or the end of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a file and hand it over to what is in front, to record from here on.
    OpenRecording,
    /// Save this preset and tell the scope in front what became of it.
    SavePreset(Box<PresetToSave>),
    /// Draw every cell anew.
    Redraw,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Leave the program.
    Quit,
}

/// What is to come in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// The selected neuron of the gallery, on a scope.
    Open,
    /// What the scope was opened from, if there is such.
    Leave,
    /// What needs another kind of scope.
    Show(Pick),
}

/// What a front leaves to others when it took an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// To the shell.
    Effect(Effect),
    /// To what decides what is in front.
    Navigation(Navigation),
}

impl From<Effect> for Outcome {
    fn from(effect: Effect) -> Self {
        Self::Effect(effect)
    }
}

impl From<Navigation> for Outcome {
    fn from(navigation: Navigation) -> Self {
        Self::Navigation(navigation)
    }
}
