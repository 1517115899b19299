//! The dimensionless neurons of 2003 and 2004: their parameters, and the schemes published with them.

use super::common::{A, B, C, D, PEAK};
use super::definition::Family;
use crate::model::equations::{Equations, Side};
use crate::model::fixed::{FixedStep, Kernel, Outcome};
use crate::model::parameter::{Parameter, Presence};
use crate::model::{Neuron, Scheme, State};

const PARAMETERS: &[Parameter] = &[A, B, C, D, PEAK.present(Presence::Usual(Neuron::PEAK_MV))];

pub(super) const STANDARD: Family = Family {
    name: "standard",
    recovery: None,
    blank: Equations::Standard,
    v_formula: "0.04v\u{b2}+5v+140-u+I",
    current_unit: None,
    schemes: &Scheme::ALL,
    parameters: PARAMETERS,
};

pub(super) const CLASS_1: Family = Family {
    name: "class-1",
    blank: Equations::Class1,
    v_formula: "0.04v\u{b2}+4.1v+108-u+I",
    ..STANDARD
};

pub(super) const ACCOMMODATION: Family =
    Family { name: "accommodation", blank: Equations::Accommodation, ..STANDARD };

/// The right-hand side of the dimensionless neurons.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parabola {
    kernel: Kernel,
    linear: f64,
    constant: f64,
}

impl Parabola {
    #[inline]
    pub(super) fn new(kernel: Kernel) -> Self {
        let [constant, linear, _] = kernel.neuron.equations.polynomial(Side::Below);
        Self { kernel, linear, constant }
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self { kernel: self.kernel.varied(a, b), ..self }
    }

    #[inline(always)]
    fn v_rate(&self, v: f64, u: f64, current: f64) -> f64 {
        (((Equations::QUADRATIC * (v * v) + self.linear * v) + self.constant) - u) + current
    }

    #[inline(always)]
    fn u_drive(&self, v: f64, u: f64) -> f64 {
        match self.kernel.neuron.equations {
            Equations::Accommodation => self.kernel.neuron.b * (v - Equations::ACCOMMODATION_MV),
            _ => self.kernel.neuron.b * v - u,
        }
    }
}

/// The scheme of the 2004 figure: see [`Scheme::Paper`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper(pub(super) Parabola);

impl FixedStep for Paper {
    const RESETS_LATE: bool = false;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.kernel.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.kernel.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn with_neuron(self, neuron: &Neuron) -> Self {
        Self(Parabola::new(self.0.kernel.with_neuron(neuron)))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(parabola) = self;
        let kernel = parabola.kernel;
        let v = state.v + kernel.dt_ms * parabola.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * parabola.u_drive(v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v > self.0.kernel.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v <= self.0.kernel.neuron.peak_mv
    }
}

/// Forward Euler: see [`Scheme::Euler`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Euler(pub(super) Parabola);

impl FixedStep for Euler {
    const RESETS_LATE: bool = false;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.kernel.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.kernel.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn with_neuron(self, neuron: &Neuron) -> Self {
        Self(Parabola::new(self.0.kernel.with_neuron(neuron)))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(parabola) = self;
        let kernel = parabola.kernel;
        let v = state.v + kernel.dt_ms * parabola.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * parabola.u_drive(state.v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v >= self.0.kernel.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.0.kernel.neuron.peak_mv
    }
}

/// The scheme of the 2003 network: see [`Scheme::Izh2003`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Izh2003(pub(super) Parabola);

impl FixedStep for Izh2003 {
    const RESETS_LATE: bool = true;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.0.kernel.neuron
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.0.kernel.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        Self(self.0.varied(a, b))
    }

    #[inline(always)]
    fn with_neuron(self, neuron: &Neuron) -> Self {
        Self(Parabola::new(self.0.kernel.with_neuron(neuron)))
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self(parabola) = self;
        let kernel = parabola.kernel;
        let State { mut v, mut u } = state;
        v += kernel.half_dt_ms * parabola.v_rate(v, u, current);
        let lowest_mv = if v < state.v { v } else { state.v };
        v += kernel.half_dt_ms * parabola.v_rate(v, u, current);
        u += kernel.dt_a * parabola.u_drive(v, u);
        Outcome { state: State { v, u }, lowest_mv }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v >= self.0.kernel.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.0.kernel.neuron.peak_mv
    }
}
