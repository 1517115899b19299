//! Duration of a run without a screen, in steps.

use super::error::CommandError;
use crate::engine::Step;
use crate::input::brief;
use crate::model::Scheme;
use crate::model::stimulus::steps_through;

/// Number of steps up to and including the one at `end_ms`.
pub(super) fn steps_up_to(end_ms: f64, steps_per_ms: u32) -> Result<u64, CommandError> {
    let steps = steps_through(end_ms, steps_per_ms);
    if steps > Step::MAX.0 {
        let message = format!("--for: expected at most 2^53 steps, found {} ms", brief(end_ms));
        return Err(CommandError::Usage(message));
    }
    Ok(steps)
}

/// Most steps of all runs of a command together, at a fixed step and under the exact scheme: about one
/// and five minutes of work.
const STEPS_MAX: (u64, u64) = (100_000_000_000, 1_000_000_000);

/// Refuses `runs` of `steps` each that would take unreasonably long; `flags` are those that say how
/// many.
pub(super) fn check_work(
    flags: &str,
    (steps, runs): (u64, u64),
    scheme: Scheme,
) -> Result<(), CommandError> {
    let (fixed, exact) = STEPS_MAX;
    let most = if scheme == Scheme::Exact { exact } else { fixed };
    let steps = steps.saturating_mul(runs);
    if steps <= most {
        return Ok(());
    }
    let message =
        format!("{flags}: expected at most {most:e} steps in all, found {:.3e}", steps as f64);
    Err(CommandError::Usage(message))
}
