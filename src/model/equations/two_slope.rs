//! The right-hand side with a steepness on either side of the threshold.

use super::drive::{Drive, Side};
use super::membrane::parabola;

/// The form of 2007 with one steepness below vt and another from vt on, which fits the width of
/// spikes of hippocampal cells (Ferguson et al., Front. Comput. Neurosci. 7 (2013) 144 and
/// F1000Research 3 (2014) 104): `C v' = k (v - vr)(v - vt) - u + I`, `u' = a (b (v - vr) - u)`, and
/// at the peak `v <- c`, `u <- u + d`. The parabola is 0 at vt whatever k is, so `v'` does not jump
/// there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoSlope {
    /// Membrane capacitance C (pF), above 0.
    pub capacitance_pf: f64,
    /// Steepness k below vt (nS/mV), above 0.
    pub k_low: f64,
    /// Steepness k from vt on (nS/mV), above 0.
    pub k_high: f64,
    /// Potential vr at which the drive of u is 0 (mV); the resting potential if vr is below vt.
    pub vr_mv: f64,
    /// Potential vt at which k changes (mV); the instantaneous threshold if vt is above vr.
    pub vt_mv: f64,
}

impl TwoSlope {
    pub(super) fn polynomial(&self, side: Side) -> [f64; 3] {
        let k = match side {
            Side::Below => self.k_low,
            Side::Above => self.k_high,
        };
        parabola(k, self.vr_mv, self.vt_mv)
    }

    pub(in crate::model) fn drive(&self, b: f64) -> Drive {
        Drive::linear(b, self.vr_mv, 1.0)
    }
}
