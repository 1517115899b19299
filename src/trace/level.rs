//! One level of the envelope: a ring of points.

use std::collections::VecDeque;

use super::range::Range;
use super::time::ModelNs;

/// Points of one level that make one of the next.
const FAN_IN: u32 = 4;

/// What happened from one time on: a single sample, or the bounds of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The time (ns).
    pub time_ns: ModelNs,
    /// Membrane potential (mV).
    pub v: Range,
    /// Recovery variable.
    pub u: Range,
    /// Current.
    pub current: Range,
    /// Where a step was too long: the potential below which it was (mV).
    pub unstable_below_mv: Option<f32>,
}

impl Point {
    pub(super) fn sample(time_ns: ModelNs, v: f64, u: f64, current: f64) -> Self {
        let at = |value: f64| Range { low: value as f32, high: value as f32 };
        Self { time_ns, v: at(v), u: at(u), current: at(current), unstable_below_mv: None }
    }

    fn merge(&mut self, later: &Self) {
        self.v.include(later.v);
        self.u.include(later.u);
        self.current.include(later.current);
        self.unstable_below_mv = later.unstable_below_mv.or(self.unstable_below_mv);
    }
}

#[derive(Clone, Debug)]
pub(super) struct Level {
    points: VecDeque<Point>,
    most: usize,
    /// What is being merged for the level above, and how many points it is made of.
    open: Option<(Point, u32)>,
}

impl Level {
    pub(super) fn new(most: usize) -> Self {
        Self { points: VecDeque::new(), most, open: None }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.points.len()
    }

    /// Adds a point; returns one for the level above when it is complete.
    pub(super) fn push(&mut self, point: Point) -> Option<Point> {
        if self.points.len() == self.most {
            self.points.pop_front();
        }
        self.points.push_back(point);
        let (merged, count) = match self.open.take() {
            None => (point, 1),
            Some((mut open, count)) => {
                open.merge(&point);
                (open, count + 1)
            }
        };
        if count == FAN_IN {
            return Some(merged);
        }
        self.open = Some((merged, count));
        None
    }

    /// Changes the last point, and what it is merged into; returns whether that is still open.
    pub(super) fn change_last(&mut self, change: impl Fn(&mut Point)) -> bool {
        let last = self.points.back_mut().into_iter();
        last.chain(self.open.as_mut().map(|(point, _)| point)).for_each(change);
        self.open.is_some()
    }

    pub(super) fn oldest_ns(&self) -> Option<ModelNs> {
        self.points.front().map(|point| point.time_ns)
    }

    pub(super) fn newest_ns(&self) -> Option<ModelNs> {
        self.points.back().map(|point| point.time_ns)
    }

    /// Typical time from one point to the next, as of the latest two (ns).
    pub(super) fn spacing_ns(&self) -> Option<ModelNs> {
        let last = self.points.len().checked_sub(1)?;
        let before = last.checked_sub(1)?;
        Some(self.points[last].time_ns - self.points[before].time_ns)
    }

    /// The last point that begins at `time_ns` or before.
    pub(super) fn at(&self, time_ns: ModelNs) -> Option<Point> {
        let after = self.points.partition_point(|point| point.time_ns <= time_ns);
        after.checked_sub(1).map(|index| self.points[index])
    }

    /// How many points lie from `start_ns` to `end_ns`.
    pub(super) fn count(&self, start_ns: ModelNs, end_ns: ModelNs) -> usize {
        let before = |ns: ModelNs| self.points.partition_point(|point| point.time_ns < ns);
        before(end_ns + ModelNs::ONE).saturating_sub(before(start_ns))
    }

    /// What is being merged for the level above.
    pub(super) fn open(&self) -> Option<Point> {
        self.open.map(|(point, _)| point)
    }

    /// Points from the last before `start_ns` to the first at or past `end_ns`.
    pub(super) fn between(
        &self,
        start_ns: ModelNs,
        end_ns: ModelNs,
    ) -> impl Iterator<Item = Point> + '_ {
        let before = |ns: ModelNs| self.points.partition_point(|point| point.time_ns < ns);
        let first = before(start_ns).saturating_sub(1);
        let last = (before(end_ns) + 1).min(self.points.len());
        self.points.range(first.min(last)..last).copied()
    }
}
