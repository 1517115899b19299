//! The triggered display of the scope: what its trigger is set to, and what it shows.

use super::live::{Finder, Rated};
use crate::desk::Tone;
use crate::engine::{Cell, Setup};
use crate::instrument::Scope;
use crate::instrument::fields::FieldLine;
use crate::keys::{TriggerAction, View};
use crate::measure::{SourceName, Trigger, TriggerPlan};
use crate::scope::Display;

impl Scope {
    /// The settings of the trigger, each by its name.
    #[must_use]
    pub fn trigger_plan(&self) -> &TriggerPlan {
        &self.trigger.plan
    }

    /// The signals that the selected channel has.
    pub(in crate::instrument) fn trigger_sources(&self) -> &'static [SourceName] {
        if self.circuit.is_some() { SourceName::OF_CIRCUIT } else { SourceName::OF_NEURON }
    }

    /// Has the trigger suit the selected neuron, its parameters and scheme; armed anew where one of
    /// those has changed.
    pub(in crate::instrument) fn suit_trigger(&mut self) {
        if self.controls.timebase.display() != Display::Trigger {
            self.trigger.finder = None;
            return;
        }
        let engine = self.engine();
        let (neuron, cell) = (self.selected_neuron(), engine.neuron(self.selected_neuron()));
        let (scheme, steps_per_ms) = (engine.scheme(), engine.clock().steps_per_ms());
        // The usual level and the signals there are depend on the neuron: what suited the last one may
        // not suit this one.
        self.trigger.plan = self.repaired(self.trigger.plan);
        let Ok(settings) = self.trigger.plan.settings(&cell) else {
            self.trigger.finder = None;
            return;
        };
        let is_same = self.trigger.finder.as_ref().is_some_and(|finder| {
            let Setup { cell: Cell { neuron: before, .. }, .. } = &finder.setup;
            (finder.neuron, *before, finder.settings) == (neuron, cell, settings)
                && (finder.setup.scheme, finder.setup.steps_per_ms) == (scheme, steps_per_ms)
        });
        if is_same {
            return;
        }
        let setup = Setup { cell: self.specimen(), scheme, steps_per_ms };
        let trigger = Trigger::new(settings, &setup);
        // What was kept so far is of another neuron or of other events.
        self.trigger.windows.clear();
        let is_rate = self.trigger.plan.source == SourceName::Rate;
        let rated = if is_rate { self.rated() } else { None };
        self.trigger.finder = Some(Finder { neuron, setup, settings, trigger, rated });
    }

    /// The population of the selected neuron, if a circuit runs.
    fn rated(&self) -> Option<Rated> {
        let recipe = self.engine().recipe()?;
        let population = recipe.population_of(self.selected_neuron())?;
        let neurons = recipe.population(population).count;
        Some(Rated { population, neurons, counted_ms: self.now_ns().whole_ms() })
    }

    /// Exchanges the picture, if its last sample exists, and keeps the windows that were completed.
    pub(in crate::instrument) fn take_windows(&mut self) {
        let now_ns = self.now_ns();
        self.trigger.windows.note(self.controls.timebase.complete(now_ns));
        self.trigger.windows.keep(&self.channels);
    }

    /// Carries out a key of the trigger.
    pub(in crate::instrument) fn act_on_trigger(&mut self, action: TriggerAction) {
        let is_on = self.controls.timebase.display() == Display::Trigger;
        match action {
            TriggerAction::ToggleLine => self.toggle_fields(FieldLine::Trigger),
            _ if !is_on => {
                let display = self.desk.keymap.label(View::NextDisplay);
                let text = format!("the display is not triggered: {display} changes it");
                self.desk.notify(Tone::Info, text);
            }
            TriggerAction::Force => self.force_trigger(),
            TriggerAction::Arm => self.arm_trigger(),
        }
    }

    /// Takes an event now, whatever the trigger finds.
    pub(in crate::instrument) fn force_trigger(&mut self) {
        let now_ns = self.now_ns();
        self.controls.timebase.force_event(now_ns);
    }

    /// Arms the trigger as at first.
    pub(in crate::instrument) fn arm_trigger(&mut self) {
        self.trigger.forget();
        self.controls.timebase.arm();
    }

    /// The levels of the trigger in the unit of `source`, if that is its signal.
    #[must_use]
    pub fn trigger_levels(&self, source: SourceName) -> Vec<f64> {
        let plan = &self.trigger.plan;
        let is_shown = self.controls.timebase.display() == Display::Trigger
            && plan.source == source
            && !plan.kind().is_of_spikes();
        if !is_shown {
            return Vec::new();
        }
        let second = plan.level2.filter(|_| plan.kind().has_second_level());
        let level = plan.level_for(&self.engine().neuron(self.selected_neuron()));
        std::iter::once(level).chain(second).collect()
    }
}
