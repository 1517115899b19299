//! Recorded sessions.

use super::{CommandError, ReplayOptions};

/// Plays or verifies a recorded session.
///
/// # Errors
/// There is none yet.
pub fn replay(options: &ReplayOptions) -> Result<(), CommandError> {
    let _ = options;
    Err(CommandError::Usage("replay needs a terminal".to_owned()))
}
