//! How far a step of a shard is that can be left in the middle.

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It has not been begun.
    Inputs,
    /// Spikes arrive.
    Delivery(Place),
    /// Neurons are updated, those from a place on.
    Update(usize),
    /// Synapses learn.
    Learning(Place),
}

/// Where among the synapses a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) afferents: usize,
    /// The delay and the run of sources whose spikes arrive.
    pub(super) delay: usize,
    pub(super) run: usize,
    /// How many of those that fired are done.
    pub(super) fired: usize,
}
