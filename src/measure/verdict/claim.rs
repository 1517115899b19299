//! A claim, and what may become one.

use super::text::{Aftermath, Deed, Silence};

/// A deed, and what it is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) deed: Deed,
    /// The piece whose spikes can contradict it.
    pub(super) piece: u64,
    pub(super) made_ms: f64,
}

impl Claim {
    /// The time that it speaks of (ms).
    pub(super) fn time_ms(&self) -> f64 {
        self.deed.time_ms().unwrap_or(self.made_ms)
    }
}

/// A silence that will be worth a claim when it has lasted until `at_ms`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaited {
    pub(super) at_ms: f64,
    pub(super) from_ms: f64,
    pub(super) deed: Deed,
}

/// Spikes after the input has come back, and whether it came from below.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returned {
    pub(super) after: Aftermath,
    pub(super) below: bool,
}

impl Returned {
    pub(super) fn with(self, silence: Silence) -> Deed {
        if self.below {
            Deed::Released(self.after, silence)
        } else {
            Deed::Outlasted(self.after, silence)
        }
    }
}
