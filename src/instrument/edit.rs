//! What the panel of parameters does to the model, and presets that are saved from it.

use super::parameters::{Wish, nudged};
use super::{Overlay, Row, Scope};
use crate::desk::Tone;
use crate::engine::{Command, Injection, Setup, Site};
use crate::keys::{Key, NEURON_KEYS};
use crate::model::{Live, Protocol};
use crate::preset::{Entry, FILE_BYTES_MAX, Origin, Preset, is_name, to_toml};

/// A preset that is to be written to the user's own.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetToSave {
    /// The preset as it will be listed.
    pub preset: Preset,
    /// Its file's text.
    pub text: String,
    /// Whether it may take the place of another file.
    pub replace: bool,
}

/// What became of a preset that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is in the directory of this name.
    In(String),
    /// There is a file of that name, and nobody said that it may be replaced.
    Exists,
    /// It could not be written.
    Failed(String),
}

impl Scope {
    /// Handles a key in the panel of parameters; returns whether it was meant for it.
    pub(super) fn handle_in_parameters(&mut self, key: Key) -> bool {
        let neuron = self.cell().neuron;
        let name = self.name_to_save();
        let context = self.key_context();
        let Some(Overlay::Parameters(panel)) = &mut self.overlay else { return false };
        if panel.is_held_back(key, context) {
            self.notify(Tone::Info, NEURON_KEYS.refusal(context));
            return true;
        }
        match panel.handle(key, &neuron, &name) {
            Wish::Elsewhere => return false,
            Wish::Nothing => {}
            Wish::Nudge(row, up) => self.nudge(row, up),
            Wish::Set(row, text) => match text.parse() {
                Ok(value) => self.set(row, value),
                Err(_) => self.notify(Tone::Alarm, format!("expected a number, found {text}")),
            },
            Wish::Restore => {
                let neuron = Box::new(self.preset_neuron);
                self.apply(Command::Edit { neuron });
            }
            Wish::Save(name, replace) => self.save(&name, replace),
            Wish::Close => self.overlay = None,
        }
        true
    }

    fn nudge(&mut self, row: Row, up: bool) {
        match row {
            Row::Parameter(parameter) => {
                let neuron = &self.cell().neuron;
                let usual = parameter.get(&self.preset_neuron).unwrap_or(0.0);
                let value = parameter.get(neuron).unwrap_or(0.0);
                self.set(row, nudged(value, usual, parameter.least_step, up));
            }
            Row::Current => {
                let step = self.desk.hold_step();
                let step = if up { step } else { -step };
                self.set(row, self.engine().holding_current(Site::Subject) + step);
            }
        }
    }

    fn set(&mut self, row: Row, value: f64) {
        let command = match row {
            Row::Current => {
                let injection = Injection::Hold { current: value };
                Command::Inject { site: Site::Subject, injection }
            }
            Row::Parameter(parameter) => {
                let mut neuron = self.cell().neuron;
                parameter.set(&mut neuron, value);
                Command::Edit { neuron: Box::new(neuron) }
            }
        };
        self.apply(command);
    }

    /// The name that is proposed: the preset's own if it is the user's already.
    fn name_to_save(&self) -> String {
        let name = &self.cell().name;
        let own = self.entry().is_some_and(|entry| entry.origin != Origin::BuiltIn);
        if own { name.clone() } else { format!("my-{name}") }
    }

    fn save(&mut self, name: &str, replace: bool) {
        if !is_name(name) {
            self.notify(Tone::Alarm, "expected a name of letters, digits, '-', '_', '.' or '+'");
            return;
        }
        let taken = self.catalog.answers_to(name);
        if taken && !replace {
            self.ask_to_replace(name);
            return;
        }
        let preset = self.preset(name);
        let text = to_toml(&preset);
        if text.len() as u64 > FILE_BYTES_MAX {
            let most = format!("a preset can't have more than {FILE_BYTES_MAX} bytes");
            self.notify(Tone::Alarm, most);
            return;
        }
        self.to_save = Some(PresetToSave { preset, text, replace });
    }

    fn ask_to_replace(&mut self, name: &str) {
        if let Some(Overlay::Parameters(panel)) = &mut self.overlay {
            panel.ask_to_replace(name);
        }
    }

    /// The neuron as it is, as a preset called `name`. A current that is held in place of the
    /// protocol becomes its protocol.
    fn preset(&self, name: &str) -> Preset {
        let engine = self.engine();
        let mut cell = self.cell().clone();
        let holding = engine.holding_current(Site::Subject);
        let is_held = engine.mode().is_none() && holding != cell.protocol.settled_current();
        if is_held {
            let protocol = &mut cell.protocol;
            *protocol = Protocol {
                live: Live::Hold,
                baseline: holding,
                segments: Vec::new(),
                ..protocol.clone()
            };
        }
        // What a preset says of its view is meant for its own protocol.
        let own = self.entry().filter(|_| !is_held).map(|entry| entry.preset.view);
        let view = own.unwrap_or_default();
        let of = cell.name.clone();
        cell.name = name.to_owned();
        let steps_per_ms = engine.clock().steps_per_ms();
        Preset {
            aliases: Vec::new(),
            panel: None,
            tags: Vec::new(),
            description: format!("Made from {of} on the scope."),
            source: String::new(),
            subject: Setup { cell, scheme: engine.scheme(), steps_per_ms },
            view: self.desk.to_save().or(view),
            expected: Vec::new(),
        }
    }

    /// The preset that is to be saved.
    #[must_use]
    pub fn preset_to_save(&self) -> Option<&PresetToSave> {
        self.to_save.as_ref()
    }

    /// Takes note of what became of the preset that was to be saved.
    pub fn preset_saved(&mut self, saved: Saved) {
        let Some(PresetToSave { preset, text, .. }) = self.to_save.take() else { return };
        match saved {
            Saved::In(place) => {
                self.notify(Tone::Info, format!("saved as {} in {place}", preset.name()));
                self.list(Entry { preset, origin: Origin::User, text });
            }
            Saved::Exists => self.ask_to_replace(preset.name()),
            Saved::Failed(why) => self.notify(Tone::Alarm, why),
        }
    }

    /// Puts a preset among those that can be switched to, in the place of one of the same name.
    fn list(&mut self, mut entry: Entry) {
        let name = entry.preset.name().to_owned();
        match self.catalog.neurons.iter_mut().find(|other| other.preset.name() == name) {
            Some(place) => {
                if place.origin != Origin::User {
                    entry.origin = Origin::UserOverBuiltIn;
                }
                *place = entry;
            }
            None => self.catalog.neurons.push(entry),
        }
    }
}
