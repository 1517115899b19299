//! Keys choose a setting of the open line and change it; digits type a number in its place.

use super::line::{Field, FieldLine, Fields, Refusal};
use super::trigger::TriggerField;
use super::units::UnitsField;
use crate::desk::Tone;
use crate::instrument::{Overlay, Scope};
use crate::keys::FieldAction;

/// A setting of either line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Trigger(TriggerField),
    Units(UnitsField),
}

impl Scope {
    fn fields_mut(&mut self) -> Option<&mut Fields> {
        match &mut self.overlay {
            Some(Overlay::Fields(fields)) => Some(fields),
            _ => None,
        }
    }

    fn open_fields(&self) -> Option<&Fields> {
        match &self.overlay {
            Some(Overlay::Fields(fields)) => Some(fields),
            _ => None,
        }
    }

    /// Opens a line of settings, or closes it.
    pub(in crate::instrument) fn toggle_fields(&mut self, line: FieldLine) {
        let is_open = self.open_fields().is_some_and(|fields| fields.line == line);
        self.overlay = (!is_open).then(|| Overlay::Fields(Fields::new(line)));
    }

    /// The settings of the open line, in their order; none if no line is open.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let Some(Fields { line, selected, typed }) = self.open_fields() else { return Vec::new() };
        let shown = |(place, setting): (usize, Setting)| {
            let is_selected = place == *selected;
            let is_typed = is_selected && !typed.is_empty();
            let (name, value, unit) = self.setting_words(setting);
            let value = if is_typed { typed.clone() } else { value };
            Field { name, value, unit, is_selected, is_typed }
        };
        self.settings_of(*line).into_iter().enumerate().map(shown).collect()
    }

    fn settings_of(&self, line: FieldLine) -> Vec<Setting> {
        match line {
            FieldLine::Trigger => self.trigger_fields().into_iter().map(Setting::Trigger).collect(),
            FieldLine::Units => UnitsField::ALL.map(Setting::Units).to_vec(),
        }
    }

    /// Name, value and unit of a setting.
    fn setting_words(&self, setting: Setting) -> (&'static str, String, &'static str) {
        match setting {
            Setting::Trigger(field) => self.trigger_words(field),
            Setting::Units(field) => self.units_words(field),
        }
    }

    /// Carries out a key of the line.
    pub(in crate::instrument) fn change_field(&mut self, action: FieldAction) {
        let Some(fields) = self.open_fields() else { return };
        let (line, selected) = (fields.line, fields.selected);
        match action {
            FieldAction::Erase => {
                self.fields_mut().map(|fields| fields.typed.pop());
                return;
            }
            FieldAction::Close => return self.overlay = None,
            _ => self.take_typed(),
        }
        let settings = self.settings_of(line);
        let last = settings.len().saturating_sub(1);
        let selected = match action {
            FieldAction::Previous => selected.saturating_sub(1),
            FieldAction::Next => selected + 1,
            _ => selected,
        };
        let selected = selected.min(last);
        if let Some(fields) = self.fields_mut() {
            fields.selected = selected;
        }
        if let (FieldAction::More | FieldAction::Less, Some(setting)) =
            (action, settings.get(selected))
        {
            self.nudge_setting(*setting, action == FieldAction::More);
        }
    }

    /// Takes what was typed for the chosen setting, if anything was.
    fn take_typed(&mut self) {
        let Some(fields) = self.fields_mut() else { return };
        let (typed, line, selected) =
            (std::mem::take(&mut fields.typed), fields.line, fields.selected);
        let setting = self.settings_of(line).get(selected).copied();
        let Some(setting) = setting.filter(|_| !typed.is_empty()) else { return };
        let taken = match typed.parse::<f64>() {
            Ok(value) if value.is_finite() => self.set_setting(setting, value),
            _ => Err(format!("expected a number, found {typed}")),
        };
        if let Err(refusal) = taken {
            let (name, ..) = self.setting_words(setting);
            self.desk.notify(Tone::Alarm, format!("{name}: {refusal}"));
        }
    }

    fn nudge_setting(&mut self, setting: Setting, up: bool) {
        match setting {
            Setting::Trigger(field) => self.nudge_trigger(field, up),
            Setting::Units(field) => self.nudge_units(field, up),
        }
    }

    fn set_setting(&mut self, setting: Setting, value: f64) -> Result<(), Refusal> {
        match setting {
            Setting::Trigger(field) => self.set_trigger(field, value),
            Setting::Units(field) => self.set_units(field, value),
        }
    }
}
