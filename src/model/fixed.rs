//! The fixed-step schemes, operation by operation as published.
//!
//! The order of operations decides the last bits: `v*v` is a product, sums run from the left. No
//! scheme branches on the state, so that SIMD lanes give the same bits as one neuron alone.

use super::{Neuron, Scheme, State};

/// A neuron under a fixed-step scheme, for one length of step.
pub trait FixedStep: Copy {
    /// Whether the reset takes place in the step after the one whose update found the spike, and
    /// the spike carries the label of that later step.
    const RESETS_LATE: bool;

    /// The neuron.
    fn neuron(&self) -> Neuron;

    /// The same scheme for a neuron with another `a` and `b`.
    #[must_use]
    fn varied(self, a: f64, b: f64) -> Self;

    /// The same scheme for another neuron of the same family.
    #[must_use]
    fn with_neuron(self, neuron: &Neuron) -> Self;

    /// The potential (mV) below which the step is too long; see [`Neuron::unstable_below_mv`].
    fn unstable_below_mv(&self) -> f64;

    /// Updates `state`, which is not at a spike, by one step under `current`, without a reset.
    fn update(&self, state: State, current: f64) -> Outcome;

    /// Whether the update has reached a spike.
    fn spikes(&self, updated: State) -> bool;

    /// Whether the potential after the update is finite and below a spike: a single comparison,
    /// which settles most updates.
    fn is_calm(&self, updated: State) -> bool;

    /// Advances `state` by one step under `current`. Returns the outcome of the update, before any
    /// reset by [`Self::after`], and whether a spike carries the label of this step.
    #[inline(always)]
    fn step(&self, state: State, current: f64) -> (Outcome, bool) {
        if Self::RESETS_LATE {
            let spiked = self.spikes(state);
            (self.update(reset_if(&self.neuron(), state, spiked), current), spiked)
        } else {
            let updated = self.update(state, current);
            (updated, self.spikes(updated.state))
        }
    }

    /// The state from which the next step starts.
    #[inline(always)]
    fn after(&self, state: State, spiked: bool) -> State {
        if Self::RESETS_LATE { state } else { reset_if(&self.neuron(), state, spiked) }
    }
}

/// The outcome of an update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The state after the update.
    pub state: State,
    /// The lowest potential from which the update, or either half-step of it, started (mV).
    pub lowest_mv: f64,
}

/// The state after a reset if `spiked`, else `state`.
#[inline(always)]
fn reset_if(neuron: &Neuron, state: State, spiked: bool) -> State {
    let reset = neuron.reset(state);
    State { v: if spiked { reset.v } else { state.v }, u: if spiked { reset.u } else { state.u } }
}

/// A task that is generic over the fixed-step scheme; see
/// [`with_scheme`](super::family::with_scheme).
pub trait WithScheme {
    /// The result.
    type Output;

    /// Runs the task with `scheme`.
    fn with<F: FixedStep>(self, scheme: F) -> Self::Output;
}

/// A neuron with constants that a fixed-step scheme derives from it and from the step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kernel {
    pub(super) neuron: Neuron,
    scheme: Scheme,
    steps_per_ms: u32,
    pub(super) dt_ms: f64,
    pub(super) half_dt_ms: f64,
    pub(super) dt_a: f64,
    pub(super) unstable_below_mv: f64,
}

impl Kernel {
    #[inline]
    pub(super) fn new(neuron: &Neuron, scheme: Scheme, steps_per_ms: u32) -> Self {
        let unstable_below_mv = neuron.unstable_below_mv(scheme, steps_per_ms);
        let dt_ms = 1.0 / f64::from(steps_per_ms);
        Self {
            neuron: *neuron,
            scheme,
            steps_per_ms,
            dt_ms,
            half_dt_ms: 0.5 * dt_ms,
            dt_a: dt_ms * neuron.a,
            unstable_below_mv: unstable_below_mv.unwrap_or(f64::NEG_INFINITY),
        }
    }

    #[inline(always)]
    pub(super) fn with_neuron(self, neuron: &Neuron) -> Self {
        Self::new(neuron, self.scheme, self.steps_per_ms)
    }

    #[inline(always)]
    pub(super) fn varied(self, a: f64, b: f64) -> Self {
        Self { neuron: Neuron { a, b, ..self.neuron }, dt_a: self.dt_ms * a, ..self }
    }
}
