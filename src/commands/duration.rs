//! Duration of a run without a screen, in steps.

use super::error::CommandError;
use crate::engine::Step;
use crate::input::brief;
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
