//! The fixed-step schemes, operation by operation as published.
//!
//! The order of operations decides the last bits: `v*v` is a product, sums run from the left.

use super::{Equations, Neuron, State};

/// A neuron's parameters as a fixed-step scheme needs them, for one length of step.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    neuron: Neuron,
    linear: f64,
    constant: f64,
    dt_ms: f64,
    half_dt_ms: f64,
    dt_a: f64,
}

/// What one step leaves to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Membrane potential, cut off at the peak (mV).
    pub v: f64,
    /// Recovery variable.
    pub u: f64,
    /// Whether a spike carries this step's label.
    pub spiked: bool,
}

/// A fixed-step scheme: `update` carries `state` over one step under `current`.
pub trait FixedStep {
    /// Carries `state` over one step and returns its row.
    fn update(kernel: &Kernel, state: &mut State, current: f64) -> Row;
}

impl Kernel {
    /// Prepares `neuron` for steps of `1/steps_per_ms` milliseconds.
    #[must_use]
    pub fn new(neuron: &Neuron, steps_per_ms: u32) -> Self {
        let dt_ms = 1.0 / f64::from(steps_per_ms);
        Self {
            neuron: *neuron,
            linear: neuron.equations.linear(),
            constant: neuron.equations.constant(),
            dt_ms,
            half_dt_ms: 0.5 * dt_ms,
            dt_a: dt_ms * neuron.a,
        }
    }

    #[inline(always)]
    fn v_rate(&self, v: f64, u: f64, current: f64) -> f64 {
        (((Equations::QUADRATIC * (v * v) + self.linear * v) + self.constant) - u) + current
    }

    #[inline(always)]
    fn u_drive(&self, v: f64, u: f64) -> f64 {
        match self.neuron.equations {
            Equations::Standard | Equations::Class1 => self.neuron.b * v - u,
            Equations::Accommodation => self.neuron.b * (v + 65.0),
        }
    }

    /// The row of a step that ended in `state`, and the reset if it `spiked`.
    #[inline(always)]
    fn row(&self, state: &mut State, spiked: bool) -> Row {
        if spiked {
            let v = self.neuron.shown(state.v);
            // An overflow is no spike: without a reset it is seen for what it is.
            if state.is_finite() {
                *state = self.neuron.reset(*state);
            }
            Row { v, u: state.u, spiked }
        } else {
            Row { v: self.neuron.shown(state.v), u: state.u, spiked }
        }
    }
}

/// The scheme of the 2004 figure: see [`super::Scheme::Paper`].
pub struct Paper;

impl FixedStep for Paper {
    #[inline(always)]
    fn update(kernel: &Kernel, state: &mut State, current: f64) -> Row {
        state.v += kernel.dt_ms * kernel.v_rate(state.v, state.u, current);
        state.u += kernel.dt_a * kernel.u_drive(state.v, state.u);
        kernel.row(state, state.v > kernel.neuron.peak_mv)
    }
}

/// Forward Euler: see [`super::Scheme::Euler`].
pub struct Euler;

impl FixedStep for Euler {
    #[inline(always)]
    fn update(kernel: &Kernel, state: &mut State, current: f64) -> Row {
        let old = *state;
        state.v += kernel.dt_ms * kernel.v_rate(old.v, old.u, current);
        state.u += kernel.dt_a * kernel.u_drive(old.v, old.u);
        kernel.row(state, state.v >= kernel.neuron.peak_mv)
    }
}

/// The scheme of the 2003 network: see [`super::Scheme::Izh2003`].
pub struct Izh2003;

impl FixedStep for Izh2003 {
    #[inline(always)]
    fn update(kernel: &Kernel, state: &mut State, current: f64) -> Row {
        let spiked = state.v >= kernel.neuron.peak_mv;
        if spiked {
            *state = kernel.neuron.reset(*state);
        }
        state.v += kernel.half_dt_ms * kernel.v_rate(state.v, state.u, current);
        state.v += kernel.half_dt_ms * kernel.v_rate(state.v, state.u, current);
        state.u += kernel.dt_a * kernel.u_drive(state.v, state.u);
        Row { v: kernel.neuron.shown(state.v), u: state.u, spiked }
    }
}
