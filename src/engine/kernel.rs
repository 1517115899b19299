//! The kernel of the engine: one neuron or a network.

use super::{Start, Step};
use crate::circuit::network::Network;
use crate::circuit::{Halt, NeuronId, Solo};
use crate::job::{Allowance, Progress};
use crate::model::{Scheme, State};

/// The kernel: one neuron with its state in registers, or a network.
#[derive(Clone, Debug)]
pub(super) enum Kernel {
    /// Counts in the engine's own steps.
    Solo(Solo),
    /// Counts steps from its start on.
    Network(Box<Network>),
}

impl Kernel {
    /// The kernel that starts at `step` from `start`; a large network is only begun to be built.
    pub(super) fn begin(start: &Start, seed: u64, threads: usize, step: Step) -> Self {
        match start {
            Start::Neuron(start) => {
                let setup = &start.setup;
                let neuron = setup.cell.neuron;
                let mut solo = Solo::new(neuron, start.state, setup.scheme, setup.steps_per_ms);
                solo.restart_spike_window(step.0);
                Self::Solo(solo)
            }
            Start::Circuit(recipe) => {
                let mut network = Network::begin(recipe.clone(), seed);
                network.cut_for(threads);
                Self::Network(Box::new(network))
            }
        }
    }

    pub(super) fn network(&self) -> Option<&Network> {
        match self {
            Self::Solo(_) => None,
            Self::Network(network) => Some(network),
        }
    }

    pub(super) fn scheme(&self) -> Scheme {
        match self {
            Self::Solo(solo) => solo.scheme(),
            Self::Network(network) => network.scheme(),
        }
    }

    pub(super) fn set_scheme(&mut self, scheme: Scheme) {
        match self {
            Self::Solo(solo) => solo.set_scheme(scheme),
            Self::Network(network) => network.set_scheme(scheme),
        }
    }

    pub(super) fn state(&self, neuron: NeuronId) -> State {
        match self {
            Self::Solo(solo) => solo.state(),
            Self::Network(network) => network.state(neuron),
        }
    }

    pub(super) fn halt(&self) -> Option<Halt> {
        match self {
            Self::Solo(solo) => solo.halt(),
            Self::Network(network) => network.halt(),
        }
    }

    pub(super) fn cut_for(&mut self, threads: usize) {
        if let Self::Network(network) = self {
            network.cut_for(threads);
        }
    }

    pub(super) fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        match self {
            Self::Solo(_) => true,
            Self::Network(network) => network.build(allowance),
        }
    }

    pub(super) fn building(&self) -> Option<Progress> {
        self.network()?.building()
    }

    pub(super) fn is_amid_step(&self) -> bool {
        self.network().is_some_and(Network::is_amid_step)
    }

    pub(super) fn step_progress(&self) -> Option<Progress> {
        self.network()?.step_progress()
    }
}
