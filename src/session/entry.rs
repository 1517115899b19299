//! The blocks of a recording after its header.

use crate::engine::{Checkpoint, Event, Step};

/// The state that a recording claims for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Steps made.
    pub step: Step,
    /// Spikes and digest after them.
    pub state: Checkpoint,
}

/// One block of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The line of its title, counted from 1.
    pub line: usize,
    /// What it holds.
    pub entry: Entry,
}

/// The content of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A command.
    Event(Event),
    /// A check of the state.
    Check(Check),
    /// The end, with its check.
    End(Check),
}

impl Entry {
    /// The step before which the block stands.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Event(event) => event.step,
            Self::Check(check) | Self::End(check) => check.step,
        }
    }
}
