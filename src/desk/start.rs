//! The settings that a front starts with.

use crate::keys::{DEFAULT_KEYMAP, Keymap};
use crate::scope::ViewSettings;

/// The settings that a scope starts with.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The user's settings of window, speed, display and injections; what is open is as presets say.
    pub view: ViewSettings,
    /// Whether the scope starts paused.
    pub paused: bool,
    /// Whether the artificial units are shown.
    pub artificial: bool,
    /// Most threads that work on a circuit. Their number changes only the speed.
    pub threads: usize,
    /// Whether the scope is a kiosk, open to everybody: it records, saves and suspends nothing.
    pub is_kiosk: bool,
    /// The keys of all actions. They stay the same as long as the program runs.
    pub keymap: &'static Keymap,
}

impl Start {
    /// The settings without any flag, configuration file or remapped key.
    pub const USUAL: Self = Self {
        view: ViewSettings::OPEN,
        paused: false,
        artificial: false,
        threads: 1,
        is_kiosk: false,
        keymap: &DEFAULT_KEYMAP,
    };
}
