//! The f-I curve of the selected neuron, computed while the model goes on.

use super::Scope;
use crate::engine::{Cell, Setup};
use crate::job::Allowance;
use crate::measure::{Curve, Sweep, currents, usual_range};
use crate::model::Scheme;
use crate::scope::Page;

/// Points of the curve.
const POINTS: usize = 101;
/// Duration of each run, unless that takes too many steps (ms).
const DURATION_MS: f64 = 1000.0;
/// Most steps of a run, so that no single run takes long: under fixed-step schemes, and under the exact
/// scheme.
const STEPS_MAX: (f64, f64) = (40_000.0, 10_000.0);
/// Runs between two readings of the clock, likewise.
const RUNS: (usize, usize) = (16, 1);
/// Most readings of the clock in a frame.
const LOOKS_MAX: usize = 8;

impl Scope {
    /// The f-I curve with the points computed so far; `None` before it was first shown.
    #[must_use]
    pub fn curve(&self) -> Option<&Curve> {
        self.curve.as_deref()
    }

    /// Computes points of the curve while it is shown and `allowance` permits. The running model is not
    /// affected.
    pub(super) fn fill_curve(&mut self, allowance: &mut impl Allowance) {
        if self.page != Page::Curve {
            return;
        }
        if !self.has_right_curve() {
            self.begin_curve();
        }
        let runs = by_scheme(self.engine().scheme(), RUNS);
        let Some(curve) = &mut self.curve else { return };
        for _ in 0..LOOKS_MAX {
            if !(allowance.go_on() && curve.work(runs, 1)) {
                break;
            }
        }
    }

    /// Begins the curve when it is first shown, so that the next frame has axes.
    pub(super) fn begin_curve_if_shown(&mut self) {
        if self.page == Page::Curve && !self.has_right_curve() {
            self.begin_curve();
        }
    }

    /// Whether the curve belongs to the selected neuron with its present parameters, scheme and step.
    fn has_right_curve(&self) -> bool {
        let Some(curve) = &self.curve else { return false };
        let Setup { cell, scheme, steps_per_ms } = curve.sweep().setup();
        let engine = self.engine();
        let now = self.specimen();
        let (from, to) = self.curve_range();
        let bounds = (curve.currents().first(), curve.currents().last());
        (cell.neuron, cell.initial) == (now.neuron, now.initial)
            && (*scheme, *steps_per_ms) == (engine.scheme(), engine.clock().steps_per_ms())
            && bounds == (Some(&from), Some(&to))
    }

    fn begin_curve(&mut self) {
        let engine = self.engine();
        let (scheme, steps_per_ms) = (engine.scheme(), engine.clock().steps_per_ms());
        let cell = self.specimen();
        let duration_ms = DURATION_MS.min(by_scheme(scheme, STEPS_MAX) / f64::from(steps_per_ms));
        let sweep = Sweep::new(&Setup { cell, scheme, steps_per_ms }, duration_ms);
        let (from, to) = self.curve_range();
        self.curve = Some(Box::new(Curve::new(sweep, currents(from, to, POINTS))));
    }

    /// The selected neuron with its own parameters, isolated from its circuit.
    pub(super) fn specimen(&self) -> Cell {
        let neuron = self.engine().neuron(self.selected_neuron());
        Cell { neuron, ..self.cell().into_owned() }
    }

    /// The usual range of currents, extended by whole ranges until it includes the present current.
    fn curve_range(&self) -> (f64, f64) {
        let (from, to) = usual_range(&self.specimen());
        let (span, now) = (to - from, self.present_constant().total());
        let below = ((from - now) / span).ceil().max(0.0);
        let above = ((now - to) / span).ceil().max(0.0);
        (from - below * span, to + above * span)
    }
}

fn by_scheme<T>(scheme: Scheme, (fixed, exact): (T, T)) -> T {
    if scheme == Scheme::Exact { exact } else { fixed }
}
