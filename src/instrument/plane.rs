//! The phase plane: the moment shown, the trail that led there, and the axes.

use super::Scope;
use super::analyses::{Plane, TrailPoint};
use crate::model::{Neuron, State};
use crate::scope::Page;
use crate::trace::{ModelNs, Point, Range};

/// Length of the trail in model time (ms).
const TRAIL_MS: f64 = 300.0;
/// Most points of a path, roughly.
const PATH_POINTS_MAX: usize = 4096;
/// Model time whose states the axes include (ms).
const FIT_MS: f64 = 1000.0;
/// Divisions of both axes.
const DIVISIONS: f64 = 7.0;
/// Highest lower end of the voltage axis (mV).
const LOW_MV: f64 = -80.0;
/// Half-width of the part of the v nullcline around its lowest point that the axes include (mV).
const VALLEY_MV: f64 = 16.0;
/// A sample within this distance of the peak is a spike (mV).
const NEAR_PEAK_MV: f64 = 0.5;

impl Scope {
    /// Axes of the phase plane.
    #[must_use]
    pub fn plane(&self) -> &Plane {
        &self.record().plane
    }

    /// The whole current at the moment shown, which moves the v nullcline.
    #[must_use]
    pub fn driving_current(&self) -> f64 {
        // A change by a key moves the nullcline before the next step.
        if self.circuit.is_none() && !self.moment().is_past() {
            return self.engine().current();
        }
        let current = self.reading().and_then(|reading| reading.current);
        let constant = || self.situation().constant.total();
        current.map_or_else(constant, |current| f64::from(current.middle()))
    }

    /// The trail that led to the state shown, the oldest point first.
    #[must_use]
    pub fn trail(&self) -> Vec<TrailPoint> {
        let mut trail = Vec::new();
        let (neuron, shown_ns) = (self.situation().neuron, self.moment().time_ns());
        let mut previous: Option<(ModelNs, State)> = None;
        for point in self.trail_points() {
            let from = previous.filter(|(ns, _)| !self.record().plane.breaks(*ns, point.time_ns));
            let age_ms = shown_ns.since(point.time_ns).to_ms();
            let end = extend(&mut trail, &neuron, from.map(|(_, state)| state), &point, age_ms);
            previous = end.map(|state| (point.time_ns, state));
        }
        trail
    }

    /// The samples of the trail.
    pub(super) fn trail_points(&self) -> impl Iterator<Item = Point> + '_ {
        self.path(TRAIL_MS)
    }

    /// The samples of the last `length_ms` up to the moment shown.
    fn path(&self, length_ms: f64) -> impl Iterator<Item = Point> + '_ {
        let end_ns = self.moment().time_ns();
        let start_ns = end_ns.since(ModelNs::from_ms_down(length_ms));
        let start_ns = start_ns.max(self.situation().since_ns);
        self.trace().path(start_ns, end_ns, PATH_POINTS_MAX)
    }

    /// Fits the axes of the phase plane, if it is shown.
    pub(super) fn fit_plane(&mut self) {
        if self.page != Page::Phase {
            return;
        }
        let situation = self.situation();
        let mut bounds = frame(&situation.neuron, situation.constant.total());
        drop(situation);
        for (bounds, recent) in bounds.iter_mut().zip(self.recent_bounds().into_iter().flatten()) {
            *bounds = (bounds.0.min(f64::from(recent.low)), bounds.1.max(f64::from(recent.high)));
        }
        let [(v_low, v_high), (u_low, u_high)] = bounds;
        let plane = &mut self.record_mut().plane;
        plane.v.follow(v_low, v_high, DIVISIONS);
        plane.u.follow(u_low, u_high, DIVISIONS);
        self.fit_rate();
    }

    /// Bounds of v and u within [`FIT_MS`] before the moment shown.
    fn recent_bounds(&self) -> Option<[Range; 2]> {
        let bounds = self.path(FIT_MS).map(|point| [point.v, point.u]);
        bounds.reduce(|[mut v, mut u], [other_v, other_u]| {
            v.include(other_v);
            u.include(other_u);
            [v, u]
        })
    }
}

/// The bounds of `v` (mV) and `u` that the axes include for `neuron` under `current` in any state: reset,
/// peak, the valley of the v nullcline, and rest points.
fn frame(neuron: &Neuron, current: f64) -> [(f64, f64); 2] {
    let valley_mv = neuron.valley_mv();
    let [_, _, quadratic] = neuron.equations.polynomial(neuron.equations.side(valley_mv));
    let low_mv = LOW_MV.min(neuron.c_mv).min(valley_mv - VALLEY_MV);
    let high_mv = neuron.peak_mv.max(valley_mv + VALLEY_MV);
    let bottom = neuron.v_nullcline(valley_mv, current);
    let height = quadratic * VALLEY_MV * VALLEY_MV;
    let mut u = (bottom - 0.25 * height, bottom + height);
    let rests = neuron.rest_points(current).into_iter().map(|point| point.state);
    for rest in rests.filter(|rest| (low_mv..valley_mv + VALLEY_MV).contains(&rest.v)) {
        u = (u.0.min(rest.u), u.1.max(rest.u));
    }
    [(low_mv, high_mv), u]
}

/// Adds a point of the trace to the trail that has reached `from`; returns the state that the next point
/// joins. A spike is drawn up to the peak; the reset is not drawn as a path.
fn extend(
    trail: &mut Vec<TrailPoint>,
    neuron: &Neuron,
    from: Option<State>,
    point: &Point,
    age_ms: f64,
) -> Option<State> {
    let u = f64::from(point.u.middle());
    let before = from.map_or(u, |from| from.u);
    let peak_mv = neuron.peak_mv_at(u).min(neuron.peak_mv_at(before)) - NEAR_PEAK_MV;
    let mut add = |v: f64, u: f64, joined| {
        trail.push(TrailPoint { age_ms, state: State { v, u }, joined });
    };
    let (low_mv, high_mv) = (f64::from(point.v.low), f64::from(point.v.high));
    if high_mv < peak_mv {
        let v = f64::from(point.v.middle());
        add(v, u, from.is_some());
        return Some(State { v, u });
    }
    // Under the exact scheme a spike follows its sample; otherwise the peak is a sample of its own, or
    // one among several.
    let single = point.u.low == point.u.high && low_mv < peak_mv;
    if single {
        add(low_mv, u, from.is_some());
    }
    add(high_mv, if single { u } else { before }, single || from.is_some());
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Equations;

    fn neuron() -> Neuron {
        let equations = Equations::Standard;
        Neuron { equations, a: 0.02, b: 0.2, c_mv: -65.0, d: 8.0, peak_mv: 30.0 }
    }

    fn point(low: f32, high: f32, u: f32) -> Point {
        let at = |value| Range { low: value, high: value };
        let (v, unstable_below_mv) = (Range { low, high }, None);
        Point { time_ns: ModelNs::ZERO, v, u: at(u), current: at(0.0), unstable_below_mv }
    }

    /// v, u and joined of what a trail of these points is made of.
    fn trail(points: &[Point]) -> Vec<(f64, f64, bool)> {
        let (mut trail, mut from) = (Vec::new(), None);
        for point in points {
            from = extend(&mut trail, &neuron(), from, point, 0.0);
        }
        trail.iter().map(|point| (point.state.v, point.state.u, point.joined)).collect()
    }

    #[test]
    fn a_reset_is_no_path() {
        // A sample at the peak, u raised with it, as the published script records a spike.
        let paper =
            [point(-50.0, -50.0, -10.0), point(30.0, 30.0, -2.0), point(-64.0, -64.0, -2.0)];
        let expected = [(-50.0, -10.0, false), (30.0, -10.0, true), (-64.0, -2.0, false)];
        assert_eq!(trail(&paper), expected);
        // A spike between two samples, as the true solution has it.
        let exact =
            [point(-50.0, -50.0, -10.0), point(-4.0, 30.0, -9.0), point(-64.0, -64.0, -1.0)];
        let expected =
            [(-50.0, -10.0, false), (-4.0, -9.0, true), (30.0, -9.0, true), (-64.0, -1.0, false)];
        assert_eq!(trail(&exact), expected);
        // A spike somewhere among several samples.
        let mut several = point(-65.0, 30.0, -10.0);
        several.u.high = -2.0;
        let expected = [(-50.0, -10.0, false), (30.0, -10.0, true), (-64.0, -2.0, false)];
        let points = [point(-50.0, -50.0, -10.0), several, point(-64.0, -64.0, -2.0)];
        assert_eq!(trail(&points), expected);
    }
}
