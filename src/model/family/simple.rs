//! The dimensionless neurons of 2003 and 2004: parameters and published schemes.

use super::common::{A, B, C, D, PEAK};
use super::definition::Family;
use super::stepped::{Form, Rule};
use crate::model::equations::{Equations, Side};
use crate::model::fixed::{Kernel, Outcome};
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
    linear: f64,
    constant: f64,
}

impl Parabola {
    #[inline(always)]
    fn v_rate(&self, v: f64, u: f64, current: f64) -> f64 {
        (((Equations::QUADRATIC * (v * v) + self.linear * v) + self.constant) - u) + current
    }
}

impl Form for Parabola {
    #[inline(always)]
    fn of(neuron: &Neuron) -> Option<Self> {
        let [constant, linear, _] = neuron.equations.polynomial(Side::Below);
        Some(Self { linear, constant })
    }

    #[inline(always)]
    fn with_recovery(self, _: &Neuron) -> Self {
        self
    }
}

/// `u'/a`.
#[inline(always)]
fn u_drive(neuron: &Neuron, v: f64, u: f64) -> f64 {
    match neuron.equations {
        Equations::Accommodation => neuron.b * (v - Equations::ACCOMMODATION_MV),
        _ => neuron.b * v - u,
    }
}

/// The scheme of the 2004 figure: see [`Scheme::Paper`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper;

impl Rule for Paper {
    type Form = Parabola;

    #[inline(always)]
    fn update(kernel: &Kernel, parabola: &Parabola, state: State, current: f64) -> Outcome {
        let v = state.v + kernel.dt_ms * parabola.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * u_drive(&kernel.neuron, v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(neuron: &Neuron, updated: State) -> bool {
        updated.v > neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(neuron: &Neuron, updated: State) -> bool {
        updated.v <= neuron.peak_mv
    }
}

/// Forward Euler: see [`Scheme::Euler`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Euler;

impl Rule for Euler {
    type Form = Parabola;

    #[inline(always)]
    fn update(kernel: &Kernel, parabola: &Parabola, state: State, current: f64) -> Outcome {
        let v = state.v + kernel.dt_ms * parabola.v_rate(state.v, state.u, current);
        let u = state.u + kernel.dt_a * u_drive(&kernel.neuron, state.v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }
}

/// The scheme of the 2003 network: see [`Scheme::Izh2003`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Izh2003;

impl Rule for Izh2003 {
    type Form = Parabola;

    const RESETS_LATE: bool = true;

    #[inline(always)]
    fn update(kernel: &Kernel, parabola: &Parabola, state: State, current: f64) -> Outcome {
        let State { mut v, mut u } = state;
        v += kernel.half_dt_ms * parabola.v_rate(v, u, current);
        let lowest_mv = if v < state.v { v } else { state.v };
        v += kernel.half_dt_ms * parabola.v_rate(v, u, current);
        u += kernel.dt_a * u_drive(&kernel.neuron, v, u);
        Outcome { state: State { v, u }, lowest_mv }
    }
}
