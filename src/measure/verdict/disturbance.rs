//! Steps that were too long.

/// A stretch of steps that were too long, and how long their effect on the neuron lasts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disturbance {
    pub(super) first_ms: f64,
    pub(super) last_ms: f64,
    pub(super) bound_mv: f64,
    /// Time at which the neuron has forgotten them (ms).
    pub(super) forgotten_ms: f64,
}

impl Disturbance {
    /// The same stretch after the neuron's state was set from outside, which ends its effect.
    pub(super) fn forgotten(self) -> Self {
        Self { forgotten_ms: f64::NEG_INFINITY, ..self }
    }
}
