//! The live scope.

use super::{CommandError, LiveOptions, files};
use crate::engine::DriveState;

/// Opens the live scope.
///
/// # Errors
/// A configuration or preset that is no good, or no terminal.
pub fn live(options: &LiveOptions) -> Result<(), CommandError> {
    let options = options.clone().with_config()?;
    let preset = files::resolve_preset(options.model.preset_name())?.preset;
    let _ = options.model.experiment(&preset, DriveState::live);
    Err(CommandError::Usage("the live scope needs a terminal".to_owned()))
}
