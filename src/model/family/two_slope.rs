//! The neurons with two slopes: their parameters, and the scheme published with them.

use super::common::{A, B, C, D, PEAK};
use super::definition::Family;
use crate::model::equations::{Drive, Equations, Side, TwoSlope};
use crate::model::fixed::{FixedStep, Kernel, Outcome};
use crate::model::parameter::{Parameter, Summary};
use crate::model::{Neuron, Scheme, State};

/// Where a neuron has one of the parameters of its membrane.
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
    // Published with forward Euler alone.
    schemes: &[Scheme::Euler, Scheme::Exact],
    parameters: PARAMETERS,
};

/// Forward Euler, as in the scripts published with these neurons. With equal slopes its operations are
/// those of the form of 2007.
#[derive(Clone, Copy, Debug)]
pub(super) struct EulerTwoSlope {
    kernel: Kernel,
    membrane: TwoSlope,
    drive: Drive,
}

impl EulerTwoSlope {
    #[inline(always)]
    pub(super) fn new(kernel: Kernel, membrane: TwoSlope) -> Self {
        let drive = Equations::TwoSlope(membrane).drive(kernel.neuron.b, Side::Below);
        Self { kernel, membrane, drive }
    }
}

impl FixedStep for EulerTwoSlope {
    const RESETS_LATE: bool = false;

    /// Put together anew, so that the compiler knows which equations these are.
    #[inline(always)]
    fn neuron(&self) -> Neuron {
        Neuron { equations: Equations::TwoSlope(self.membrane), ..self.kernel.neuron }
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
    fn with_neuron(self, neuron: &Neuron) -> Self {
        let membrane = match neuron.equations {
            Equations::TwoSlope(membrane) => membrane,
            _ => self.membrane,
        };
        Self::new(self.kernel.with_neuron(neuron), membrane)
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        let Self { kernel, membrane, drive } = self;
        let TwoSlope { capacitance_pf, k_low, k_high, vr_mv, vt_mv } = *membrane;
        let k = if state.v < vt_mv { k_low } else { k_high };
        let inward = ((k * (state.v - vr_mv)) * (state.v - vt_mv) - state.u) + current;
        let v = state.v + (kernel.dt_ms * inward) / capacitance_pf;
        let u = state.u + kernel.dt_a * drive.rate(state.v, state.u);
        Outcome { state: State { v, u }, lowest_mv: state.v }
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        updated.v >= self.kernel.neuron.peak_mv
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        updated.v < self.kernel.neuron.peak_mv
    }
}
