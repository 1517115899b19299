//! Probes of a running circuit, and the observer that receives spikes and readings.

use super::NeuronId;
use crate::model::{Fault, State};

/// A quantity that is reported in every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A neuron.
    Neuron(NeuronId),
    /// A synapse of a projection whose synapses have their own state.
    Synapse(SynapseId),
}

/// One synapse: a projection has at most one from one neuron to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynapseId {
    /// Index of the projection.
    pub projection: usize,
    /// The presynaptic neuron.
    pub pre: NeuronId,
    /// The postsynaptic neuron.
    pub post: NeuronId,
}

/// The reading of a probe in one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// The reading of a neuron.
    Neuron {
        /// Membrane potential, cut off at the peak (mV).
        v: f64,
        /// Recovery variable.
        u: f64,
        /// Total current, synaptic currents included.
        current: f64,
    },
    /// The reading of a synapse.
    Synapse {
        /// Available resource, 0 to 1; 1 without short-term plasticity.
        resource: f64,
        /// Utilisation, 0 to 1; 1 without short-term plasticity.
        utilisation: f64,
        /// Weight.
        weight: f64,
    },
}

/// A spike that arrived at a synapse onto a probed neuron, or at a probed synapse. Only arrivals at
/// synapses with their own state are reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The synapse.
    pub synapse: SynapseId,
    /// Whether the synapse released transmitter.
    pub released: bool,
    /// The effective weight: the weight times the released share.
    pub effect: f64,
}

/// The halt of a neuron because of a [`Fault`]. The neuron keeps its last finite state; in a
/// circuit all neurons halt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halt {
    /// The neuron; in a circuit the lowest number among those that failed in this step.
    pub neuron: NeuronId,
    /// The step of the fault; in a circuit counted from its start.
    pub step: u64,
    /// Offset of the fault within the step (ms); 0 in a circuit.
    pub offset_ms: f64,
    /// The reason.
    pub fault: Fault,
}

/// Receives the results of a neuron alone or of a circuit, step by step. Within a step of a circuit
/// the order is: spikes, arrivals, readings, neurons for which the step was too long, end of the
/// step.
pub trait Observer {
    /// The row of `step` of a neuron alone: state, with the potential cut off at the peak, and
    /// current.
    #[inline]
    fn row(&mut self, step: u64, state: State, current: f64) {
        let _ = (step, state, current);
    }

    /// A spike labelled `step`, `offset_ms` (ms) after the start of that step.
    #[inline]
    fn spike(&mut self, neuron: NeuronId, step: u64, offset_ms: f64) {
        let _ = (neuron, step, offset_ms);
    }

    /// A spike arrived at an observed synapse.
    #[inline]
    fn arrival(&mut self, step: u64, arrival: &Arrival) {
        let _ = (step, arrival);
    }

    /// The reading of the probe with this index.
    #[inline]
    fn reading(&mut self, probe: usize, step: u64, reading: Reading) {
        let _ = (probe, step, reading);
    }

    /// The step was too long for a neuron: the step, or a half-step, started from `lowest_mv`,
    /// below [`crate::model::Neuron::unstable_below_mv`]. In a circuit `lowest_mv` is none. Called
    /// after the row or the readings.
    #[inline]
    fn unstable(&mut self, neuron: NeuronId, step: u64, lowest_mv: Option<f64>) {
        let _ = (neuron, step, lowest_mv);
    }

    /// The end of a step of a circuit. `word` is a checksum of the states of all neurons.
    #[inline]
    fn end(&mut self, step: u64, word: u64) {
        let _ = (step, word);
    }
}
