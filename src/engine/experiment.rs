//! All that a run starts from.

use std::sync::Arc;

use super::{DriveState, Setup, Subject};
use crate::circuit::Recipe;
use crate::model::State;

/// A run before its first step: the same experiment and the same commands at the same steps give
/// the same samples and spikes, bit for bit, whatever is probed and however many threads work on
/// it.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Seed of all that is drawn, and of the digest; at most [`Experiment::SEED_MAX`].
    pub seed: u64,
    /// What runs, and from where.
    pub start: Start,
}

/// Where a run starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// A neuron may start anywhere.
    Neuron(Box<NeuronStart>),
    /// A circuit starts from its own beginning: its state is never written down.
    Circuit(Arc<Recipe>),
}

/// Where the run of a neuron starts.
#[derive(Clone, Debug, PartialEq)]
pub struct NeuronStart {
    /// The neuron, its scheme and its step.
    pub setup: Setup,
    /// Its state.
    pub state: State,
    /// Holding current, injections and protocol.
    pub drive: DriveState,
}

impl Experiment {
    /// The largest seed: the largest whole number that TOML, and so a recording, can carry.
    pub const SEED_MAX: u64 = i64::MAX as u64;

    /// The run of a neuron that begins in its initial state.
    #[must_use]
    pub fn neuron(setup: &Setup, drive: DriveState, seed: u64) -> Self {
        let start = NeuronStart { setup: setup.clone(), state: setup.cell.initial, drive };
        Self { seed, start: Start::Neuron(Box::new(start)) }
    }

    /// The run of a circuit.
    #[must_use]
    pub fn circuit(recipe: Arc<Recipe>, seed: u64) -> Self {
        Self { seed, start: Start::Circuit(recipe) }
    }

    /// The run of `subject` as a live scope begins it, and as a switch to it does.
    #[must_use]
    pub fn live(subject: &Subject, seed: u64) -> Self {
        match subject {
            Subject::Neuron(setup) => {
                Self::neuron(setup, DriveState::live(&setup.cell.protocol), seed)
            }
            Subject::Circuit(recipe) => Self::circuit(recipe.clone(), seed),
        }
    }

    /// What runs.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match &self.start {
            Start::Neuron(start) => start.setup.clone().into(),
            Start::Circuit(recipe) => recipe.clone().into(),
        }
    }

    /// Steps in one millisecond.
    #[must_use]
    pub fn steps_per_ms(&self) -> u32 {
        match &self.start {
            Start::Neuron(start) => start.setup.steps_per_ms,
            Start::Circuit(recipe) => recipe.steps_per_ms,
        }
    }
}
