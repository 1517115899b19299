//! The right-hand side of 2007.

use super::drive::{Drive, Side};

/// The form with a capacitance and currents in pA (Izhikevich, Dynamical Systems in Neuroscience,
/// MIT Press 2007, ch. 8): `C v' = k (v - vr)(v - vt) - u + I`, `u' = a (b (v - vr) - u)`, and at
/// the peak `v <- c`, `u <- u + d`; the last four fields are special rules of single types.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Membrane {
    /// Membrane capacitance C (pF), above 0.
    pub capacitance_pf: f64,
    /// Steepness k of the parabola (nS/mV), above 0.
    pub k: f64,
    /// Potential vr at which the drive of u is 0 (mV); the resting potential if vr is below vt.
    pub vr_mv: f64,
    /// Second zero vt of the parabola (mV); the instantaneous threshold if vt is above vr.
    pub vt_mv: f64,
    /// Drive of the recovery variable.
    pub recovery: Recovery,
    /// Change of the peak with the recovery variable (mV/pA).
    pub peak_per_u: f64,
    /// Change of the potential after a spike with the recovery variable (mV/pA).
    pub c_per_u: f64,
    /// Upper limit of the recovery variable after a spike (pA), infinite for no limit.
    pub u_max: f64,
}

/// The drive of the recovery variable of a [`Membrane`].
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
    /// 0 up to `vb_mv`, `b (v - vb)^3` above: fast spiking.
    Cubic {
        /// The potential at which the cube begins (mV).
        vb_mv: f64,
    },
}

/// `k (v - vr)(v - vt)`, lowest power first.
pub(super) fn parabola(k: f64, vr_mv: f64, vt_mv: f64) -> [f64; 3] {
    [k * vr_mv * vt_mv, -k * (vr_mv + vt_mv), k]
}

impl Membrane {
    pub(super) fn polynomial(&self) -> [f64; 3] {
        parabola(self.k, self.vr_mv, self.vt_mv)
    }

    pub(in crate::model) fn switch_mv(&self) -> Option<f64> {
        match self.recovery {
            Recovery::Linear => None,
            Recovery::Split { vb_mv, .. } | Recovery::Cubic { vb_mv } => Some(vb_mv),
        }
    }

    pub(in crate::model) fn drive(&self, b: f64, side: Side) -> Drive {
        let vr_mv = self.vr_mv;
        match (self.recovery, side) {
            (Recovery::Split { b_above, .. }, Side::Above) => Drive::linear(b_above, vr_mv, 1.0),
            (Recovery::Linear | Recovery::Split { .. }, _) => Drive::linear(b, vr_mv, 1.0),
            (Recovery::Cubic { .. }, Side::Below) => Drive::linear(0.0, vr_mv, 1.0),
            (Recovery::Cubic { vb_mv }, Side::Above) => {
                Drive { gain: b, reference_mv: vb_mv, leak: 1.0, cubic: true }
            }
        }
    }
}
