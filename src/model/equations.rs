//! The right-hand sides: which polynomial drives the membrane potential, and what the recovery
//! variable follows.

/// Which right-hand side the neuron has.
///
/// The first three are dimensionless, `v' = 0.04 v^2 + k1 v + k0 - u + I` (Izhikevich, IEEE Trans.
/// Neural Networks 14 (2003) 1569 and 15 (2004) 1063; three panels of the 2004 figure differ from
/// the rest). The last has real units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Equations {
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a (b v - u)`.
    Standard,
    /// `v' = 0.04 v^2 + 4.1 v + 108 - u + I`, `u' = a (b v - u)`: class 1 excitability and the integrator.
    Class1,
    /// `v' = 0.04 v^2 + 5 v + 140 - u + I`, `u' = a b (v + 65)`: accommodation.
    Accommodation,
    /// `C v' = k (v - vr)(v - vt) - u + I`: the form of 2007.
    Membrane(Membrane),
}

/// The form with a capacitance and currents in pA (Izhikevich, Dynamical Systems in Neuroscience,
/// MIT Press 2007, ch. 8): `C v' = k (v - vr)(v - vt) - u + I`, `u' = a (b (v - vr) - u)`, and at
/// the peak `v <- c`, `u <- u + d`, with what single types change about that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membrane {
    /// Membrane capacitance C (pF), above 0.
    pub capacitance_pf: f64,
    /// Steepness k of the parabola (nS/mV), above 0.
    pub k: f64,
    /// Potential vr (mV) that the recovery variable follows; the resting potential if it lies below vt.
    pub vr_mv: f64,
    /// Potential vt (mV) at which the parabola is 0 as it is at vr; the instantaneous threshold if it
    /// lies above vr.
    pub vt_mv: f64,
    /// What the recovery variable follows.
    pub recovery: Recovery,
    /// Change of the peak with the recovery variable (mV/pA).
    pub peak_per_u: f64,
    /// Change of the potential after a spike with the recovery variable (mV/pA).
    pub c_per_u: f64,
    /// What a spike can raise the recovery variable to (pA), infinite for no limit.
    pub u_max: f64,
}

/// What the recovery variable of [`Membrane`] follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recovery {
    /// `b (v - vr)` everywhere.
    Linear,
    /// `b (v - vr)` up to `vb_mv`, `b_above (v - vr)` above: thalamic neurons.
    Split {
        /// The potential at which b changes (mV).
        vb_mv: f64,
        /// b above it (nS).
        b_above: f64,
    },
    /// Nothing up to `vb_mv`, `b (v - vb)^3` above: fast spiking.
    Cubic {
        /// The potential at which the cube begins (mV).
        vb_mv: f64,
    },
}

/// On which side of [`Recovery`]'s potential a neuron is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At or below it.
    Below,
    /// Above it.
    Above,
}

/// What the recovery variable follows on one side: `u' = a (gain (v - reference)^n - leak u)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Factor of the potential.
    pub gain: f64,
    /// The potential at which there is no drive (mV).
    pub reference_mv: f64,
    /// 1 where u decays, 0 where it only integrates.
    pub leak: f64,
    /// Whether the third power of the potential counts and not the first.
    pub cubic: bool,
}

impl Equations {
    /// Coefficient of `v^2` in the dimensionless forms, in 1/(mV ms).
    pub const QUADRATIC: f64 = 0.04;

    /// Coefficient of `v` in the dimensionless forms (1/ms); 0 for the other.
    #[must_use]
    pub fn linear(self) -> f64 {
        match self {
            Self::Standard | Self::Accommodation => 5.0,
            Self::Class1 => 4.1,
            Self::Membrane(_) => 0.0,
        }
    }

    /// Constant term of the dimensionless forms (mV/ms); 0 for the other.
    #[must_use]
    pub fn constant(self) -> f64 {
        match self {
            Self::Standard | Self::Accommodation => 140.0,
            Self::Class1 => 108.0,
            Self::Membrane(_) => 0.0,
        }
    }

    /// The polynomial in `C v' = q2 v^2 + q1 v + q0 - u + I`, lowest power first.
    #[must_use]
    pub fn polynomial(self) -> [f64; 3] {
        match self {
            Self::Membrane(Membrane { k, vr_mv, vt_mv, .. }) => {
                [k * vr_mv * vt_mv, -k * (vr_mv + vt_mv), k]
            }
            _ => [self.constant(), self.linear(), Self::QUADRATIC],
        }
    }

    /// The capacitance C in `C v' = ..`: in pF, or 1 where there are no units.
    #[must_use]
    pub fn capacitance(self) -> f64 {
        match self {
            Self::Membrane(membrane) => membrane.capacitance_pf,
            _ => 1.0,
        }
    }

    /// The right-hand side of `v'` as people write it.
    #[must_use]
    pub fn v_formula(self) -> &'static str {
        match self {
            Self::Standard | Self::Accommodation => "0.04v\u{b2}+5v+140-u+I",
            Self::Class1 => "0.04v\u{b2}+4.1v+108-u+I",
            Self::Membrane(_) => "k(v-vr)(v-vt)-u+I",
        }
    }

    /// The unit of currents and of the recovery variable, where they have one.
    #[must_use]
    pub fn current_unit(self) -> Option<&'static str> {
        matches!(self, Self::Membrane(_)).then_some("pA")
    }

    /// The potential (mV) at which the drive of the recovery variable changes, if it does.
    #[must_use]
    pub fn switch_mv(self) -> Option<f64> {
        match self {
            Self::Membrane(membrane) => match membrane.recovery {
                Recovery::Linear => None,
                Recovery::Split { vb_mv, .. } | Recovery::Cubic { vb_mv } => Some(vb_mv),
            },
            _ => None,
        }
    }

    /// What the recovery variable follows on one side, for a neuron with sensitivity `b`.
    #[must_use]
    pub fn drive(self, b: f64, side: Side) -> Drive {
        let linear = |gain, reference_mv, leak| Drive { gain, reference_mv, leak, cubic: false };
        match self {
            Self::Standard | Self::Class1 => linear(b, 0.0, 1.0),
            Self::Accommodation => linear(b, Self::ACCOMMODATION_MV, 0.0),
            Self::Membrane(Membrane { vr_mv, recovery, .. }) => match (recovery, side) {
                (Recovery::Split { b_above, .. }, Side::Above) => linear(b_above, vr_mv, 1.0),
                (Recovery::Linear | Recovery::Split { .. }, _) => linear(b, vr_mv, 1.0),
                (Recovery::Cubic { .. }, Side::Below) => linear(0.0, vr_mv, 1.0),
                (Recovery::Cubic { vb_mv }, Side::Above) => {
                    Drive { gain: b, reference_mv: vb_mv, leak: 1.0, cubic: true }
                }
            },
        }
    }

    /// The potential around which the recovery variable of accommodation integrates (mV).
    pub const ACCOMMODATION_MV: f64 = -65.0;
}

impl Drive {
    /// What pushes `u` up at the potential `v` (mV).
    #[inline]
    #[must_use]
    pub fn push(&self, v: f64) -> f64 {
        let x = v - self.reference_mv;
        self.gain * if self.cubic { (x * x) * x } else { x }
    }

    /// `u'/a` at `v` (mV) and `u`.
    #[inline]
    #[must_use]
    pub fn rate(&self, v: f64, u: f64) -> f64 {
        self.push(v) - self.leak * u
    }

    /// Derivative of [`Self::push`] by `v`.
    #[inline]
    #[must_use]
    pub fn slope(&self, v: f64) -> f64 {
        let x = v - self.reference_mv;
        if self.cubic { 3.0 * self.gain * (x * x) } else { self.gain }
    }
}
