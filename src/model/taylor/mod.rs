//! The true solution by Taylor series (Parker-Sochacki method).
//!
//! The right-hand side is a polynomial, so the Taylor coefficients of the solution follow from a
//! recurrence in which `v^2` and `v^3` are Cauchy products (Stewart and Bair, J. Comput. Neurosci.
//! 27 (2009) 115). The step is halved until the last terms vanish. Spikes, and passages of the
//! potential at which the right-hand side switches, are roots of the polynomial. Within each piece
//! the current is a straight line, optionally plus a wave, whose coefficients also follow from a
//! recurrence.

mod polynomial;
mod series;
mod switch;

use super::stimulus::Piece;
use super::{Fault, Neuron, State};
use series::{Event, Rule, Series};
use switch::Regime;

/// Maximum ratio of a sub-step to the sub-step before.
const GROWTH: f64 = 2.0;
/// Maximum number of sub-steps in one call; beyond it the solution counts as unresolved.
const SUBSTEPS_MAX: u32 = 200_000;
/// Longest sub-step of a neuron pinned to the switch (ms), after which pinning is tested again.
const PINNED_MS_MAX: f64 = 0.01;
/// More spikes than this within one millisecond are a runaway.
pub const SPIKES_PER_MS_MAX: u32 = 1000;

/// Advances `state` by `span_ms`; `piece_at` returns the piece of current from an offset (ms) on.
///
/// Calls `spike` with the offset (ms) of each spike, in order. Returns the number of sub-steps, a
/// measure of the computing time.
///
/// # Errors
/// The fault and its offset (ms). A fault that `spike` returns stops the call at that spike.
pub fn advance(
    neuron: &Neuron,
    state: &mut State,
    span_ms: f64,
    piece_at: impl Fn(f64) -> Piece,
    mut spike: impl FnMut(f64) -> Result<(), Fault>,
) -> Result<u32, (Fault, f64)> {
    let mut t_ms = 0.0;
    let mut longest_ms = span_ms;
    for substep in 0..SUBSTEPS_MAX {
        if state.v >= neuron.peak_mv_at(state.u) {
            spike(t_ms).map_err(|fault| (fault, t_ms))?;
            *state = neuron.reset(*state);
            continue;
        }
        let left_ms = span_ms - t_ms;
        if left_ms <= 0.0 {
            return Ok(substep);
        }
        let piece = piece_at(t_ms);
        let most_ms = left_ms.min(piece.length_ms);
        let (step_ms, event) = match Regime::of(neuron, *state, &piece) {
            Regime::Pinned(switch_mv) => {
                let step_ms = most_ms.min(PINNED_MS_MAX);
                let current = piece.current_after(step_ms);
                *state = State { v: switch_mv, u: neuron.parabola(switch_mv) + current };
                (step_ms, None)
            }
            Regime::Ruled(switch) => {
                let rule = Rule::new(neuron, switch);
                let asked_ms = most_ms.min(longest_ms);
                let mut series = Series::new(&rule, *state, &piece, asked_ms);
                // Checked only where the solution forces shorter steps.
                if series.step_ms < asked_ms && series.falls_without_end(&rule) {
                    return Err((Fault::Falling, t_ms));
                }
                let event = series.event(&rule);
                longest_ms = GROWTH * series.step_ms;
                let step_ms = event.map_or(series.step_ms, Event::after_ms);
                *state = series.at(step_ms);
                (step_ms, event)
            }
        };
        if !state.is_finite() {
            return Err((Fault::NonFinite, t_ms));
        }
        // The end is set exactly, so that no remainder below the resolution of time is left.
        t_ms = if step_ms == left_ms { span_ms } else { t_ms + step_ms };
        match (event, neuron.equations.switch_mv()) {
            (Some(Event::Spike(_)), _) => {
                spike(t_ms).map_err(|fault| (fault, t_ms))?;
                *state = neuron.reset(*state);
            }
            (Some(Event::Switch(_)), Some(switch_mv)) => state.v = switch_mv,
            _ => {}
        }
    }
    Err((Fault::Unresolved, t_ms))
}
