//! The voltage axis follows what is shown, or is fitted to it.

use super::Scope;
use crate::desk::{Done, Tone};
use crate::trace::Range;

/// Columns in which bounds are looked for; their number does not change the bounds.
const FIT_COLUMNS: usize = 256;

impl Scope {
    pub(super) fn say(&mut self, done: Done) {
        if let Done::Saying(text) = done {
            self.notify(Tone::Info, text);
        }
    }

    /// The bounds of the potential, or of all potentials on channels, as far as they are shown.
    fn shown_bounds(&self) -> Option<Range> {
        if let Some(circuit) = self.circuit() {
            return circuit.shown_bounds(FIT_COLUMNS);
        }
        let picture = self.picture(FIT_COLUMNS);
        Range::around(picture.iter().filter_map(|column| column.v))
    }

    /// Fits the axis to the bounds of what is shown.
    pub(super) fn fit_gain(&mut self) {
        if let Some(bounds) = self.shown_bounds() {
            let done = self.desk.fit_gain(f64::from(bounds.low), f64::from(bounds.high));
            self.say(done);
        }
    }

    /// Lets the axis follow what is shown, if it is time to look.
    pub(super) fn follow_gain(&mut self) {
        if self.desk.is_gain_due(self.wall_ns, self.now_ns())
            && let Some(bounds) = self.shown_bounds()
        {
            self.desk.gain.follow(f64::from(bounds.low), f64::from(bounds.high));
        }
    }
}
