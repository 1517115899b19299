//! The fixed-step schemes, operation by operation as published.
//!
//! The order of operations decides the last bits: `v*v` is a product, sums run from the left.
//! Every scheme is free of branches that depend on the state, so that many neurons can be carried
//! side by side with the same bits as one alone.

use super::equations::Side;
use super::{Equations, Membrane, Neuron, Scheme, State};

/// A neuron under a fixed-step scheme, for one length of step.
pub trait FixedStep: Copy {
    /// The neuron that is carried.
    fn neuron(&self) -> &Neuron;

    /// Carries `state` over one step under `current`: where it then is, before any reset of
    /// [`Self::after`], and whether a spike carries this step's label.
    fn step(&self, state: State, current: f64) -> (State, bool);

    /// What the next step starts from.
    #[inline(always)]
    fn after(&self, state: State, spiked: bool) -> State {
        let reset = self.neuron().reset(state);
        State {
            v: if spiked { reset.v } else { state.v },
            u: if spiked { reset.u } else { state.u },
        }
    }
}

/// Something done with a neuron under whichever fixed-step scheme it is to be.
pub trait WithScheme {
    /// What comes of it.
    type Output;

    /// Does it.
    fn with<F: FixedStep>(self, scheme: F) -> Self::Output;
}

/// Does `task` with `neuron` under `scheme`; hands it back for the exact scheme, which has no
/// fixed step.
///
/// # Errors
/// The task, if the scheme is [`Scheme::Exact`].
#[inline]
pub fn with_scheme<T: WithScheme>(
    scheme: Scheme,
    neuron: &Neuron,
    steps_per_ms: u32,
    task: T,
) -> Result<T::Output, T> {
    let kernel = Kernel::new(neuron, steps_per_ms);
    match (scheme, neuron.equations) {
        (Scheme::Exact, _) => Err(task),
        // The only fixed-step scheme of this form: a neuron under another is never let in.
        (_, Equations::Membrane(membrane)) => Ok(task.with(EulerMembrane { kernel, membrane })),
        (Scheme::Paper, _) => Ok(task.with(Paper(kernel))),
        (Scheme::Euler, _) => Ok(task.with(Euler(kernel))),
        (Scheme::Izh2003, _) => Ok(task.with(Izh2003(kernel))),
    }
}

/// A neuron's parameters as a fixed-step scheme needs them.
#[derive(Clone, Copy, Debug)]
struct Kernel {
    neuron: Neuron,
    linear: f64,
    constant: f64,
    dt_ms: f64,
    half_dt_ms: f64,
    dt_a: f64,
}

impl Kernel {
    fn new(neuron: &Neuron, steps_per_ms: u32) -> Self {
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
            Equations::Accommodation => self.neuron.b * (v - Equations::ACCOMMODATION_MV),
            _ => self.neuron.b * v - u,
        }
    }
}

/// The scheme of the 2004 figure: see [`Scheme::Paper`].
#[derive(Clone, Copy, Debug)]
struct Paper(Kernel);

impl FixedStep for Paper {
    #[inline(always)]
    fn neuron(&self) -> &Neuron {
        &self.0.neuron
    }

    #[inline(always)]
    fn step(&self, state: State, current: f64) -> (State, bool) {
        let Self(kernel) = self;
        let v = state.v + kernel.dt_ms * kernel.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * kernel.u_drive(v, state.u);
        (State { v, u }, v > kernel.neuron.peak_mv)
    }
}

/// Forward Euler: see [`Scheme::Euler`].
#[derive(Clone, Copy, Debug)]
struct Euler(Kernel);

impl FixedStep for Euler {
    #[inline(always)]
    fn neuron(&self) -> &Neuron {
        &self.0.neuron
    }

    #[inline(always)]
    fn step(&self, state: State, current: f64) -> (State, bool) {
        let Self(kernel) = self;
        let v = state.v + kernel.dt_ms * kernel.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * kernel.u_drive(state.v, state.u);
        (State { v, u }, v >= kernel.neuron.peak_mv)
    }
}

/// The scheme of the 2003 network: see [`Scheme::Izh2003`].
#[derive(Clone, Copy, Debug)]
struct Izh2003(Kernel);

impl FixedStep for Izh2003 {
    #[inline(always)]
    fn neuron(&self) -> &Neuron {
        &self.0.neuron
    }

    /// The reset comes first, so nothing is left to be done after the step.
    #[inline(always)]
    fn step(&self, state: State, current: f64) -> (State, bool) {
        let Self(kernel) = self;
        let spiked = state.v >= kernel.neuron.peak_mv;
        let reset = kernel.neuron.reset(state);
        let mut v = if spiked { reset.v } else { state.v };
        let mut u = if spiked { reset.u } else { state.u };
        v += kernel.half_dt_ms * kernel.v_rate(v, u, current);
        v += kernel.half_dt_ms * kernel.v_rate(v, u, current);
        u += kernel.dt_a * kernel.u_drive(v, u);
        (State { v, u }, spiked)
    }

    #[inline(always)]
    fn after(&self, state: State, _: bool) -> State {
        state
    }
}

/// Forward Euler of the form of 2007, as in the scripts published with it: which drive of `u`
/// holds is decided by the new `v`, and where the peak depends on `u` it has to be passed.
#[derive(Clone, Copy, Debug)]
struct EulerMembrane {
    kernel: Kernel,
    membrane: Membrane,
}

impl FixedStep for EulerMembrane {
    #[inline(always)]
    fn neuron(&self) -> &Neuron {
        &self.kernel.neuron
    }

    #[inline(always)]
    fn step(&self, state: State, current: f64) -> (State, bool) {
        let Self { kernel, membrane } = self;
        let Membrane { k, vr_mv, vt_mv, capacitance_pf, peak_per_u, .. } = *membrane;
        let neuron = &kernel.neuron;
        let inward = ((k * (state.v - vr_mv)) * (state.v - vt_mv) - state.u) + current;
        let v = state.v + (kernel.dt_ms * inward) / capacitance_pf;
        let above = neuron.equations.switch_mv().is_some_and(|switch_mv| v > switch_mv);
        let side = if above { Side::Above } else { Side::Below };
        let drive = neuron.equations.drive(neuron.b, side);
        let u = state.u + kernel.dt_a * drive.rate(state.v, state.u);
        let peak_mv = neuron.peak_mv_at(u);
        let spiked = if peak_per_u == 0.0 { v >= peak_mv } else { v > peak_mv };
        (State { v, u }, spiked)
    }
}
