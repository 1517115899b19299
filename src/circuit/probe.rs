//! What can be looked at in a running circuit, and what is seen.

use crate::model::Fault;

/// Something of which every step is to be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A neuron.
    Neuron(u32),
    /// A synapse of a projection whose synapses have a state of their own.
    Synapse(SynapseId),
}

/// One synapse: there is at most one in a projection from a neuron to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynapseId {
    /// Index of the projection.
    pub projection: usize,
    /// The neuron that it comes from.
    pub pre: u32,
    /// The neuron that it goes to.
    pub post: u32,
}

/// What a probe reads at one step.
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

/// A spike that arrived at a synapse onto a neuron that is probed, or at a probed synapse; told of
/// synapses with a state of their own only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The synapse.
    pub synapse: SynapseId,
    /// Whether it released anything.
    pub released: bool,
    /// What reached the target: the weight times the part that was released.
    pub effect: f64,
}

/// The neuron at which a circuit had to be stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blowup {
    /// The neuron with the lowest number among the first.
    pub neuron: u32,
    /// The step in which it happened, counted from the circuit's start.
    pub step: u64,
    /// Why.
    pub fault: Fault,
}

/// Receives what a circuit does, step by step. Within a step first spikes, then arrivals, then
/// readings, then neurons for which the step was too long, then the end of the step.
pub trait Observer {
    /// A spike, `offset_ms` after the start of `step`, whose label it carries.
    fn spike(&mut self, neuron: u32, step: u64, offset_ms: f64);
    /// A spike arrived at a synapse that is looked at.
    fn arrival(&mut self, step: u64, arrival: &Arrival);
    /// What the probe with this index reads.
    fn reading(&mut self, probe: usize, step: u64, reading: Reading);
    /// The step was too long for a neuron: see [`crate::model::Neuron::unstable_below_mv`].
    fn unstable(&mut self, neuron: u32, step: u64);
    /// The step is over. The word is made of the bits of the state of all neurons after it.
    fn end(&mut self, step: u64, word: u64);
}
