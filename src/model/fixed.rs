//! The fixed-step schemes, operation by operation as published.
//!
//! The order of operations decides the last bits: `v*v` is a product, sums run from the left.
//! Every scheme is free of branches that depend on the state, so that many neurons can be carried
//! side by side with the same bits as one alone.

use super::equations::Side;
use super::{Drive, Equations, Membrane, Neuron, Scheme, State};

/// A neuron under a fixed-step scheme, for one length of step.
pub trait FixedStep: Copy {
    /// Whether a spike's reset belongs to the step after the one whose update found it, and the
    /// spike carries that step's label.
    const RESETS_LATE: bool;

    /// The neuron that is carried.
    fn neuron(&self) -> Neuron;

    /// The same scheme for a neuron with another rate and sensitivity of recovery.
    #[must_use]
    fn varied(self, a: f64, b: f64) -> Self;

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
    let kernel = Kernel::new(neuron, scheme, steps_per_ms);
    match (scheme, neuron.equations) {
        (Scheme::Exact, _) => Err(task),
        // The only fixed-step scheme of this form: a neuron under another is never let in.
        (_, Equations::Membrane(membrane)) => Ok(task.with(EulerMembrane::new(kernel, membrane))),
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
    unstable_below_mv: f64,
}

impl Kernel {
    #[inline]
    fn new(neuron: &Neuron, scheme: Scheme, steps_per_ms: u32) -> Self {
        let unstable_below_mv = neuron.unstable_below_mv(scheme, steps_per_ms);
        let dt_ms = 1.0 / f64::from(steps_per_ms);
        Self {
            neuron: *neuron,
            linear: neuron.equations.linear(),
            constant: neuron.equations.constant(),
            dt_ms,
            half_dt_ms: 0.5 * dt_ms,
            dt_a: dt_ms * neuron.a,
            unstable_below_mv: unstable_below_mv.unwrap_or(f64::NEG_INFINITY),
        }
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self { neuron: Neuron { a, b, ..self.neuron }, dt_a: self.dt_ms * a, ..self }
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
    const RESETS_LATE: bool = false;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(kernel) = self;
        let v = state.v + kernel.dt_ms * kernel.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * kernel.u_drive(v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v > self.0.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v <= self.0.neuron.peak_mv
    }
}

/// Forward Euler: see [`Scheme::Euler`].
#[derive(Clone, Copy, Debug)]
struct Euler(Kernel);

impl FixedStep for Euler {
    const RESETS_LATE: bool = false;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(kernel) = self;
        let v = state.v + kernel.dt_ms * kernel.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * kernel.u_drive(state.v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v >= self.0.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.0.neuron.peak_mv
    }
}

/// The scheme of the 2003 network: see [`Scheme::Izh2003`].
#[derive(Clone, Copy, Debug)]
struct Izh2003(Kernel);

impl FixedStep for Izh2003 {
    const RESETS_LATE: bool = true;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(kernel) = self;
        let State { mut v, mut u } = state;
        v += kernel.half_dt_ms * kernel.v_rate(v, u, current);
        let lowest_mv = if v < state.v { v } else { state.v };
        v += kernel.half_dt_ms * kernel.v_rate(v, u, current);
        u += kernel.dt_a * kernel.u_drive(v, u);
        Outcome { state: State { v, u }, lowest_mv }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v >= self.0.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.0.neuron.peak_mv
    }
}

/// Forward Euler of the form of 2007, as in the scripts published with it: which drive of `u`
/// holds is decided by the new `v`, and where the peak depends on `u` it has to be passed.
#[derive(Clone, Copy, Debug)]
struct EulerMembrane {
    kernel: Kernel,
    membrane: Membrane,
    below: Drive,
    above: Drive,
    /// Potential above which `above` holds (mV), infinite where nothing changes.
    switch_mv: f64,
}

impl EulerMembrane {
    #[inline(always)]
    fn new(kernel: Kernel, membrane: Membrane) -> Self {
        let Neuron { equations, b, .. } = kernel.neuron;
        Self {
            kernel,
            membrane,
            below: equations.drive(b, Side::Below),
            above: equations.drive(b, Side::Above),
            switch_mv: equations.switch_mv().unwrap_or(f64::INFINITY),
        }
    }
}

impl FixedStep for EulerMembrane {
    const RESETS_LATE: bool = false;

    /// Put together anew, so that the compiler knows which equations these are.
    #[inline(always)]
    fn neuron(&self) -> Neuron {
        Neuron { equations: Equations::Membrane(self.membrane), ..self.kernel.neuron }
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.kernel.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self::new(self.kernel.varied(a, b), self.membrane)
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self { kernel, membrane, below, above, switch_mv } = self;
        let Membrane { k, vr_mv, vt_mv, capacitance_pf, .. } = *membrane;
        let inward = ((k * (state.v - vr_mv)) * (state.v - vt_mv) - state.u) + current;
        let v = state.v + (kernel.dt_ms * inward) / capacitance_pf;
        let rates = [below.rate(state.v, state.u), above.rate(state.v, state.u)];
        let u = state.u + kernel.dt_a * if v > *switch_mv { rates[1] } else { rates[0] };
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        let peak_mv = self.neuron().peak_mv_at(updated.u);
        if self.membrane.peak_per_u == 0.0 { updated.v >= peak_mv } else { updated.v > peak_mv }
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.neuron().peak_mv_at(updated.u)
    }
}
