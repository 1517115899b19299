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

    /// The mean of `excerpts` at each time from the origin: every point counts for a bin as wide as the
    /// points of the first excerpt lie apart. Empty without an excerpt.
    #[must_use]
    pub fn mean<'a>(excerpts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let Some((start_ns, width_ns)) = excerpts.clone().find_map(Self::spacing_ns) else {
            return Self { points: Vec::new() };
        };
        let mut bins: Vec<Bin> = Vec::new();
        for point in excerpts.flat_map(|excerpt| &excerpt.points) {
            let Some(index) = (point.time_ns + width_ns / 2).index_from(start_ns, width_ns) else {
                continue;
            };
            if index >= bins.len() {
                bins.resize(index + 1, Bin::default());
            }
            bins[index].add(point);
        }
        let mean = |(index, bin): (usize, &Bin)| bin.mean(start_ns + width_ns * index);
        Self { points: bins.iter().enumerate().filter_map(mean).collect() }
    }

    /// The time of the first point, and the least distance from one point to the next.
    fn spacing_ns(&self) -> Option<(ModelNs, ModelNs)> {
        let widths = self.points.windows(2).map(|pair| pair[1].time_ns - pair[0].time_ns);
        Some((self.points.first()?.time_ns, widths.min()?.max(ModelNs::ONE)))
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

/// The sums of the points of several excerpts at one time from the origin.
#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    /// Sums of membrane potential, recovery variable and current.
    sums: [f64; 3],
    count: u32,
}

impl Bin {
    fn add(&mut self, point: &Point) {
        for (sum, range) in self.sums.iter_mut().zip([point.v, point.u, point.current]) {
            *sum += f64::from(range.middle());
        }
        self.count += 1;
    }

    /// The point of the means, if there were any points.
    fn mean(&self, time_ns: ModelNs) -> Option<Point> {
        let mean = |sum: f64| sum / f64::from(self.count);
        let [v, u, current] = self.sums.map(mean);
        (self.count > 0).then(|| Point::sample(time_ns, v, u, current))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_taken_at_each_time_from_the_origin() {
        let mut trace = Trace::default();
        for k in 0..4000u64 {
            trace.push(ModelNs::of_steps(k, 4), (k / 1000) as f64, (k % 1000) as f64, 1.0);
        }
        let ms = |ms: f64| ModelNs::from_ms(ms);
        let windows = [0.0, 250.0, 500.0, 750.0].map(|origin| {
            let (start_ns, end_ns) = (ms(origin + 10.0), ms(origin + 60.0));
            Excerpt::of(&trace, (start_ns, end_ns), ms(origin), 1000)
        });
        let mean = Excerpt::mean(windows.iter());
        assert_eq!(mean.points.len(), 201);
        for (k, point) in mean.points.iter().enumerate() {
            assert_eq!(point.time_ns, ms(10.0) + ModelNs::of_steps(k as u64, 4));
            assert_eq!((point.v.low, point.u.low), (1.5, (40 + k) as f32));
        }
        assert!(Excerpt::mean([].iter()).is_empty());
        assert!(Excerpt::mean([windows[0].clone()].iter()) == windows[0]);
    }

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
