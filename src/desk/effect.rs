//! What a front asks of the shell.

use crate::preset::Pick;

/// What the shell has to do, because it needs files, the terminal or the end of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a file and hand it over with [`Scope::start_recording`].
    OpenRecording,
    /// Save [`Scope::preset_to_save`] and report to [`Scope::preset_saved`].
    SavePreset,
    /// Draw every cell anew.
    Redraw,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Leave the program.
    Quit,
    /// Show the selected neuron of the gallery on the scope. [`super::App`] does it.
    Open,
    /// Leave the scope for where it was opened from. [`super::App`] does it, if there is such.
    Leave,
    /// Show what needs another kind of scope. [`super::App`] does it.
    Switch(Pick),
}
