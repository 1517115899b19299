//! The right-hand sides of the membrane potential and of the recovery variable.
//!
//! Every right-hand side is `C v' = q2 v^2 + q1 v + q0 - u + I` and
//! `u' = a (gain (v - reference)^n - leak u)`, with coefficients that may change at one potential
//! ([`Equations::switch_mv`]). The Taylor integrator, the phase plane and the bounds of stability
//! use only this shape, so every family of neurons of this shape works in all of them.

mod drive;
mod membrane;
mod two_slope;

pub use drive::{Drive, Side};
pub use membrane::{Membrane, Recovery};
pub use two_slope::TwoSlope;

/// The right-hand side of a neuron.
///
/// The first three are dimensionless, `v' = 0.04 v^2 + k1 v + k0 - u + I` (Izhikevich, IEEE Trans.
/// Neural Networks 14 (2003) 1569 and 15 (2004) 1063; three panels of the 2004 figure differ from
/// the rest). The others have real units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Equations {
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a (b v - u)`.
    Standard,
    /// `v' = 0.04 v^2 + 4.1 v + 108 - u + I`, `u' = a (b v - u)`: class 1 excitability and the
    /// integrator.
    Class1,
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a b (v + 65)`: accommodation.
    Accommodation,
    /// `C v' = k (v - vr)(v - vt) - u + I`: the form of 2007.
    Membrane(Membrane),
    /// The form of 2007 with a different `k` on either side of vt: cells of the hippocampus.
    TwoSlope(TwoSlope),
}

impl Equations {
    /// Coefficient of `v^2` in the dimensionless forms, in 1/(mV ms).
    pub const QUADRATIC: f64 = 0.04;

    /// Potential at which the drive of the recovery variable of accommodation is 0 (mV).
    pub const ACCOMMODATION_MV: f64 = -65.0;

    /// The polynomial in `C v' = q2 v^2 + q1 v + q0 - u + I` on one side of the switch, lowest
    /// power first.
    #[must_use]
    pub fn polynomial(self, side: Side) -> [f64; 3] {
        match self {
            Self::Standard | Self::Accommodation => [140.0, 5.0, Self::QUADRATIC],
            Self::Class1 => [108.0, 4.1, Self::QUADRATIC],
            Self::Membrane(membrane) => membrane.polynomial(),
            Self::TwoSlope(membrane) => membrane.polynomial(side),
        }
    }

    /// The capacitance C in `C v' = ..`: in pF, or 1 in the dimensionless forms.
    #[must_use]
    pub fn capacitance(self) -> f64 {
        match self {
            Self::Membrane(membrane) => membrane.capacitance_pf,
            Self::TwoSlope(membrane) => membrane.capacitance_pf,
            _ => 1.0,
        }
    }

    /// The potential (mV) at which the right-hand side changes, if it does.
    #[must_use]
    pub fn switch_mv(self) -> Option<f64> {
        match self {
            Self::Membrane(membrane) => membrane.switch_mv(),
            Self::TwoSlope(membrane) => Some(membrane.vt_mv),
            _ => None,
        }
    }

    /// The side of the switch on which the potential `v` (mV) lies; below if there is no switch.
    #[must_use]
    pub fn side(self, v: f64) -> Side {
        let above = self.switch_mv().is_some_and(|switch_mv| v > switch_mv);
        if above { Side::Above } else { Side::Below }
    }

    /// The drive of the recovery variable with sensitivity `b`, on one side of the switch.
    #[must_use]
    pub fn drive(self, b: f64, side: Side) -> Drive {
        match self {
            Self::Standard | Self::Class1 => Drive::linear(b, 0.0, 1.0),
            Self::Accommodation => Drive::linear(b, Self::ACCOMMODATION_MV, 0.0),
            Self::Membrane(membrane) => membrane.drive(b, side),
            Self::TwoSlope(membrane) => membrane.drive(b),
        }
    }

    /// The instantaneous threshold vt (mV), for equations that have this parameter.
    #[must_use]
    pub fn threshold_mv(self) -> Option<f64> {
        match self {
            Self::Membrane(membrane) => Some(membrane.vt_mv),
            Self::TwoSlope(membrane) => Some(membrane.vt_mv),
            _ => None,
        }
    }

    /// Change of the peak with the recovery variable (mV/pA).
    #[must_use]
    pub fn peak_per_u(self) -> f64 {
        match self {
            Self::Membrane(membrane) => membrane.peak_per_u,
            _ => 0.0,
        }
    }
}
