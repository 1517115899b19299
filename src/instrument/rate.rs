//! dv/dt against v: the trail that led to the moment shown, and its axis.

use super::Scope;
use crate::circuit::NeuronId;
use crate::engine::{Sample, Spike, Step};
use crate::measure::{Mark, VRate};
use crate::model::{Neuron, Scheme, State};
use crate::trace::{ModelNs, Point};

/// Divisions of the axis, at most.
const DIVISIONS: f64 = 12.0;
/// Values of dv/dt that the axis always includes (mV/ms): a neuron at rest, and the rate at which the
/// onset of a spike is read.
const ALWAYS: (f64, f64) = (-5.0, 10.0);

/// A point of the trail of dv/dt against v.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatePoint {
    /// Model time from this point to the moment shown (ms).
    pub age_ms: f64,
    /// Membrane potential (mV).
    pub v_mv: f64,
    /// dv/dt by the right-hand side (mV/ms).
    pub rate: f64,
    /// Whether a path joins it to the point before; a reset does not.
    pub joined: bool,
    /// What the point is of a spike.
    pub kind: RateKind,
}

/// What a point is of a spike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateKind {
    /// Neither its peak nor the reset.
    #[default]
    Between,
    /// The peak.
    Peak,
    /// The first state after the reset.
    Reset,
}

/// Takes points of a trace one after the other, and makes the trail of them.
struct Trail {
    rule: VRate,
    neuron: Neuron,
    points: Vec<RatePoint>,
    rows: u64,
    /// Whether the point before is the peak of a spike.
    after_peak: bool,
}

impl Trail {
    fn new(neuron: Neuron, scheme: Scheme) -> Self {
        let rule = VRate::new(neuron, scheme);
        Self { rule, neuron, points: Vec::new(), rows: 0, after_peak: false }
    }

    fn spike(&mut self, time_ms: f64) {
        let (neuron, step) = (NeuronId::FIRST, Step(self.rows));
        self.rule.spike(&Spike { neuron, step, time_ms });
    }

    /// Takes a point of age `age_ms`; `joins` is whether the state was left to itself since the one
    /// before.
    fn take(&mut self, point: &Point, age_ms: f64, joins: bool) {
        let (u, current) = (f64::from(point.u.middle()), f64::from(point.current.middle()));
        let (low_mv, high_mv) = (f64::from(point.v.low), f64::from(point.v.high));
        // Of several samples in one point no row is known.
        let is_row = point.u.low == point.u.high;
        let v = if is_row { low_mv } else { f64::from(point.v.middle()) };
        // The trace has rounded what was cut off at the peak.
        let peak_mv = self.neuron.peak_mv;
        let v = if is_row && point.v.low >= peak_mv as f32 { peak_mv.max(v) } else { v };
        let row = Sample { step: Step(self.rows), v, u, current };
        self.rows += 1;
        let below = self.rule.below_peak(&row);
        let is_peak = below.is_none();
        if is_peak && self.points.is_empty() {
            // The row that it repeats is not on the trail.
            self.after_peak = true;
            return;
        }
        let rate = below.unwrap_or_else(|| self.rule.of(&row));
        let kind = match (is_peak, self.after_peak) {
            (true, _) => RateKind::Peak,
            (false, true) => RateKind::Reset,
            (false, false) => RateKind::Between,
        };
        let joined = joins && kind != RateKind::Reset;
        self.points.push(RatePoint { age_ms, v_mv: v, rate, joined, kind });
        self.after_peak = is_peak;
        // In the true solution a spike follows the sample of its step.
        if is_row && high_mv > low_mv {
            let rate = self.neuron.v_rate(State { v: high_mv, u }, current);
            let kind = RateKind::Peak;
            self.points.push(RatePoint { age_ms, v_mv: high_mv, rate, joined: true, kind });
            self.after_peak = true;
        }
    }
}

impl Scope {
    /// Whether dv/dt against v takes the place of u against v.
    #[must_use]
    pub fn is_rate_alone(&self) -> bool {
        self.is_rate_alone
    }

    /// The trail of dv/dt against v that led to the moment shown, the oldest point first.
    ///
    /// dv/dt is the right-hand side at each row's own v, u and current, by the rule of
    /// [`VRate`] for a row that shows the peak.
    #[must_use]
    pub fn rate_trail(&self) -> Vec<RatePoint> {
        let situation = self.situation();
        let shown_ns = self.moment().time_ns();
        let mut trail = Trail::new(situation.neuron, situation.scheme);
        let mut spikes = self.spikes_of_trail().peekable();
        let mut previous: Option<ModelNs> = None;
        for point in self.trail_points() {
            while let Some(time_ms) = spikes.next_if(|ms| ModelNs::from_ms(*ms) <= point.time_ns) {
                if ModelNs::from_ms(time_ms) == point.time_ns {
                    trail.spike(time_ms);
                }
            }
            let joins = previous.is_some_and(|ns| !self.record().plane.breaks(ns, point.time_ns));
            trail.take(&point, shown_ns.since(point.time_ns).to_ms(), joins);
            previous = Some(point.time_ns);
        }
        trail.points
    }

    /// Times of the spikes that fall on the trail (ms).
    fn spikes_of_trail(&self) -> impl Iterator<Item = f64> {
        let end_ms = self.moment().time_ms;
        let start_ms = self.trail_points().next().map_or(end_ms, |point| point.time_ns.to_ms());
        let events = self.record().log.between(start_ms, end_ms).into_iter().flatten();
        events.filter(|(_, mark)| *mark == Mark::Spike).map(|(time_ms, _)| time_ms)
    }

    /// Fits the axis of dv/dt.
    pub(super) fn fit_rate(&mut self) {
        let bounds = self
            .rate_trail()
            .iter()
            .fold(ALWAYS, |(low, high), point| (low.min(point.rate), high.max(point.rate)));
        self.record_mut().plane.rate.follow(bounds.0, bounds.1, DIVISIONS);
    }

    /// Shows dv/dt against v alone, or all that finds room; opens the phase plane for it.
    pub(super) fn toggle_rate(&mut self) {
        use crate::scope::Page;
        self.is_rate_alone = self.page != Page::Phase || !self.is_rate_alone;
        if self.page != Page::Phase {
            self.turn_to(Page::Phase);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Equations;
    use crate::trace::Range;

    const NEURON: Neuron = Neuron {
        equations: Equations::Standard,
        a: 0.02,
        b: 0.2,
        c_mv: -65.0,
        d: 8.0,
        peak_mv: 29.3,
    };

    fn point(low: f32, high: f32) -> Point {
        let at = |value| Range { low: value, high: value };
        let (v, unstable_below_mv) = (Range { low, high }, None);
        Point { time_ns: ModelNs::ZERO, v, u: at(-10.0), current: at(5.0), unstable_below_mv }
    }

    /// v, dv/dt, whether joined, and the kind, of a trail of `points` with a spike at the row `spike`.
    fn trail(scheme: Scheme, points: &[Point], spike: usize) -> Vec<(f64, f64, bool, RateKind)> {
        let mut trail = Trail::new(NEURON, scheme);
        for (index, point) in points.iter().enumerate() {
            if index == spike {
                trail.spike(0.0);
            }
            trail.take(point, 0.0, index > 0);
        }
        let part = |it: &RatePoint| ((it.v_mv * 10.0).round() / 10.0, it.rate, it.joined, it.kind);
        trail.points.iter().map(part).collect()
    }

    #[test]
    fn a_row_at_the_peak_repeats_dv_dt_and_the_reset_is_no_path() {
        use RateKind::{Between, Peak, Reset};
        let at = |v: f64| NEURON.v_rate(State { v, u: -10.0 }, 5.0);
        let rows = [point(-40.0, -40.0), point(29.3, 29.3), point(-65.0, -65.0)];
        let expected = vec![
            (-40.0, at(-40.0), false, Between),
            (29.3, at(-40.0), true, Peak),
            (-65.0, at(-65.0), false, Reset),
        ];
        assert_eq!(trail(Scheme::Paper, &rows, 1), expected);
        assert_eq!(trail(Scheme::Euler, &rows, 1), expected);
        // There the spike has the label of the row after the peak, which is found by its potential.
        assert_eq!(trail(Scheme::Izh2003, &rows, 2), expected);
        let exact = [point(-40.0, 29.3), point(-65.0, -65.0), point(-64.0, -64.0)];
        let mut points = trail(Scheme::Exact, &exact, 0);
        // The peak was rounded by the trace.
        points[1].1 = points[1].1.round();
        let expected = vec![
            (-40.0, at(-40.0), false, Between),
            (29.3, at(29.3).round(), true, Peak),
            (-65.0, at(-65.0), false, Reset),
            (-64.0, at(-64.0), true, Between),
        ];
        assert_eq!(points, expected);
    }

    #[test]
    fn a_trail_that_begins_at_a_peak_begins_with_the_reset() {
        let rows = [point(29.3, 29.3), point(-65.0, -65.0)];
        let points = trail(Scheme::Paper, &rows, 0);
        assert_eq!((points.len(), points[0].2, points[0].3), (1, false, RateKind::Reset));
    }

    #[test]
    fn among_several_samples_no_row_is_known() {
        let mut several = point(-50.0, -40.0);
        several.u.high = -9.0;
        let points = trail(Scheme::Exact, &[several], 7);
        assert_eq!((points.len(), points[0].0, points[0].3), (1, -45.0, RateKind::Between));
    }
}
