//! What the recovery variable follows.

/// On which side of [`Equations::switch_mv`](super::Equations::switch_mv) a neuron is.
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

impl Drive {
    /// A drive by the first power of the potential.
    pub(super) const fn linear(gain: f64, reference_mv: f64, leak: f64) -> Self {
        Self { gain, reference_mv, leak, cubic: false }
    }

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
