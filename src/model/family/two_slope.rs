//! The neurons with two slopes (Ferguson et al. 2013, 2014): parameters and published scheme.

use super::common::{A, B, C, D, PEAK};
use super::definition::Family;
use super::stepped::{Form, Rule};
use crate::model::equations::{Drive, Equations, TwoSlope};
use crate::model::fixed::{Kernel, Outcome};
use crate::model::parameter::{Parameter, Summary};
use crate::model::{Neuron, Scheme, State};

/// Finds the field of a parameter in a neuron's [`TwoSlope`].
macro_rules! place {
    ($field:ident) => {
        |neuron| match &mut neuron.equations {
            Equations::TwoSlope(membrane) => Some(&mut membrane.$field),
            _ => None,
        }
    };
}

const PARAMETERS: &[Parameter] = &[
    Parameter::new("C", "pF", "membrane capacitance", place!(capacitance_pf)).above_0(),
    Parameter::new("k_low", "nS/mV", "steepness of the parabola below vt", place!(k_low))
        .above_0()
        .by(0.001)
        .shown(Summary::Named("k")),
    Parameter::new("k_high", "nS/mV", "steepness of the parabola from vt on", place!(k_high))
        .above_0()
        .by(0.001)
        .shown(Summary::Joined),
    Parameter::new("vr", "mV", "resting potential", place!(vr_mv)),
    Parameter::new("vt", "mV", "instantaneous threshold", place!(vt_mv)),
    A,
    B.in_unit("nS"),
    C,
    D.in_unit("pA"),
    PEAK,
];

pub(super) const FAMILY: Family = Family {
    name: "two-slope",
    recovery: None,
    blank: Equations::TwoSlope(TwoSlope {
        capacitance_pf: f64::NAN,
        k_low: f64::NAN,
        k_high: f64::NAN,
        vr_mv: f64::NAN,
        vt_mv: f64::NAN,
    }),
    v_formula: "k(v-vr)(v-vt)-u+I",
    current_unit: Some("pA"),
    // Forward Euler is the only published scheme.
    schemes: &[Scheme::Euler, Scheme::Exact],
    parameters: PARAMETERS,
};

/// A membrane with the drive of its recovery variable.
#[derive(Clone, Copy, Debug)]
pub(super) struct Driven {
    membrane: TwoSlope,
    drive: Drive,
}

impl Form for Driven {
    #[inline(always)]
    fn of(neuron: &Neuron) -> Option<Self> {
        let Equations::TwoSlope(membrane) = neuron.equations else { return None };
        Some(Self { membrane, drive: membrane.drive(neuron.b) })
    }

    #[inline(always)]
    fn known(&self, neuron: Neuron) -> Neuron {
        Neuron { equations: Equations::TwoSlope(self.membrane), ..neuron }
    }
}

/// Forward Euler, as in the published scripts. With equal slopes the operations are those of the
/// form of 2007.
#[derive(Clone, Copy, Debug)]
pub(super) struct EulerTwoSlope;

impl Rule for EulerTwoSlope {
    type Form = Driven;

    #[inline(always)]
    fn update(kernel: &Kernel, form: &Driven, state: State, current: f64) -> Outcome {
        let Driven { membrane, drive } = form;
        let TwoSlope { capacitance_pf, k_low, k_high, vr_mv, vt_mv } = *membrane;
        let k = if state.v < vt_mv { k_low } else { k_high };
        let inward = ((k * (state.v - vr_mv)) * (state.v - vt_mv) - state.u) + current;
        let v = state.v + (kernel.dt_ms * inward) / capacitance_pf;
        let u = state.u + kernel.dt_a * drive.rate(state.v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }
}
