//! The panel of parameters: edits of the model, and presets that are saved.

use super::parameters::{Parameters, Wish, nudged};
use super::{Overlay, Row, Scope};
use crate::desk::{Effect, Tone};
use crate::engine::{Command, Injection, Setup};
use crate::keys::{Edit, EntryAction};
use crate::model::{Live, Neuron, Protocol};
use crate::preset::{Entry, FILE_BYTES_MAX, Origin, Preset, PresetToSave, Saved, is_name, to_toml};

/// The types of 2003, which come first among the presets.
const TYPES: usize = 8;

fn neuron_of(entry: &Entry) -> Neuron {
    entry.preset.subject.cell.neuron
}

impl Scope {
    /// The panel of parameters, if it is open.
    fn panel_mut(&mut self) -> Option<&mut Parameters> {
        match &mut self.overlay {
            Some(Overlay::Parameters(panel)) => Some(panel),
            _ => None,
        }
    }

    /// Carries out a key of the panel.
    pub(super) fn edit(&mut self, edit: Edit) -> Option<Effect> {
        let (neuron, name) = (*self.common_neuron(), self.name_to_save());
        let wish = self.panel_mut()?.act(edit, &neuron, &name);
        self.grant(wish)
    }

    /// Carries out a key while a value or a name is typed into the panel.
    pub(super) fn enter(&mut self, action: EntryAction) -> Option<Effect> {
        let neuron = *self.common_neuron();
        let wish = self.panel_mut()?.enter(action, &neuron);
        self.grant(wish)
    }

    fn grant(&mut self, wish: Wish) -> Option<Effect> {
        match wish {
            Wish::Nothing => {}
            Wish::Nudge(row, up) => self.nudge(row, up),
            Wish::Set(row, text) => match text.parse() {
                Ok(value) => self.set(row, value),
                Err(_) => self.desk.notify(Tone::Alarm, format!("expected a number, found {text}")),
            },
            Wish::Restore => {
                let (site, neuron) = (self.common_site(), Box::new(*self.preset_neuron()));
                self.apply(Command::Edit { site, neuron });
            }
            Wish::Type(next) => self.take_type(next),
            Wish::Save(name, replace) => return self.save(&name, replace),
            Wish::Close => self.overlay = None,
        }
        None
    }

    /// Gives the population the parameters of the next of the eight types of 2003, or of the previous one,
    /// cyclically.
    fn take_type(&mut self, next: bool) {
        let types: Vec<Neuron> = self.entries().iter().take(TYPES).map(neuron_of).collect();
        let place = types.iter().position(|neuron| neuron == self.common_neuron());
        let index = match (place, next) {
            (Some(place), true) => (place + 1) % types.len(),
            (Some(place), false) => (place + types.len() - 1) % types.len(),
            (None, _) => 0,
        };
        if let Some(neuron) = types.get(index).map(|neuron| Box::new(*neuron)) {
            self.apply(Command::Edit { site: self.common_site(), neuron });
        }
    }

    fn nudge(&mut self, row: Row, up: bool) {
        match row {
            Row::Parameter(parameter) => {
                let neuron = self.common_neuron();
                let usual = parameter.get(self.preset_neuron()).unwrap_or(0.0);
                let value = parameter.get(neuron).unwrap_or(0.0);
                self.set(row, nudged(value, usual, parameter.least_step, up));
            }
            Row::Current => {
                let step = self.controls.hold_step();
                let step = if up { step } else { -step };
                self.set(row, self.engine().holding_current(self.common_site()) + step);
            }
        }
    }

    fn set(&mut self, row: Row, value: f64) {
        let site = self.common_site();
        let command = match row {
            Row::Current => {
                let injection = Injection::Hold { current: value };
                Command::Inject { site, injection }
            }
            Row::Parameter(parameter) => {
                let mut neuron = *self.common_neuron();
                parameter.set(&mut neuron, value);
                Command::Edit { site, neuron: Box::new(neuron) }
            }
        };
        self.apply(command);
    }

    /// The proposed name of a preset: the present one if it is the user's own. A neuron of a circuit is
    /// named after its population.
    fn name_to_save(&self) -> String {
        if let Some(circuit) = self.circuit() {
            let name = circuit.site_name(self.common_site());
            let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
            let name: String = name.chars().map(|c| if is_fit(c) { c } else { '-' }).collect();
            return format!("my-{name}");
        }
        let name = &self.cell().name;
        let own = self.entry().is_some_and(|entry| entry.origin != Origin::BuiltIn);
        if own { name.clone() } else { format!("my-{name}") }
    }

    fn save(&mut self, name: &str, replace: bool) -> Option<Effect> {
        if !is_name(name) {
            self.desk
                .notify(Tone::Alarm, "expected a name of letters, digits, '-', '_', '.' or '+'");
            return None;
        }
        if self.catalog.answers_to(name) && !replace {
            self.ask_to_replace(name);
            return None;
        }
        let preset = self.preset(name);
        let text = to_toml(&preset);
        if text.len() as u64 > FILE_BYTES_MAX {
            let most = format!("a preset can't have more than {FILE_BYTES_MAX} bytes");
            self.desk.notify(Tone::Alarm, most);
            return None;
        }
        Some(Effect::SavePreset(Box::new(PresetToSave { preset, text, replace })))
    }

    fn ask_to_replace(&mut self, name: &str) {
        if let Some(panel) = self.panel_mut() {
            panel.ask_to_replace(name);
        }
    }

    /// The neuron with its present parameters as a preset called `name`. A current that is held in place of
    /// the protocol becomes the preset's protocol.
    fn preset(&self, name: &str) -> Preset {
        let engine = self.engine();
        let mut cell = self.cell().into_owned();
        let holding = engine.holding_current(self.common_site());
        let is_held = engine.mode().is_none() && holding != cell.protocol.settled_current();
        if is_held {
            let protocol = &mut cell.protocol;
            *protocol = Protocol {
                live: Live::Hold,
                baseline: holding,
                segments: Vec::new(),
                sweeps: None,
                ..protocol.clone()
            };
        }
        // The view of a preset suits its own protocol only.
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
            view: self.controls.to_save().or(view),
            expected: Vec::new(),
        }
    }

    /// Reports the outcome of saving a preset.
    pub fn preset_saved(&mut self, wanted: PresetToSave, saved: Saved) {
        let PresetToSave { preset, text, .. } = wanted;
        match saved {
            Saved::In(place) => {
                self.desk.notify(Tone::Info, format!("saved as {} in {place}", preset.name()));
                self.list(Entry { preset, origin: Origin::User, text });
            }
            Saved::Exists => self.ask_to_replace(preset.name()),
            Saved::Failed(why) => self.desk.notify(Tone::Alarm, why),
        }
    }

    /// Adds a preset to those that can be switched to, replacing one of the same name.
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
