//! Settings with which a front starts.

use crate::keys::Keymap;
use crate::scope::ViewSettings;

/// Settings with which the scope starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// What the user has set of how things are seen; the rest is as presets say.
    pub view: ViewSettings,
    /// Whether the model waits for a key.
    pub paused: bool,
    /// Whether the artificial units are shown.
    pub artificial: bool,
    /// How many threads may work on a circuit; it changes nothing but the speed.
    pub threads: usize,
    /// Whether the scope is open to everybody: nothing is recorded, saved or suspended.
    pub is_kiosk: bool,
    /// Which key does what. It stays the same as long as the program runs.
    pub keymap: &'static Keymap,
}
