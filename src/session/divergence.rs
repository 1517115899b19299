//! Where a run first differs from its recording.

use thiserror::Error;

use crate::engine::{Checkpoint, Step};

/// A check and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its step.
    pub step: Step,
    /// Its line in the file, counted from 1; 0 before the first.
    pub line: usize,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {} (line {})", self.step.0, self.line)
    }
}

/// A run that no longer does what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "diverged between the checks at {after} and {at}: expected {} spikes and digest {expected}, \
     found {} and {found}",
    .expected.spikes, .found.spikes
)]
pub struct Divergence {
    /// The last check that held.
    pub after: Mark,
    /// The check that did not.
    pub at: Mark,
    /// What it says.
    pub expected: Checkpoint,
    /// What the replay came to.
    pub found: Checkpoint,
}

impl Divergence {
    /// The divergence in few words, for a line of a screen.
    #[must_use]
    pub fn brief(&self) -> String {
        let (expected, found) = (self.expected.spikes, self.found.spikes);
        let what = match expected == found {
            true => "its course differs".to_owned(),
            false => format!("{found} spikes, recorded {expected}"),
        };
        format!("diverged between steps {} and {}: {what}", self.after.step.0, self.at.step.0)
    }
}
