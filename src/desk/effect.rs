//! Results of an input that a front cannot carry out by itself.

use crate::preset::{Pick, PresetToSave};

/// A request to the shell, which has files, the terminal and the process.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a file and hand it to the scope in front, which records into it from now on.
    OpenRecording,
    /// Save this preset and report to the scope in front whether it was saved.
    SavePreset(Box<PresetToSave>),
    /// Put this text on the clipboard by way of the terminal, and report to the scope in front whether the
    /// terminal was asked to.
    Copy(String),
    /// Redraw every cell.
    Redraw,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Leave the program.
    Quit,
}

/// A change of the front, which [`App`](crate::app::App) carries out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// Open the neuron that is selected in the gallery on a scope.
    Open,
    /// Close the scope and return to the gallery, if the scope was opened from it.
    Leave,
    /// Show this preset, which needs the other kind of scope.
    Show(Pick),
}

/// What is left to do after a front has handled an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The shell's part.
    Effect(Effect),
    /// A change of the front.
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
