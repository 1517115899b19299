//! The first difference between a run and its recording.

use thiserror::Error;

use crate::engine::{Checkpoint, Step};

/// Position of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Step of the check.
    pub step: Step,
    /// Line of the check in the file, counted from 1; 0 before the first check.
    pub line: usize,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {} (line {})", self.step.0, self.line)
    }
}

/// A replay that no longer reproduces its recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "diverged between the checks at {after} and {at}: expected {} spikes and digest {expected}, \
     found {} and {found}",
    .expected.spikes, .found.spikes
)]
pub struct Divergence {
    /// The last check that held.
    pub after: Mark,
    /// The check that failed.
    pub at: Mark,
    /// The state in the recording.
    pub expected: Checkpoint,
    /// The state in the replay.
    pub found: Checkpoint,
}

impl Divergence {
    /// A short form of the divergence, for one line of a screen.
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
