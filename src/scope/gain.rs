//! The vertical axis of the membrane potential.

use super::{ladder_down, ladder_up};

/// Divisions of the vertical axis.
const DIVISIONS: f64 = 7.0;
/// Finest gain (mV per division).
const MV_PER_DIV_MIN: f64 = 0.5;
/// Coarsest gain (mV per division).
const MV_PER_DIV_MAX: f64 = 1000.0;

/// Bounds of an axis and the distance of its grid lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Lowest value shown.
    pub low: f64,
    /// Highest value shown.
    pub high: f64,
    /// Distance of grid lines.
    pub division: f64,
}

impl Axis {
    /// An axis in round numbers that holds `low` to `high`, with up to `divisions` divisions.
    #[must_use]
    pub fn around(low: f64, high: f64, divisions: f64) -> Self {
        let span = (high - low).max(1e-3);
        let mut division = ladder_up(span / divisions * 0.5, f64::INFINITY);
        loop {
            let bottom = (low / division).floor() * division;
            let top = (high / division).ceil() * division;
            if (top - bottom) / division <= divisions + 0.5 || division >= 5e6 {
                let top = if top > bottom { top } else { bottom + division };
                return Self { low: bottom, high: top, division };
            }
            division = ladder_up(division, f64::INFINITY);
        }
    }
}

/// Looks for which the usual axis must do before an axis that moved away returns to it.
const QUIET_LOOKS: u32 = 20;

/// Gain and position of the membrane potential, set by hand or following what is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    mv_per_div: f64,
    low_mv: f64,
    auto: bool,
    /// For how many looks in a row the usual axis would have done.
    quiet_looks: u32,
}

impl Default for Gain {
    /// From -100 to 40 mV, following what is shown.
    fn default() -> Self {
        Self { mv_per_div: 20.0, low_mv: -100.0, auto: true, quiet_looks: 0 }
    }
}

impl Gain {
    /// The axis as it is to be drawn (mV).
    #[must_use]
    pub fn axis(&self) -> Axis {
        let high = self.low_mv + DIVISIONS * self.mv_per_div;
        Axis { low: self.low_mv, high, division: self.mv_per_div }
    }

    /// Whether the axis follows what is shown.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        self.auto
    }

    /// Follows what is shown, from `low_mv` to `high_mv`; to be asked some times a second. It takes a
    /// wider axis where it must, and returns to the usual one when that has done for a while.
    pub fn follow(&mut self, low_mv: f64, high_mv: f64) {
        if !self.auto {
            return;
        }
        let usual = Self::default();
        let holds = |gain: &Self| gain.axis().low <= low_mv && gain.axis().high >= high_mv;
        self.quiet_looks = if holds(&usual) { self.quiet_looks + 1 } else { 0 };
        if self.quiet_looks >= QUIET_LOOKS {
            *self = usual;
        } else if !holds(self) {
            let (quiet_looks, mut wider) = (self.quiet_looks, usual);
            // As coarse as usual if that will do, with the top where it has to be.
            let top = (high_mv / usual.mv_per_div).ceil() * usual.mv_per_div;
            wider.low_mv = (top - DIVISIONS * usual.mv_per_div).max(usual.low_mv);
            if !holds(&wider) {
                wider.fit(low_mv, high_mv);
            }
            *self = Self { auto: true, quiet_looks, ..wider };
        }
    }

    /// Fewer mV per division: shows more detail about `rest_mv`.
    pub fn finer(&mut self, rest_mv: f64) {
        self.set(ladder_down(self.mv_per_div, MV_PER_DIV_MIN), rest_mv);
    }

    /// More mV per division.
    pub fn coarser(&mut self, rest_mv: f64) {
        self.set(ladder_up(self.mv_per_div, MV_PER_DIV_MAX), rest_mv);
    }

    /// Fits the axis to what is seen, from `low_mv` to `high_mv`; where it fits already, it follows
    /// from then on.
    pub fn fit(&mut self, low_mv: f64, high_mv: f64) {
        let before = *self;
        let axis = Axis::around(low_mv, high_mv, DIVISIONS);
        let spare = DIVISIONS - (axis.high - axis.low) / axis.division;
        self.mv_per_div = axis.division;
        self.low_mv = axis.low - (spare * 0.5).floor() * axis.division;
        self.auto = false;
        if *self == before {
            *self = Self::default();
            self.follow(low_mv, high_mv);
        }
    }

    /// Two of the seven divisions lie below rest, since what is below is small and what is above
    /// are spikes.
    fn set(&mut self, mv_per_div: f64, rest_mv: f64) {
        self.mv_per_div = mv_per_div;
        self.low_mv = ((rest_mv / mv_per_div).floor() - 2.0) * mv_per_div;
        self.auto = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_round_bounds_and_holds_its_values() {
        let axis = Axis::around(-3.2, 17.0, 7.0);
        assert_eq!((axis.low, axis.high, axis.division), (-5.0, 20.0, 5.0));
        let flat = Axis::around(10.0, 10.0, 4.0);
        assert!(flat.low <= 10.0 && flat.high >= 10.0 && flat.high > flat.low);
    }

    #[test]
    fn an_axis_that_follows_holds_what_is_shown_and_returns_late() {
        let mut gain = Gain::default();
        let mut axis = |low, high| {
            gain.follow(low, high);
            (gain.axis().low, gain.axis().high)
        };
        assert_eq!(axis(-80.0, 30.0), (-100.0, 40.0));
        // A peak of 50 mV moves it by a division, and a short silence not back.
        assert_eq!(axis(-70.0, 50.0), (-80.0, 60.0));
        assert_eq!(axis(-70.0, -60.0), (-80.0, 60.0));
        // Strong inhibition needs a coarser one.
        let (low, high) = axis(-400.0, 30.0);
        assert!(low <= -400.0 && high >= 30.0, "{low} to {high}");
        for _ in 1..QUIET_LOOKS {
            assert_eq!(axis(-70.0, 30.0), (low, high));
        }
        assert_eq!(axis(-70.0, 30.0), (-100.0, 40.0));
    }

    #[test]
    fn an_axis_set_by_hand_stays_until_it_is_fitted_twice() {
        let mut gain = Gain::default();
        gain.finer(-65.0);
        let by_hand = gain.axis();
        gain.follow(-300.0, 30.0);
        assert_eq!((gain.axis(), gain.is_auto()), (by_hand, false));
        gain.fit(-64.3, -61.1);
        assert!(!gain.is_auto());
        gain.fit(-64.3, -61.1);
        assert!(gain.is_auto());
        assert_eq!(gain.axis(), Gain::default().axis());
    }

    #[test]
    fn fitting_holds_what_is_seen() {
        let mut gain = Gain::default();
        gain.fit(-64.3, -61.1);
        let axis = gain.axis();
        assert!(axis.low <= -64.3 && axis.high >= -61.1 && axis.division <= 1.0, "{axis:?}");
    }
}
