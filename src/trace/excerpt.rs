//! A stretch of a trace that is kept apart, with times counted from an origin.

use super::envelope::{self, Column};
use super::level::Point;
use super::time::ModelNs;
use super::{Range, Trace};

/// A stretch of a trace, copied. The times of its points are counted from an origin, such as the event
/// of a trigger or the left edge of a window, so that it can be laid over any other stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    points: Vec<Point>,
}

impl Excerpt {
    /// The stretch of `trace` from `start_ns` to `end_ns`, both included, with times counted from
    /// `origin_ns`: sample by sample where that makes no more than about `most` points, in coarser
    /// ones otherwise.
    #[must_use]
    pub fn of(
        trace: &Trace,
        (start_ns, end_ns): (ModelNs, ModelNs),
        origin_ns: ModelNs,
        most: usize,
    ) -> Self {
        let moved = |point: Point| Point { time_ns: point.time_ns - origin_ns, ..point };
        Self { points: trace.path(start_ns, end_ns, most).map(moved).collect() }
    }

    /// Whether no sample lay in the stretch.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Fills `columns` with the envelope from `start_ns` on, counted from the origin, `column_ns` for
    /// each column.
    pub fn envelope(&self, start_ns: ModelNs, column_ns: ModelNs, columns: &mut [Column]) {
        envelope::fill(self.points.iter().copied(), start_ns, column_ns, columns);
    }

    /// The lowest and the highest of one value in the stretch.
    #[must_use]
    pub fn bounds(&self, value: impl Fn(&Point) -> Range) -> Option<Range> {
        Range::around(self.points.iter().map(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_drawn_as_its_trace_was() {
        let mut trace = Trace::default();
        for k in 0..4000u64 {
            let v = if k % 200 == 100 { 30.0 } else { -65.0 + (k % 7) as f64 };
            trace.push(ModelNs::of_steps(k, 4), v, k as f64, 1.0);
        }
        let ms = |ms: f64| ModelNs::from_ms(ms);
        let (start_ns, column_ns) = (ms(500.0), ms(1.0));
        let excerpt = Excerpt::of(&trace, (start_ns, ms(600.0)), ms(520.0), 1000);
        let (mut drawn, mut expected) = ([Column::default(); 100], [Column::default(); 100]);
        excerpt.envelope(ms(-20.0), column_ns, &mut drawn);
        trace.envelope_of_samples(start_ns, column_ns, &mut expected);
        // The first column of the trace has the line from the sample before, too.
        assert_eq!(drawn[1..], expected[1..]);
        assert_eq!(excerpt.bounds(|point| point.v).map(|v| v.high), Some(30.0));
        assert!(Excerpt::of(&trace, (ms(2000.0), ms(3000.0)), ms(0.0), 10).is_empty());
    }
}
