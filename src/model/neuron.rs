//! The two-variable neuron of Izhikevich (IEEE Trans. Neural Networks 14 (2003) 1569).

use serde::{Deserialize, Serialize};

/// Which right-hand side the neuron has.
///
/// All are `v' = 0.04 v^2 + k1 v + k0 - u + I`; three panels of the 2004 figure differ from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Equations {
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a (b v - u)`.
    Standard,
    /// `v' = 0.04 v^2 + 4.1 v + 108 - u + I`, `u' = a (b v - u)`: class 1 excitability and the integrator.
    #[serde(rename = "class-1")]
    Class1,
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a b (v + 65)`: accommodation.
    Accommodation,
}

impl Equations {
    /// Coefficient of `v^2`, common to all variants, in 1/(mV ms).
    pub const QUADRATIC: f64 = 0.04;

    /// Coefficient of `v` (1/ms).
    #[must_use]
    pub fn linear(self) -> f64 {
        match self {
            Self::Standard | Self::Accommodation => 5.0,
            Self::Class1 => 4.1,
        }
    }

    /// Constant term (mV/ms).
    #[must_use]
    pub fn constant(self) -> f64 {
        match self {
            Self::Standard | Self::Accommodation => 140.0,
            Self::Class1 => 108.0,
        }
    }

    /// The right-hand side of `v'` as people write it.
    #[must_use]
    pub fn v_formula(self) -> &'static str {
        match self {
            Self::Standard | Self::Accommodation => "0.04v\u{b2}+5v+140-u+I",
            Self::Class1 => "0.04v\u{b2}+4.1v+108-u+I",
        }
    }
}

/// Parameters of one neuron, all dimensionless but for the two potentials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuron {
    /// The right-hand side.
    pub equations: Equations,
    /// Rate of recovery (1/ms).
    pub a: f64,
    /// Sensitivity of recovery to the membrane potential.
    pub b: f64,
    /// Membrane potential after a spike (mV).
    pub c_mv: f64,
    /// What a spike adds to the recovery variable.
    pub d: f64,
    /// Membrane potential at which a spike is cut off (mV).
    pub peak_mv: f64,
}

impl Neuron {
    /// Peak of every published neuron of the dimensionless form (mV).
    pub const PEAK_MV: f64 = 30.0;

    /// What a spike does to the state.
    #[inline]
    #[must_use]
    pub fn reset(&self, state: State) -> State {
        State { v: self.c_mv, u: state.u + self.d }
    }

    /// The potential that a recording shows: spikes are cut off at the peak.
    #[inline]
    #[must_use]
    pub fn shown(&self, v: f64) -> f64 {
        if v > self.peak_mv { self.peak_mv } else { v }
    }
}

/// The two variables of a neuron at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Membrane potential (mV).
    pub v: f64,
    /// Recovery variable (dimensionless, the current that pulls `v` down).
    pub u: f64,
}

impl State {
    /// Whether both variables are finite numbers.
    #[inline]
    #[must_use]
    pub fn is_finite(&self) -> bool {
        // One comparison each: infinities fail it, and so does NaN.
        self.v.abs() <= f64::MAX && self.u.abs() <= f64::MAX
    }
}
