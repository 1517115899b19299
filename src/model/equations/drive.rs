//! The drive of the recovery variable.

/// The side of [`Equations::switch_mv`](super::Equations::switch_mv) on which a potential lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At or below the switch.
    Below,
    /// Above the switch.
    Above,
}

/// The drive of the recovery variable on one side of the switch:
/// `u' = a (gain (v - reference)^n - leak u)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Factor of the power (pA/mV^n in the forms with units).
    pub gain: f64,
    /// Potential at which the drive is 0 (mV).
    pub reference_mv: f64,
    /// 1 if u decays, 0 if u only integrates the drive.
    pub leak: f64,
    /// Whether the exponent n is 3; otherwise it is 1.
    pub cubic: bool,
}

impl Drive {
    /// A drive with the exponent 1.
    pub(super) const fn linear(gain: f64, reference_mv: f64, leak: f64) -> Self {
        Self { gain, reference_mv, leak, cubic: false }
    }

    /// `gain (v - reference)^n` at the potential `v` (mV).
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
