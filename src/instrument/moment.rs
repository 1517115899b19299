//! The one moment that every figure on a scope belongs to: the newest step, or a step of the past.

use crate::model::State;
use crate::trace::{ModelNs, Point, Range, Trace};

/// A moment of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The label of its step (ms).
    pub time_ms: f64,
    /// Model time from this moment to the newest step (ms); 0 for the newest step.
    pub back_ms: f64,
}

impl Moment {
    /// Whether the moment is earlier than the newest step.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.back_ms > 0.0
    }

    /// The label of its step as traces keep it (ns).
    #[must_use]
    pub fn time_ns(self) -> ModelNs {
        ModelNs::from_ms(self.time_ms)
    }
}

/// State and current at a moment: the sample of its step, or bounds where only an envelope is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Membrane potential (mV).
    pub v: Range,
    /// Recovery variable.
    pub u: Range,
    /// The whole current, if it is known.
    pub current: Option<Range>,
}

impl Reading {
    /// The present state of a model that has made no step since it was started or set from outside.
    pub(super) fn of(state: State, current: Option<f64>) -> Self {
        let at = |value: f64| Range { low: value as f32, high: value as f32 };
        Self { v: at(state.v), u: at(state.u), current: current.map(at) }
    }

    /// The centre of the bounds.
    #[must_use]
    pub fn state(&self) -> State {
        State { v: f64::from(self.v.middle()), u: f64::from(self.u.middle()) }
    }
}

/// A moment, and its reading in a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) moment: Moment,
    pub(super) reading: Option<Reading>,
}

/// Finds the moment `back_ns` before the newest sample of `trace`, which was taken at `newest_ns`.
pub(super) fn find(trace: &Trace, newest_ns: ModelNs, back_ns: ModelNs) -> Found {
    let edge_ns = newest_ns.since(back_ns);
    let kept = trace.at(edge_ns);
    // A single sample has its own label; an envelope of several is given the requested time.
    let time_ns = match kept {
        Some((point, true)) => point.time_ns,
        _ => edge_ns,
    };
    let back_ms = if back_ns == ModelNs::ZERO { 0.0 } else { (newest_ns - time_ns).to_ms() };
    let moment = Moment { time_ms: time_ns.to_ms(), back_ms };
    Found { moment, reading: kept.map(|(point, exact)| reading(&point, exact)) }
}

/// What is kept in `point`, which is a single sample or an envelope.
pub(super) fn reading(point: &Point, is_sample: bool) -> Reading {
    let &Point { mut v, u, current, .. } = point;
    if is_sample {
        // The peak was reached after the sample was taken.
        v.high = v.low;
    }
    Reading { v, u, current: Some(current) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples at 0.2 ms whose potential is their number.
    fn trace(samples: u64) -> Trace {
        let mut trace = Trace::default();
        for k in 0..samples {
            trace.push(ModelNs::of_steps(k, 5), k as f64, -13.0, 2.0);
        }
        trace
    }

    #[test]
    fn a_moment_is_that_of_a_sample() {
        let mut trace = trace(1001);
        trace.raise_last(3000.0);
        let at = |back_ns| {
            let Found { moment, reading } = find(&trace, ModelNs::from_ms(200.0), back_ns);
            (moment.time_ms, moment.back_ms, reading.map(|reading| (reading.v.low, reading.v.high)))
        };
        assert_eq!(
            at(ModelNs::ZERO),
            (200.0, 0.0, Some((1000.0, 1000.0))),
            "without the spike that follows"
        );
        assert_eq!(at(ModelNs::from_ms(50.0)), (150.0, 50.0, Some((750.0, 750.0))));
        // Between two samples it is the earlier one.
        assert_eq!(at(ModelNs::from_ms(50.1)), (149.8, 50.2, Some((749.0, 749.0))));
        assert_eq!(at(ModelNs::MAX), (0.0, 200.0, Some((0.0, 0.0))));
    }

    #[test]
    fn of_what_is_long_past_bounds_are_left() {
        let trace = trace(100_000);
        let Found { moment, reading } =
            find(&trace, ModelNs::from_ms(19_999.8), ModelNs::from_ms(18_999.8));
        assert_eq!((moment.time_ms, moment.back_ms), (1000.0, 18_999.8));
        let v = reading.expect("kept").v;
        assert!(v.low < v.high && v.low <= 5000.0 && v.high >= 5000.0, "{v:?}");
    }
}
