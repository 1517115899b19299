//! The artificial units beside the neuron: whether they are shown, and their settings.

use super::Scope;
use crate::desk::Tone;
use crate::engine::{CURRENT_MAX, Cell, Mode};
use crate::keys::{Task, View};
use crate::measure::Watch;
use crate::model::Units;
use crate::scope::{ladder_down, ladder_up};

/// Model time for which a verdict stands at least, however short the window (ms): it has to be read.
const VERDICT_MS_MIN: f64 = 1000.0;
/// Least slope that the keys reach.
const SLOPE_MIN: f64 = 0.001;

/// Whether the units are shown, and how they are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Artificial {
    shown: bool,
    units: Units,
    /// What one press changes theta by.
    step: f64,
}

impl Artificial {
    /// Units that suit the protocol of `cell`.
    pub(super) fn suiting(cell: &Cell, shown: bool) -> Self {
        let pa = cell.neuron.equations.current_unit().is_some();
        let units = Units::answering(&cell.protocol, None, pa);
        // A round number, a little below the slope or equal to it.
        let step = ladder_down(units.slope * 1.001, SLOPE_MIN);
        Self { shown, units, step }
    }

    /// The same for the protocol of another `cell`.
    pub(super) fn suit(&mut self, cell: &Cell) {
        *self = Self::suiting(cell, self.shown);
    }

    fn change(&mut self, view: View) {
        let Units { theta, slope } = &mut self.units;
        match view {
            View::ThetaHigher => *theta = (*theta + self.step).min(CURRENT_MAX),
            View::ThetaLower => *theta = (*theta - self.step).max(-CURRENT_MAX),
            View::SlopeWider => *slope = ladder_up(*slope, CURRENT_MAX),
            View::SlopeSteeper => *slope = ladder_down(*slope, SLOPE_MIN),
            _ => {}
        }
    }
}

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
        if self.desk.timebase.back_ns() > 0 {
            let on = self.keymap().label(Task::TogglePause);
            return format!("a verdict is of the newest moment only: {on} goes on");
        }
        self.watch.dated_sentence(self.cell().neuron.equations.current_unit())
    }

    /// Has verdicts withdrawn when what they speak of is no longer to be seen, or long ago.
    pub(super) fn limit_verdicts(&mut self) {
        let protocol = &self.cell().protocol;
        // What each pass shows anew is not to come and go with every pass.
        let passes_ms = match self.engine().mode() {
            Some(Mode::Repeat) => 2.0 * (protocol.duration_ms + protocol.pause_ms),
            _ => 0.0,
        };
        let seen_ms = self.desk.timebase.window_ms().max(VERDICT_MS_MIN).max(passes_ms);
        self.watch.set_lifetime_ms(seen_ms.min(Watch::LIFETIME_MS));
    }

    pub(super) fn toggle_units(&mut self) {
        self.artificial.shown = !self.artificial.shown;
    }

    /// Changes a setting of the units, which have to be seen for that.
    pub(super) fn change_units(&mut self, view: View) {
        if self.artificial.shown {
            self.artificial.change(view);
        } else {
            let shows = self.keymap().label(View::ToggleUnits);
            self.notify(Tone::Info, format!("no artificial units are shown: {shows} shows them"));
        }
    }
}
