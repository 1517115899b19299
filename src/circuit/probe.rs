//! Probes: what can be observed in a running circuit, and the observer that receives everything it
//! does.

use super::NeuronId;
use crate::model::{Fault, State};

/// A quantity that is reported in every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A neuron.
    Neuron(NeuronId),
    /// A synapse of a projection whose synapses have a state of their own.
    Synapse(SynapseId),
}

/// One synapse: a projection has at most one from one neuron to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynapseId {
    /// Index of the projection.
    pub projection: usize,
    /// The neuron that it comes from.
    pub pre: NeuronId,
    /// The neuron that it goes to.
    pub post: NeuronId,
}

/// The reading of a probe in one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// Of a neuron: potential cut off at the peak (mV), recovery variable, and the whole current,
    /// synaptic included.
    Neuron {
        /// Membrane potential (mV).
        v: f64,
        /// Recovery variable.
        u: f64,
        /// Current.
        current: f64,
    },
    /// Of a synapse.
    Synapse {
        /// Resource that is ready, 0 to 1; 1 without short-term plasticity.
        resource: f64,
        /// Utilisation, 0 to 1; 1 without short-term plasticity.
        utilisation: f64,
        /// Weight.
        weight: f64,
    },
}

/// A spike that arrived at a synapse onto a probed neuron, or at a probed synapse. Only arrivals at
/// synapses with a state of their own are reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The synapse.
    pub synapse: SynapseId,
    /// Whether it released anything.
    pub released: bool,
    /// The weight that reached the target: the weight times the part that was released.
    pub effect: f64,
}

/// Where a neuron was halted because of a [`Fault`]: it keeps its last finite state from then on,
/// and in a circuit all neurons do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halt {
    /// The neuron; of a circuit the one with the lowest number among the first.
    pub neuron: NeuronId,
    /// The step in which it happened; of a circuit counted from its start.
    pub step: u64,
    /// How far into the step (ms); 0 in a circuit.
    pub offset_ms: f64,
    /// Why.
    pub fault: Fault,
}

/// Receives what a neuron alone or a circuit does, step by step. Within a step of a circuit the
/// order is: spikes, arrivals, readings, neurons for which the step was too long, end of the step.
pub trait Observer {
    /// The row of `step` of a neuron alone: its state, the potential cut off at the peak (mV), and
    /// the current.
    #[inline]
    fn row(&mut self, step: u64, state: State, current: f64) {
        let _ = (step, state, current);
    }

    /// A spike, `offset_ms` after the start of `step`, whose label it carries.
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

    /// The step was too long for a neuron: it, or either half of it, started from `lowest_mv`,
    /// which lies below [`crate::model::Neuron::unstable_below_mv`] and is known of a neuron alone
    /// only. Comes after the row or the readings.
    #[inline]
    fn unstable(&mut self, neuron: NeuronId, step: u64, lowest_mv: Option<f64>) {
        let _ = (neuron, step, lowest_mv);
    }

    /// The step of a circuit is over. The word is made of the bits of the state of all neurons
    /// after it.
    #[inline]
    fn end(&mut self, step: u64, word: u64) {
        let _ = (step, word);
    }
}
