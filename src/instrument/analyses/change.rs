//! What commands and passes of a protocol change for what is kept of a neuron.

/// What is changed for what is kept of a neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::instrument) enum Change {
    /// Another neuron runs.
    Neuron,
    /// The state was set from outside: nothing leads there.
    State,
    /// The parameters are others, or are integrated otherwise.
    Equations,
    /// Another current flows until it is changed again.
    Stimulus,
    /// The statistics are zeroed.
    Zeroed,
}
