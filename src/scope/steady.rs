//! An axis that leaves the eye something to hold on to.

use super::Axis;

/// How many times longer than needed an axis may be before it shrinks.
const SLACK: f64 = 2.0;

/// An axis that grows as soon as it must and shrinks only when most of it is of no use.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SteadyAxis(Option<Axis>);

impl SteadyAxis {
    /// Makes the axis hold `low` to `high`, with up to `divisions` divisions where it changes.
    pub fn follow(&mut self, low: f64, high: f64, divisions: f64) {
        let fresh = Axis::around(low, high, divisions);
        let length = |axis: &Axis| axis.high - axis.low;
        let fits = |axis: &Axis| length(axis) <= SLACK * length(&fresh);
        let Some(axis) = self.0.filter(fits) else {
            self.0 = Some(fresh);
            return;
        };
        if low < axis.low || high > axis.high {
            let grown = Axis::around(low.min(axis.low), high.max(axis.high), divisions);
            self.0 = Some(if fits(&grown) { grown } else { fresh });
        }
    }

    /// The axis, once it has followed anything.
    #[must_use]
    pub fn axis(&self) -> Option<Axis> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_at_once_and_shrinks_late() {
        let mut steady = SteadyAxis::default();
        assert_eq!(steady.axis(), None);
        let mut bounds = |low, high| {
            steady.follow(low, high, 7.0);
            let axis = steady.axis().expect("it has followed");
            (axis.low, axis.high)
        };
        assert_eq!(bounds(-14.0, 3.0), (-15.0, 5.0));
        // What moves within it moves nothing.
        assert_eq!(bounds(-13.0, 4.9), (-15.0, 5.0));
        assert_eq!(bounds(-11.0, 2.0), (-15.0, 5.0));
        assert_eq!(bounds(-11.0, 5.1), (-15.0, 10.0));
        // Less than half of it in use.
        assert_eq!(bounds(-5.0, 5.0), (-6.0, 6.0));
        // Far away it starts anew, and doesn't span what lies between.
        assert_eq!(bounds(80.0, 99.0), (80.0, 100.0));
    }
}
