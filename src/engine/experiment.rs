//! All that a run starts from.

use super::{DriveState, Setup};
use crate::model::{Neuron, Protocol, Scheme, State};

/// The neuron under test and the protocol it was published with.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The preset's name.
    pub name: String,
    /// Equations and parameters.
    pub neuron: Neuron,
    /// The state in which a pass of the protocol starts.
    pub initial: State,
    /// The stimulus protocol.
    pub protocol: Protocol,
}

/// A run before its first step: the same experiment and the same commands at the same steps give
/// the same samples, bit for bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The neuron under test.
    pub subject: Subject,
    /// The integration scheme at the start.
    pub scheme: Scheme,
    /// Steps in one millisecond, 1 to 1,000,000.
    pub steps_per_ms: u32,
    /// Seed of all noise, and of the digest; at most [`Experiment::SEED_MAX`].
    pub seed: u64,
    /// The state at the start.
    pub state: State,
    /// Holding current, injections and protocol at the start.
    pub drive: DriveState,
}

impl Experiment {
    /// The experiment that begins with `setup` in its initial state.
    #[must_use]
    pub fn new(setup: &Setup, drive: DriveState, seed: u64) -> Self {
        let Setup { subject, scheme, steps_per_ms } = setup.clone();
        Self { scheme, steps_per_ms, seed, state: subject.initial, drive, subject }
    }

    /// The largest seed: the largest whole number that TOML, and so a recording, can carry.
    pub const SEED_MAX: u64 = i64::MAX as u64;
}
