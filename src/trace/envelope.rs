//! The lowest and highest value in each column of a picture.

use super::level::Point;
use super::range::Range;
use super::time::ModelNs;

/// What happened within the time of one column; nothing where there is no sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// Membrane potential (mV).
    pub v: Option<Range>,
    /// Recovery variable.
    pub u: Option<Range>,
    /// Current.
    pub current: Option<Range>,
    /// Where a step was too long: the potential below which it was (mV).
    pub unstable_below_mv: Option<f32>,
}

impl Column {
    fn include(&mut self, v: Range, u: Range, current: Range) {
        include(&mut self.v, v);
        include(&mut self.u, u);
        include(&mut self.current, current);
    }

    /// As [`Self::include`], where the recovery variable is not kept.
    pub(super) fn include_sweep(&mut self, v: Range, current: Range) {
        include(&mut self.v, v);
        include(&mut self.current, current);
    }

    /// Marks that a step was too long if there is a bound, and keeps the mark if there is none.
    pub(super) fn mark(&mut self, unstable_below_mv: Option<f32>) {
        self.unstable_below_mv = unstable_below_mv.or(self.unstable_below_mv);
    }
}

fn include(range: &mut Option<Range>, other: Range) {
    match range {
        Some(range) => range.include(other),
        None => *range = Some(other),
    }
}

/// Sorts `points` (in order of time) into `columns`; columns that fall between two points get the
/// straight line from one to the other.
pub(super) fn fill(
    points: impl Iterator<Item = Point>,
    start_ns: ModelNs,
    column_ns: ModelNs,
    columns: &mut [Column],
) {
    columns.fill(Column::default());
    let mut previous: Option<Point> = None;
    // The column of the point before, and its time. Most points share it, and need no division.
    let (mut place, mut held) = (usize::MAX, ModelNs::ZERO..ModelNs::ZERO);
    for point in points {
        if !held.contains(&point.time_ns) {
            let index = point.time_ns.index_from(start_ns, column_ns);
            if let Some(previous) = previous {
                bridge(&previous, &point, start_ns, column_ns, columns);
            }
            place = index.unwrap_or(usize::MAX);
            let from_ns = index.map_or(ModelNs::ZERO, |index| start_ns + column_ns * index);
            held = from_ns..index.map_or(ModelNs::ZERO, |_| from_ns + column_ns);
        }
        if let Some(column) = columns.get_mut(place) {
            column.include(point.v, point.u, point.current);
            column.mark(point.unstable_below_mv);
        }
        previous = Some(point);
    }
}

/// Fills the columns strictly between two points.
fn bridge(from: &Point, to: &Point, start_ns: ModelNs, column_ns: ModelNs, columns: &mut [Column]) {
    let index_of = |point: &Point| point.time_ns.index_from(start_ns, column_ns);
    let first = index_of(from).map_or(0, |index| index + 1);
    let last = index_of(to).unwrap_or(0).min(columns.len());
    let span_ns = to.time_ns - from.time_ns;
    for (index, column) in columns.iter_mut().enumerate().take(last).skip(first) {
        let middle_ns = start_ns + column_ns * index + column_ns / 2;
        let share = (middle_ns - from.time_ns).share_of(span_ns);
        let line = |a: Range, b: Range| {
            let value = a.middle() + (b.middle() - a.middle()) * share;
            Range { low: value, high: value }
        };
        // The current jumps from step to step; only the neuron moves between.
        column.include(line(from.v, to.v), line(from.u, to.u), from.current);
        // The step that led to a sample is the line to it.
        column.mark(to.unstable_below_mv);
    }
}
