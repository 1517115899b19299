//! The fixed-step schemes, operation by operation as published.
//!
//! The order of operations decides the last bits: `v*v` is a product, sums run from the left.
//! Every scheme is free of branches that depend on the state, so that many neurons can be carried
//! side by side with the same bits as one alone.

use super::{Neuron, Scheme, State};

/// A neuron under a fixed-step scheme, for one length of step.
pub trait FixedStep: Copy {
    /// Whether a spike's reset belongs to the step after the one whose update found it, and the
    /// spike carries that step's label.
    const RESETS_LATE: bool;

    /// The neuron that is stepped.
    fn neuron(&self) -> Neuron;

    /// The same scheme for a neuron with another rate and sensitivity of recovery.
    #[must_use]
    fn varied(self, a: f64, b: f64) -> Self;

    /// The same scheme for another neuron of the same family.
    #[must_use]
    fn with_neuron(self, neuron: &Neuron) -> Self;

    /// The potential (mV) below which the step is too long, see [`Neuron::unstable_below_mv`].
    fn unstable_below_mv(&self) -> f64;

    /// Carries `state`, which holds no spike, over one step under `current`.
    fn update(&self, state: State, current: f64) -> Outcome;

    /// Whether an update has led to a spike.
    fn spikes(&self, updated: State) -> bool;

    /// Whether an update has led to a finite potential without a spike: one comparison, for the many
    /// cells for which that is all there is to know.
    fn is_calm(&self, updated: State) -> bool;

    /// Carries `state` over one step under `current`: what the update led to, before any reset of
    /// [`Self::after`], and whether a spike carries this step's label.
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

    /// What the next step starts from.
    #[inline(always)]
    fn after(&self, state: State, spiked: bool) -> State {
        if Self::RESETS_LATE { state } else { reset_if(&self.neuron(), state, spiked) }
    }
}

/// What an update led to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The state after it.
    pub state: State,
    /// The lowest potential that it, or either half of it, started from (mV).
    pub lowest_mv: f64,
}

/// What a spike leaves, or the state as it is.
#[inline(always)]
fn reset_if(neuron: &Neuron, state: State, spiked: bool) -> State {
    let reset = neuron.reset(state);
    State { v: if spiked { reset.v } else { state.v }, u: if spiked { reset.u } else { state.u } }
}

/// Something done with a neuron under whichever fixed-step scheme it is to be.
pub trait WithScheme {
    /// What comes of it.
    type Output;

    /// Does it.
    fn with<F: FixedStep>(self, scheme: F) -> Self::Output;
}

/// A neuron's parameters as a fixed-step scheme needs them.
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
