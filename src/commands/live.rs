//! The live scope, the default command.

use super::library::{load_library, resolve_any_in};
use super::settings::Settings;
use super::stage::{Stage, start};
use super::{CommandError, Kiosk, LiveOptions, recordings, room};
use crate::app::App;
use crate::desk::Start;
use crate::engine::DriveState;
use crate::instrument::Scope;
use crate::machine::Rest;
use crate::preset::{Catalog, Entry, Found};

/// Opens the live scope for a neuron or a circuit.
///
/// # Errors
/// Invalid options or preset, or an unsuitable terminal.
pub fn live(given: &LiveOptions) -> Result<(), CommandError> {
    let (mut options, mut settings) = match given.kiosk {
        Some(_) => (Kiosk::confined(given.clone())?, given.view.over(Settings::default())?),
        None => given.clone().with_config()?,
    };
    let reach = options.model.reach;
    let library = load_library(reach)?;
    let found = resolve_any_in(&library, options.model.preset_name(), reach)?;
    if let Found::Circuit(entry) = &found {
        refuse_neurons_own(given, entry.preset.name())?;
        // Configuration defaults for single neurons do not apply to circuits.
        (options.model.current, settings.artificial) = (None, false);
    }
    let (stage, mut app) = open(found, Catalog::from(&library), &options, &settings)?;
    if let Some(path) = &options.record {
        recordings::start(&mut app, path, options.overwrite)?;
    }
    stage.show(app, options.kiosk)
}

/// Refuses options for single neurons, given with the circuit called `name`.
fn refuse_neurons_own(given: &LiveOptions, name: &str) -> Result<(), CommandError> {
    let LiveOptions { model, view, .. } = given;
    let options = [
        model.current.map(|_| "--current"),
        model.stimulus.as_ref().map(|_| "--stimulus"),
        model.table.flag(),
        view.given.has("artificial").then_some("--artificial"),
    ];
    match options.iter().flatten().next() {
        None => Ok(()),
        Some(flag) => {
            let message = format!("{flag}: expected a single neuron, found the circuit \"{name}\"");
            Err(CommandError::Usage(message))
        }
    }
}

fn open(
    found: Found,
    mut catalog: Catalog,
    options: &LiveOptions,
    settings: &Settings,
) -> Result<(Stage, App), CommandError> {
    let LiveOptions { model, threads, kiosk, .. } = options;
    let start = Start { is_kiosk: kiosk.is_some(), ..start(settings, false, *threads) };
    Ok(match found {
        Found::Neuron(entry) => {
            let Entry { preset, origin, text } = *entry;
            let entry = Entry { preset: model.with_stimulus(preset)?, origin, text };
            let stage = Stage::new(settings)?;
            let setup = model.setup(&entry.preset)?;
            let experiment = model.experiment(&setup, DriveState::live);
            insert_entry(&mut catalog.neurons, entry, |entry| entry.preset.name());
            (stage, App::scope(Scope::new(&experiment, catalog, start)))
        }
        Found::Circuit(entry) => {
            let recipe = model.recipe(&entry.preset.subject)?;
            room::check(&recipe, (start.threads, Rest::Scope), &entry, model.preset_name())?;
            let stage = Stage::new(settings)?;
            let experiment = model.circuit_experiment(&recipe);
            insert_entry(&mut catalog.circuits, *entry, |entry| entry.preset.name());
            (stage, App::scope(Scope::new(&experiment, catalog, start)))
        }
    })
}

/// Puts the selected preset into its place in `entries`; appends a preset from a separate file.
fn insert_entry<E>(entries: &mut Vec<E>, entry: E, name: impl Fn(&E) -> &str) {
    let same = entries.iter().position(|other| name(other) == name(&entry));
    match same {
        Some(place) => entries[place] = entry,
        None => entries.push(entry),
    }
}
