//! The live scope.

use super::stage::{Stage, start};
use super::{CommandError, LiveOptions, files, recordings};
use crate::app::{App, Program};
use crate::engine::DriveState;
use crate::preset::Entry;

/// Opens the live scope.
///
/// # Errors
/// What is wrong with the options, the preset or the terminal.
pub fn live(options: &LiveOptions) -> Result<(), CommandError> {
    let LiveOptions { model, view, record: file, overwrite, .. } = options.clone().with_config()?;
    let library = files::load_library();
    let Entry { preset, origin, text } = files::resolve_preset_in(&library, model.preset_name())?;
    let entry = Entry { preset: model.with_stimulus(preset)?, origin, text };
    let stage = Stage::new(&view)?;
    let experiment = model.experiment(&entry.preset, DriveState::live)?;
    let mut app = App::new(&experiment, with_entry(library.entries(), entry), start(&view, false));
    if let Some(path) = &file {
        recordings::start(&mut app, path, overwrite)?;
    }
    stage.show(Program::scope(app))
}

/// The presets to switch to, with the one that was named in its place or, if it is from a file of
/// its own, after all others.
fn with_entry(mut entries: Vec<Entry>, entry: Entry) -> Vec<Entry> {
    let same = entries.iter_mut().find(|other| other.preset.name() == entry.preset.name());
    match same {
        Some(place) => *place = entry,
        None => entries.push(entry),
    }
    entries
}
