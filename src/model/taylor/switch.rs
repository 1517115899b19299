//! A neuron at the potential where its right-hand side changes.

use crate::model::equations::Side;
use crate::model::stimulus::Piece;
use crate::model::{Neuron, State};

/// On a switch, a neuron slower than this (mV/ms) that either side drives back stays there. It would
/// pass it ever more often, in ever smaller arcs, without end.
const PINNED_RATE_MAX: f64 = 1e-6;

/// How the neuron stands to the switch between two drives of its recovery variable.
pub(super) enum Stand {
    /// One rule holds.
    Ruled(Option<(Side, f64)>),
    /// Either side drives it back onto the switch: it slides along it.
    Pinned(f64),
}

impl Stand {
    /// Where `state` is, and, on the switch itself, where it is about to be.
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
        // C v'' on either side where v' vanishes.
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
