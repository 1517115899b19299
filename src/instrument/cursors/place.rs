//! Where the cursors stand: in the window while the model runs, in model time while it is paused.

use crate::instrument::Scope;
use crate::scope::{Cursor, Cursors, TimeAxis};
use crate::trace::ModelNs;

impl Scope {
    /// The cursors, if they are shown.
    #[must_use]
    pub fn cursors(&self) -> Option<&Cursors> {
        self.cursors.shown.as_ref()
    }

    /// Sets the number of columns of the pictures on the time axis, in which cursors stand; 0 on a screen
    /// without any changes nothing.
    pub fn fit_picture(&mut self, columns: usize) {
        if columns > 0 {
            self.cursors.columns = columns;
        }
    }

    /// The time axis of the picture that is shown.
    pub(in crate::instrument) fn time_axis(&self) -> TimeAxis {
        TimeAxis::new(&self.controls.timebase, self.now_ns(), self.cursors.columns)
    }

    /// Where the selected cursor stands across the picture; `None` if it is not shown.
    pub(in crate::instrument) fn selected_across(&self) -> Option<f64> {
        let cursors = self.cursors()?;
        cursors.place(cursors.selected()).across(&self.time_axis())
    }

    /// The model time at which `cursor` stands, between two samples as a rule; `None` if it is not
    /// shown, or where the picture is blank.
    pub(super) fn cursor_ns(&self, cursor: Cursor) -> Option<ModelNs> {
        self.cursors()?.place(cursor).time_ns(&self.time_axis())
    }

    /// The model time of the moment at the selected cursor; `None` without cursors, where the
    /// picture is blank, and before the start.
    pub(in crate::instrument) fn cursor_moment_ns(&self) -> Option<ModelNs> {
        let time_ns = self.cursor_ns(self.cursors()?.selected())?;
        (time_ns >= ModelNs::ZERO).then_some(time_ns)
    }

    /// Lets the cursors stand in model time while the model is paused, else in the window.
    pub(in crate::instrument) fn settle_cursors(&mut self) {
        if self.cursors.shown.is_none() {
            return;
        }
        let (paused, axis) = (self.desk.paused, self.time_axis());
        if let Some(cursors) = &mut self.cursors.shown {
            cursors.settle(paused, &axis);
        }
    }
}
