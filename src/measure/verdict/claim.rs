//! A claim, and a silence that may become one.

use super::text::{Afterdischarge, Finding, Silence};

/// A finding, with the piece of input that it is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) finding: Finding,
    /// The piece whose spikes can contradict it.
    pub(super) piece: u64,
    pub(super) made_ms: f64,
}

impl Claim {
    /// Its time (ms).
    pub(super) fn time_ms(&self) -> f64 {
        self.finding.time_ms().unwrap_or(self.made_ms)
    }
}

/// A silence since `from_ms` that will be worth a claim once it has lasted until `at_ms`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaited {
    pub(super) at_ms: f64,
    pub(super) from_ms: f64,
    pub(super) finding: Finding,
}

/// Spikes after the input has come back to a level, and whether it came from below.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returned {
    pub(super) after: Afterdischarge,
    pub(super) below: bool,
}

impl Returned {
    pub(super) fn with(self, silence: Silence) -> Finding {
        if self.below {
            Finding::Rebound(self.after, silence)
        } else {
            Finding::Outlasted(self.after, silence)
        }
    }
}
