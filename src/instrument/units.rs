//! The artificial units beside the neuron: whether they are shown, and their settings.

use super::Scope;
use super::analyses::Artificial;
use super::fields::FieldLine;
use crate::engine::Mode;
use crate::keys::Task;
use crate::measure::Watch;
use crate::model::Units;
use crate::trace::ModelNs;

/// Model time for which a verdict stands at least, however short the window (ms): it has to be read.
const VERDICT_MS_MIN: f64 = 1000.0;

impl Scope {
    /// Whether the artificial units are shown under the stimulus.
    #[must_use]
    pub fn shows_units(&self) -> bool {
        self.artificial.shown
    }

    /// The artificial units as they are set.
    #[must_use]
    pub fn units(&self) -> Units {
        self.artificial.units
    }

    /// What the neuron did that they can't, as a sentence with the time that it speaks of.
    #[must_use]
    pub fn verdict(&self) -> String {
        if self.controls.timebase.back_ns() > ModelNs::ZERO {
            let on = self.desk.keymap.label(Task::TogglePause);
            return format!("a verdict is of the newest moment only: {on} goes on");
        }
        self.record().watch.dated_sentence(self.current_unit())
    }

    /// Has verdicts withdrawn when what they speak of is no longer to be seen, or long ago.
    pub(super) fn limit_verdicts(&mut self) {
        let engine = self.engine();
        // What each pass shows anew is not to come and go with every pass.
        let passes_ms = match (engine.mode(), engine.cell()) {
            (Some(Mode::Repeat), Some(cell)) => {
                2.0 * (cell.protocol.duration_ms + cell.protocol.pause_ms)
            }
            _ => 0.0,
        };
        let seen_ms = self.controls.timebase.window_ms().max(VERDICT_MS_MIN).max(passes_ms);
        let lifetime_ms = seen_ms.min(Watch::LIFETIME_MS);
        for channel in &mut self.channels {
            channel.record.watch.set_lifetime_ms(lifetime_ms);
        }
    }

    /// Has the units suit the selected neuron and its protocol.
    pub(super) fn suit_units(&mut self) {
        let (subject, neuron) = (self.run.engine().subject(), self.selected_neuron());
        self.artificial = Artificial::suiting(subject, neuron, self.artificial.shown);
    }

    pub(super) fn toggle_units(&mut self) {
        self.artificial.shown = !self.artificial.shown;
    }

    /// Opens the line of the units' settings, or closes it. The units have to be seen for that.
    pub(super) fn toggle_units_line(&mut self) {
        self.artificial.shown = true;
        self.toggle_fields(FieldLine::Units);
    }
}
