//! The state of a phase plane: its axes, and the times at which the trail breaks.

use std::collections::VecDeque;

use crate::model::State;
use crate::scope::{Axis, SteadyAxis};
use crate::trace::ModelNs;

/// Most starts of a path that are kept.
const PATHS_MAX: usize = 1024;

/// Axes of the phase plane, and the times at which the trail breaks.
#[derive(Clone, Debug, Default)]
pub struct Plane {
    pub(in crate::instrument) v: SteadyAxis,
    pub(in crate::instrument) u: SteadyAxis,
    /// The axis of dv/dt.
    pub(in crate::instrument) rate: SteadyAxis,
    /// Times at which the state was set from outside (ns), the latest last.
    pub(in crate::instrument) paths_ns: VecDeque<ModelNs>,
}

/// A point of the trail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrailPoint {
    /// Model time from this point to the moment shown (ms).
    pub age_ms: f64,
    /// The state.
    pub state: State,
    /// Whether a path joins it to the point before; a reset does not.
    pub joined: bool,
}

impl Plane {
    /// Begins with another neuron, which has axes of its own.
    pub(in crate::instrument) fn begin_neuron(&mut self, now_ns: ModelNs) {
        (self.v, self.u, self.rate) = Default::default();
        self.begin_path(now_ns);
    }

    /// Begins a path: the state was set from outside.
    pub(in crate::instrument) fn begin_path(&mut self, now_ns: ModelNs) {
        if self.paths_ns.back() != Some(&now_ns) {
            if self.paths_ns.len() == PATHS_MAX {
                self.paths_ns.pop_front();
            }
            self.paths_ns.push_back(now_ns);
        }
    }

    /// Whether the state was set from outside after `before_ns`, up to `after_ns`.
    pub(in crate::instrument) fn breaks(&self, before_ns: ModelNs, after_ns: ModelNs) -> bool {
        let next = self.paths_ns.partition_point(|ns| *ns <= before_ns);
        self.paths_ns.get(next).is_some_and(|ns| *ns <= after_ns)
    }

    /// The axes of `v` (mV) and `u`, once they were fitted.
    #[must_use]
    pub fn axes(&self) -> Option<(Axis, Axis)> {
        self.v.axis().zip(self.u.axis())
    }

    /// The axes of `v` (mV) and dv/dt (mV/ms), once they were fitted.
    #[must_use]
    pub fn rate_axes(&self) -> Option<(Axis, Axis)> {
        self.v.axis().zip(self.rate.axis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_breaks_where_the_state_was_set() {
        let mut plane = Plane::default();
        let breaks = |plane: &Plane, before_ns, after_ns| {
            plane.breaks(ModelNs::new(before_ns), ModelNs::new(after_ns))
        };
        plane.begin_path(ModelNs::new(100));
        plane.begin_path(ModelNs::new(100));
        assert_eq!(plane.paths_ns.len(), 1);
        assert!(breaks(&plane, 99, 100) && breaks(&plane, 50, 150));
        assert!(!breaks(&plane, 100, 150) && !breaks(&plane, 50, 99));
        for ns in 0..3000 {
            plane.begin_path(ModelNs::new(ns));
        }
        assert_eq!(plane.paths_ns.len(), PATHS_MAX);
        plane.begin_neuron(ModelNs::new(4000));
        assert!(breaks(&plane, 3999, 4000) && !breaks(&plane, 4000, 5000));
    }
}
