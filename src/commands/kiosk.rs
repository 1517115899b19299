//! The scope in kiosk mode: the only program of a public account, open to everybody.

use super::{CommandError, Kiosk, LiveOptions, Reach, TableChoice};

impl Kiosk {
    /// `options` restricted to built-in presets and settings.
    ///
    /// # Errors
    /// Names an option that would read or write a file.
    pub(super) fn confined(mut options: LiveOptions) -> Result<LiveOptions, CommandError> {
        let LiveOptions { model, view, record, overwrite, .. } = &options;
        refuse(&[
            ("--allow-files-anywhere", model.reach == Reach::Anywhere),
            ("--config", view.config.is_some()),
            ("--overwrite", *overwrite),
            ("--record", record.is_some()),
            ("--stimulus", model.stimulus.is_some()),
            (model.table.flag().unwrap_or_default(), model.table != TableChoice::default()),
        ])?;
        options.model.reach = Reach::BuiltIn;
        Ok(options)
    }
}

/// Refuses the first flag of `flags` that was given.
///
/// # Errors
/// Names the refused flag.
pub(super) fn refuse(flags: &[(&str, bool)]) -> Result<(), CommandError> {
    match flags.iter().find(|(_, given)| *given) {
        Some((flag, _)) => {
            let message = format!("{flag}: not expected with --kiosk, which uses no files");
            Err(CommandError::Usage(message))
        }
        None => Ok(()),
    }
}
