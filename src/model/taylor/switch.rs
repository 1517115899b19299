//! A neuron at the switch, the potential at which its right-hand side changes.

use crate::model::equations::Side;
use crate::model::stimulus::Piece;
use crate::model::{Neuron, State};

/// A neuron on the switch that both sides drive back is pinned below this rate (mV/ms). Otherwise
/// it would cross the switch again and again, in ever smaller arcs.
const PINNED_RATE_MAX: f64 = 1e-6;

/// How a neuron moves relative to the switch.
pub(super) enum Regime {
    /// One right-hand side holds: that of this side of the switch, whose potential (mV) follows.
    Ruled(Option<(Side, f64)>),
    /// Both sides drive the neuron back to the switch (mV): `v` stays there while `u` changes.
    Pinned(f64),
}

impl Regime {
    /// The regime of `state`; on the switch, that of the side to which the neuron moves.
    pub(super) fn of(neuron: &Neuron, state: State, piece: &Piece) -> Self {
        let Some(switch_mv) = neuron.equations.switch_mv() else { return Self::Ruled(None) };
        let ruled = |side| Self::Ruled(Some((side, switch_mv)));
        if state.v != switch_mv {
            return ruled(if state.v > switch_mv { Side::Above } else { Side::Below });
        }
        let rate = neuron.v_rate(state, piece.current_after(0.0));
        if rate.abs() > PINNED_RATE_MAX {
            return ruled(if rate > 0.0 { Side::Above } else { Side::Below });
        }
        // `C v''` on either side, given `v' = 0`.
        let bend = |side| {
            let drive = neuron.equations.drive(neuron.b, side);
            piece.rate() - neuron.a * drive.rate(state.v, state.u)
        };
        match (bend(Side::Below), bend(Side::Above)) {
            (below, above) if below > 0.0 && above < 0.0 => Self::Pinned(switch_mv),
            (below, above) if rate > 0.0 || (rate == 0.0 && below + above > 0.0) => {
                ruled(Side::Above)
            }
            _ => ruled(Side::Below),
        }
    }
}
