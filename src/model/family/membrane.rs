//! The neurons of 2007, see [`Membrane`]: parameters and scheme.

use super::common::{A, B, C, D, PEAK};
use super::definition::Family;
use super::stepped::{Form, Rule};
use crate::model::equations::{Drive, Equations, Membrane, Recovery, Side};
use crate::model::fixed::{Kernel, Outcome};
use crate::model::parameter::{Parameter, Presence, Summary};
use crate::model::{Neuron, Scheme, State};

/// Finds the field of a parameter in a neuron's [`Membrane`].
macro_rules! place {
    ($place:expr) => {
        |neuron| match &mut neuron.equations {
            Equations::Membrane(membrane) => {
                let place: fn(&mut Membrane) -> Option<&mut f64> = $place;
                place(membrane)
            }
            _ => None,
        }
    };
}

const CAPACITANCE: Parameter =
    Parameter::new("C", "pF", "membrane capacitance", place!(|m| Some(&mut m.capacitance_pf)))
        .above_0();

const K: Parameter =
    Parameter::new("k", "nS/mV", "steepness of the parabola", place!(|m| Some(&mut m.k)))
        .above_0()
        .by(0.001);

const VR: Parameter =
    Parameter::new("vr", "mV", "resting potential", place!(|m| Some(&mut m.vr_mv)));

const VT: Parameter =
    Parameter::new("vt", "mV", "instantaneous threshold", place!(|m| Some(&mut m.vt_mv)));

const B_PA: Parameter = B.in_unit("nS");
const D_PA: Parameter = D.in_unit("pA");

const VB: Parameter = Parameter::new(
    "vb",
    "mV",
    "potential at which the drive of the recovery variable changes",
    place!(|m| match &mut m.recovery {
        Recovery::Split { vb_mv, .. } | Recovery::Cubic { vb_mv } => Some(vb_mv),
        Recovery::Linear => None,
    }),
)
.listed_after("b")
.shown(Summary::Hidden);

const B_ABOVE: Parameter = Parameter::new(
    "b_above",
    "nS",
    "sensitivity of recovery above vb",
    place!(|m| match &mut m.recovery {
        Recovery::Split { b_above, .. } => Some(b_above),
        _ => None,
    }),
)
.by(0.1)
.listed_after("b")
.shown(Summary::Joined);

const PEAK_PER_U: Parameter = Parameter::new(
    "peak_per_u",
    "mV/pA",
    "change of the peak with the recovery variable",
    place!(|m| Some(&mut m.peak_per_u)),
)
.present(Presence::Special(0.0))
.by(0.001)
.shown(Summary::Hidden);

const C_PER_U: Parameter = Parameter::new(
    "c_per_u",
    "mV/pA",
    "change of the potential after a spike with the recovery variable",
    place!(|m| Some(&mut m.c_per_u)),
)
.present(Presence::Special(0.0))
.by(0.001)
.shown(Summary::Hidden);

const U_MAX: Parameter = Parameter::new(
    "u_max",
    "pA",
    "what a spike can raise the recovery variable to",
    place!(|m| Some(&mut m.u_max)),
)
.present(Presence::Special(f64::INFINITY))
.shown(Summary::Hidden);

/// A membrane whose parameters are NaN, to be set.
const fn blank(recovery: Recovery) -> Equations {
    Equations::Membrane(Membrane {
        capacitance_pf: f64::NAN,
        k: f64::NAN,
        vr_mv: f64::NAN,
        vt_mv: f64::NAN,
        recovery,
        peak_per_u: f64::NAN,
        c_per_u: f64::NAN,
        u_max: f64::NAN,
    })
}

pub(super) const LINEAR: Family = Family {
    name: "2007",
    recovery: Some("linear"),
    blank: blank(Recovery::Linear),
    v_formula: "k(v-vr)(v-vt)-u+I",
    current_unit: Some("pA"),
    // Forward Euler is the only published scheme.
    schemes: &[Scheme::Euler, Scheme::Exact],
    parameters: &[CAPACITANCE, K, VR, VT, A, B_PA, C, D_PA, PEAK, PEAK_PER_U, C_PER_U, U_MAX],
};

pub(super) const SPLIT: Family = Family {
    recovery: Some("split"),
    blank: blank(Recovery::Split { vb_mv: f64::NAN, b_above: f64::NAN }),
    parameters: &[
        CAPACITANCE,
        K,
        VR,
        VT,
        A,
        B_PA,
        C,
        D_PA,
        PEAK,
        VB,
        B_ABOVE,
        PEAK_PER_U,
        C_PER_U,
        U_MAX,
    ],
    ..LINEAR
};

pub(super) const CUBIC: Family = Family {
    recovery: Some("cubic"),
    blank: blank(Recovery::Cubic { vb_mv: f64::NAN }),
    parameters: &[
        CAPACITANCE,
        K,
        VR,
        VT,
        A,
        B.in_unit("pA/mV\u{b3}"),
        C,
        D_PA,
        PEAK,
        VB,
        PEAK_PER_U,
        C_PER_U,
        U_MAX,
    ],
    ..LINEAR
};

/// The family with the recovery of `membrane`.
pub(super) const fn of(membrane: &Membrane) -> &'static Family {
    match membrane.recovery {
        Recovery::Linear => &LINEAR,
        Recovery::Split { .. } => &SPLIT,
        Recovery::Cubic { .. } => &CUBIC,
    }
}

/// A membrane with the drives of its recovery variable on both sides of the switch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Driven {
    membrane: Membrane,
    below: Drive,
    above: Drive,
    /// Potential above which `above` holds (mV); infinite without a switch.
    switch_mv: f64,
}

impl Form for Driven {
    #[inline(always)]
    fn of(neuron: &Neuron) -> Option<Self> {
        let Equations::Membrane(membrane) = neuron.equations else { return None };
        Some(Self {
            membrane,
            below: membrane.drive(neuron.b, Side::Below),
            above: membrane.drive(neuron.b, Side::Above),
            switch_mv: membrane.switch_mv().unwrap_or(f64::INFINITY),
        })
    }

    #[inline(always)]
    fn known(&self, neuron: Neuron) -> Neuron {
        Neuron { equations: Equations::Membrane(self.membrane), ..neuron }
    }
}

/// Forward Euler of the form of 2007, as in the published scripts: the new `v` decides which drive
/// of `u` holds, and a peak that depends on `u` must be exceeded, not only reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct EulerMembrane;

impl Rule for EulerMembrane {
    type Form = Driven;

    #[inline(always)]
    fn update(kernel: &Kernel, form: &Driven, state: State, current: f64) -> Outcome {
        let Driven { membrane, below, above, switch_mv } = form;
        let Membrane { k, vr_mv, vt_mv, capacitance_pf, .. } = *membrane;
        let inward = ((k * (state.v - vr_mv)) * (state.v - vt_mv) - state.u) + current;
        let v = state.v + (kernel.dt_ms * inward) / capacitance_pf;
        let rates = [below.rate(state.v, state.u), above.rate(state.v, state.u)];
        let u = state.u + kernel.dt_a * if v > *switch_mv { rates[1] } else { rates[0] };
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(neuron: &Neuron, updated: State) -> bool {
        let peak_mv = neuron.peak_mv_at(updated.u);
        let is_fixed = neuron.equations.peak_per_u() == 0.0;
        if is_fixed { updated.v >= peak_mv } else { updated.v > peak_mv }
    }

    #[inline(always)]
    fn is_calm(neuron: &Neuron, updated: State) -> bool {
        updated.v < neuron.peak_mv_at(updated.u)
    }
}
