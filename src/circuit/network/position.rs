//! The position within an interrupted step of a shard.

/// The stage that a step has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The step has not been begun.
    Inputs,
    /// Spikes are being delivered.
    Delivery(Place),
    /// Neurons are being updated; those from this index on remain.
    Update(usize),
    /// Synapses are learning.
    Learning(Place),
}

/// The position of a step among the synapses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) afferents: usize,
    /// Indices of the delay and of the range of sources whose spikes are being delivered.
    pub(super) delay: usize,
    pub(super) run: usize,
    /// Number of fired neurons that are done.
    pub(super) fired: usize,
}
