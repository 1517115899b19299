//! The two-variable neuron of Izhikevich (IEEE Trans. Neural Networks 14 (2003) 1569).

use serde::{Deserialize, Serialize};

use super::equations::{Drive, Equations};

/// Parameters of one neuron. In the dimensionless forms only the two potentials have a unit; the
/// other forms have the units of [`super::Membrane`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuron {
    /// The right-hand side of the differential equations.
    pub equations: Equations,
    /// Rate of recovery (1/ms).
    pub a: f64,
    /// Sensitivity of recovery to the membrane potential (nS in the form of 2007).
    pub b: f64,
    /// Membrane potential after a spike (mV).
    pub c_mv: f64,
    /// Increment of the recovery variable at a spike (pA in the form of 2007).
    pub d: f64,
    /// Membrane potential at which a spike is cut off (mV).
    pub peak_mv: f64,
}

impl Neuron {
    /// Peak of every published neuron with dimensionless equations (mV).
    pub const PEAK_MV: f64 = 30.0;

    /// The state after a spike in `state`.
    #[inline(always)]
    #[must_use]
    pub fn reset(&self, state: State) -> State {
        match self.equations {
            Equations::Membrane(membrane) => {
                let u = state.u + self.d;
                State {
                    v: self.c_mv + membrane.c_per_u * state.u,
                    u: if u < membrane.u_max { u } else { membrane.u_max },
                }
            }
            _ => State { v: self.c_mv, u: state.u + self.d },
        }
    }

    /// The potential at which a spike is cut off with the recovery variable at `u` (mV).
    #[inline(always)]
    #[must_use]
    pub fn peak_mv_at(&self, u: f64) -> f64 {
        match self.equations {
            Equations::Membrane(membrane) => self.peak_mv + membrane.peak_per_u * u,
            _ => self.peak_mv,
        }
    }

    /// The membrane potential as recorded (mV): `state.v`, cut off at the peak.
    #[inline(always)]
    #[must_use]
    pub fn shown(&self, state: State) -> f64 {
        let peak_mv = self.peak_mv_at(state.u);
        if state.v > peak_mv { peak_mv } else { state.v }
    }

    /// `v'` (mV/ms) at `state` under `current`.
    #[must_use]
    pub fn v_rate(&self, state: State, current: f64) -> f64 {
        (self.parabola(state.v) - state.u + current) / self.equations.capacitance()
    }

    /// `u'` (1/ms) at `state`.
    #[must_use]
    pub fn u_rate(&self, state: State) -> f64 {
        self.a * self.drive(state.v).rate(state.v, state.u)
    }

    /// The parabola `p(v)` in `C v' = p(v) - u + I`: the v nullcline at `I = 0`.
    #[must_use]
    pub fn parabola(&self, v: f64) -> f64 {
        let [constant, linear, quadratic] = self.equations.polynomial(self.equations.side(v));
        (quadratic * v + linear) * v + constant
    }

    /// The drive of the recovery variable at the potential `v` (mV).
    #[must_use]
    pub fn drive(&self, v: f64) -> Drive {
        self.equations.drive(self.b, self.equations.side(v))
    }
}

/// The two variables of a neuron at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Membrane potential (mV).
    pub v: f64,
    /// Recovery variable: an outward current that lowers `v` (pA in the form of 2007).
    pub u: f64,
}

impl State {
    /// Whether both variables are finite numbers.
    #[inline(always)]
    #[must_use]
    pub fn is_finite(&self) -> bool {
        // One comparison each rejects infinities and NaN.
        self.v.abs() <= f64::MAX && self.u.abs() <= f64::MAX
    }
}
