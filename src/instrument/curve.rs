//! The f-I curve of the present neuron, worked out beside it while it goes on.

use super::Scope;
use crate::engine::{Cell, Setup};
use crate::job::Allowance;
use crate::measure::{Curve, Sweep, currents, usual_range};
use crate::model::Scheme;
use crate::scope::Page;

/// Points of the curve.
const POINTS: usize = 101;
/// Time for which each current is held, unless that takes too many steps (ms).
const DURATION_MS: f64 = 1000.0;
/// Most steps of a run, so that none takes long by itself: with a fixed step, and in the true
/// solution.
const STEPS_MAX: (f64, f64) = (40_000.0, 10_000.0);
/// Runs between two looks at the clock, likewise.
const RUNS: (usize, usize) = (16, 1);
/// Most looks at the clock in a frame.
const LOOKS_MAX: usize = 8;

impl Scope {
    /// The f-I curve, as far as it is known, once it has been shown.
    #[must_use]
    pub fn curve(&self) -> Option<&Curve> {
        self.curve.as_deref()
    }

    /// Works on the curve if it is shown, as long as `allowance` says that there is time; the
    /// neuron itself is not touched.
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

    /// Begins the curve if it is shown for the first time, so that there is something to be drawn.
    pub(super) fn begin_curve_if_shown(&mut self) {
        if self.page == Page::Curve && !self.has_right_curve() {
            self.begin_curve();
        }
    }

    /// Whether there is a curve, of the present neuron as it is now.
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

    /// The selected neuron as it is, for runs on its own.
    fn specimen(&self) -> Cell {
        let neuron = self.engine().neuron(self.selected_neuron());
        Cell { neuron, ..self.cell().into_owned() }
    }

    /// The usual range of currents, made wider by whole ranges until it holds the present one.
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
