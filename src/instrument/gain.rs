//! The voltage axis: automatic range, and fitting.

use super::{Channel, Scope, Shown};
use crate::trace::Range;

/// Number of columns in which bounds are computed; it does not change the bounds.
const FIT_COLUMNS: usize = 256;

impl Scope {
    /// The bounds of all membrane potentials on the screen (mV), those behind the traces included.
    fn shown_bounds(&self) -> Option<Range> {
        let traces = match self.circuit() {
            Some(circuit) => circuit.shown_bounds(FIT_COLUMNS),
            None => {
                let picture = self.picture(FIT_COLUMNS);
                Range::around(picture.iter().filter_map(|column| column.v))
            }
        };
        let of_voltage = |channel: &Channel| channel.is_on() && channel.shown() == Shown::Voltage;
        let indices = (0..self.channels.len()).filter(|index| of_voltage(&self.channels[*index]));
        let behind = indices.flat_map(|index| self.underlays(index, FIT_COLUMNS));
        let behind = behind.flat_map(|underlay| underlay.columns).flatten();
        Range::around(traces.into_iter().chain(behind))
    }

    /// Fits the axis to the potentials on the screen.
    pub(super) fn fit_gain(&mut self) {
        if let Some(bounds) = self.shown_bounds() {
            let (low_mv, high_mv) = (f64::from(bounds.low), f64::from(bounds.high));
            self.controls.fit_gain(&mut self.desk, low_mv, high_mv);
        }
    }

    /// Lets an automatic axis follow the potentials on the screen, if an update is due.
    pub(super) fn follow_gain(&mut self) {
        if self.controls.is_gain_due(self.desk.wall_ns(), self.now_ns())
            && let Some(bounds) = self.shown_bounds()
        {
            self.controls.gain.follow(f64::from(bounds.low), f64::from(bounds.high));
        }
    }
}
