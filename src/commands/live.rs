//! The live scope.

use super::{CommandError, LiveOptions};

/// Opens the live scope.
///
/// # Errors
/// There is none yet.
pub fn live(options: &LiveOptions) -> Result<(), CommandError> {
    let _ = options;
    Err(CommandError::Usage("the live scope needs a terminal".to_owned()))
}
