//! Steps that were too long.

/// A stretch of steps that were too long, and what they still tell on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disturbance {
    pub(super) first_ms: f64,
    pub(super) last_ms: f64,
    pub(super) bound_mv: f64,
    /// When the neuron will have forgotten.
    pub(super) forgotten_ms: f64,
}

impl Disturbance {
    /// The same once the neuron's state is set from outside.
    pub(super) fn forgotten(self) -> Self {
        Self { forgotten_ms: f64::NEG_INFINITY, ..self }
    }
}
