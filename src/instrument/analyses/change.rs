//! Kinds of changes to a neuron that its record has to follow.

/// A change to a neuron, by a command or by the start of a pass of its protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::instrument) enum Change {
    /// Another neuron runs.
    Neuron,
    /// The state was set from outside: no path leads to it.
    State,
    /// Parameters or integration scheme changed.
    Equations,
    /// The sustained or holding current changed, or the protocol was fired.
    Stimulus,
    /// A pass of the protocol begins.
    Pass,
    /// The statistics are zeroed.
    Zeroed,
}
