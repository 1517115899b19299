//! The current that keys inject.

/// The pulse that the next key press injects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// Size of the current.
    pub amplitude: f64,
    /// Length (ms).
    pub width_ms: f64,
}

impl Pulse {
    /// The pulse where no protocol says another, with its current in pA or without a unit.
    pub fn usual(pa: bool) -> Self {
        Self { amplitude: if pa { 1000.0 } else { 10.0 }, width_ms: 2.0 }
    }
}
