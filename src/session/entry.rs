//! The blocks of a recording after its header.

use crate::engine::{Checkpoint, Event, Step};

/// The state that a recording gives for a step, to be compared in a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Number of steps made.
    pub step: Step,
    /// Spikes and digest after these steps.
    pub state: Checkpoint,
}

/// One block of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Line of the block's title, counted from 1.
    pub line: usize,
    /// Content of the block.
    pub entry: Entry,
}

/// The content of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A command and its step.
    Event(Event),
    /// A check of the state.
    Check(Check),
    /// The end of the recording, with a last check.
    End(Check),
}

impl Entry {
    /// The step before which the block applies.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Event(event) => event.step,
            Self::Check(check) | Self::End(check) => check.step,
        }
    }
}
