//! Bounded memory of the past, and the envelope that is drawn from it. Times in it are [`ModelNs`].
//!
//! A [`Trace`] keeps samples in levels: the lowest holds them one by one, each higher one holds the
//! minimum and maximum over four points of the level below. Drawing picks the level that suits the
//! zoom, so it costs the same for a millisecond and for an hour, and no spike is lost between two
//! columns. A [`Sweep`] keeps one picture that is drawn over in each pass. Of circuits, [`Raster`]
//! keeps the spikes and [`Activity`] their number in each millisecond.
//!
//! ```
//! use izh_tui::trace::{Column, ModelNs, Trace};
//!
//! let mut trace = Trace::default();
//! for step in 0..8_u64 {
//!     let v = if step == 5 { 30.0 } else { -65.0 };
//!     trace.push(ModelNs::of_steps(step, 4), v, -13.0, 0.0); // every 0.25 ms
//! }
//! let mut columns = [Column::default(); 2];
//! trace.envelope(ModelNs::ZERO, ModelNs::from_ms(1.0), &mut columns); // two columns of 1 ms
//! assert_eq!(columns[1].v.map(|v| (v.low, v.high)), Some((-65.0, 30.0)));
//! ```

mod activity;
mod envelope;
mod excerpt;
mod level;
mod range;
mod raster;
mod sweep;
mod time;

pub use activity::Activity;
pub use envelope::Column;
pub use excerpt::Excerpt;
pub use range::Range;
pub use raster::Raster;
pub use sweep::{Sweep, SweepPicture};
pub use time::ModelNs;

pub use level::Point;

use level::Level;

/// Points of the lowest level.
const SAMPLES_MAX: usize = 32_768;
/// Points of each level above.
const POINTS_MAX: usize = 8_192;
/// Most samples that are drawn one by one: some tens of microseconds of work.
const DRAWN_SAMPLES_MAX: usize = 8_192;
/// Number of levels; the highest point stands for `4^11` samples.
const LEVELS: usize = 12;

/// The recent past of one neuron.
#[derive(Clone, Debug)]
pub struct Trace {
    levels: Vec<Level>,
    /// Time of the last sample whose step was too long (ns).
    marked_ns: Option<ModelNs>,
}

impl Default for Trace {
    fn default() -> Self {
        let level = |index| Level::new(if index == 0 { SAMPLES_MAX } else { POINTS_MAX });
        Self { levels: (0..LEVELS).map(level).collect(), marked_ns: None }
    }
}

impl Trace {
    /// Adds a sample at `time_ns`, which must not be before the last one.
    pub fn push(&mut self, time_ns: ModelNs, v: f64, u: f64, current: f64) {
        let mut point = Point::sample(time_ns, v, u, current);
        for level in &mut self.levels {
            match level.push(point) {
                Some(merged) => point = merged,
                None => break,
            }
        }
    }

    /// Lets the membrane potential reach `peak_mv` within the step of the last sample: a spike of
    /// the true solution falls between two samples.
    pub fn raise_last(&mut self, peak_mv: f64) {
        self.change_last(|point| point.v.high = point.v.high.max(peak_mv as f32));
    }

    /// Marks that the step of the last sample was too long: it started from below `bound_mv`.
    pub fn mark_unstable(&mut self, bound_mv: f64) {
        self.change_last(|point| point.unstable_below_mv = Some(bound_mv as f32));
        self.marked_ns = self.newest_ns();
    }

    /// Whether a step was too long at `start_ns` or later.
    #[must_use]
    pub fn is_marked_since(&self, start_ns: ModelNs) -> bool {
        self.marked_ns.is_some_and(|marked_ns| marked_ns >= start_ns)
    }

    fn change_last(&mut self, change: impl Fn(&mut Point)) {
        for level in &mut self.levels {
            // Above an open merge no level has the last sample yet.
            if level.change_last(&change) {
                break;
            }
        }
    }

    /// Time of the oldest sample that can still be drawn (ns).
    #[must_use]
    pub fn oldest_ns(&self) -> Option<ModelNs> {
        self.levels.iter().filter_map(Level::oldest_ns).min()
    }

    /// Time of the newest sample (ns).
    #[must_use]
    pub fn newest_ns(&self) -> Option<ModelNs> {
        self.levels[0].newest_ns()
    }

    /// What is kept of the moment `time_ns`: the last sample up to then, and that it is one; or the
    /// bounds of some samples among which it is, where those are no longer known one by one.
    #[must_use]
    pub fn at(&self, time_ns: ModelNs) -> Option<(Point, bool)> {
        let kept = |level: &Level| level.oldest_ns().is_some_and(|oldest_ns| oldest_ns <= time_ns);
        let index = self.levels.iter().position(kept)?;
        self.levels[index].at(time_ns).map(|point| (point, index == 0))
    }

    /// Fills `columns` with the envelope from `start_ns` on, `column_ns` for each column.
    pub fn envelope(&self, start_ns: ModelNs, column_ns: ModelNs, columns: &mut [Column]) {
        let level = self.level_for(start_ns, column_ns);
        let end_ns = start_ns + column_ns * columns.len();
        envelope::fill(self.points(level, start_ns, end_ns), start_ns, column_ns, columns);
    }

    /// As [`Self::envelope`], sample by sample if that is not too much: then equal samples make
    /// equal columns, wherever in time they are. The coarser points of a level are cut from the
    /// start of the run.
    pub fn envelope_of_samples(
        &self,
        start_ns: ModelNs,
        column_ns: ModelNs,
        columns: &mut [Column],
    ) {
        let end_ns = start_ns + column_ns * columns.len();
        if self.levels[0].count(start_ns, end_ns) > DRAWN_SAMPLES_MAX {
            return self.envelope(start_ns, column_ns, columns);
        }
        let level = self.level_reaching(0, start_ns);
        envelope::fill(self.points(level, start_ns, end_ns), start_ns, column_ns, columns);
    }

    /// What happened from `start_ns` to `end_ns`, both included, in order of time: sample by sample
    /// where that makes no more than about `most` points, in coarser ones otherwise, and where the
    /// samples are no longer known.
    pub fn path(
        &self,
        start_ns: ModelNs,
        end_ns: ModelNs,
        most: usize,
    ) -> impl Iterator<Item = Point> + '_ {
        let few = |level: &Level| level.count(start_ns, end_ns) <= most;
        let finest = self.levels.iter().position(few).unwrap_or(LEVELS - 1);
        let level = self.level_reaching(finest, start_ns);
        let within = start_ns..=end_ns;
        self.points(level, start_ns, end_ns + ModelNs::ONE)
            .filter(move |point| within.contains(&point.time_ns))
    }

    /// The level whose points are fine enough for the columns and reach back to `start_ns`.
    fn level_for(&self, start_ns: ModelNs, column_ns: ModelNs) -> usize {
        let fine = |level: &Level| level.spacing_ns().is_some_and(|ns| ns * 2 <= column_ns);
        self.level_reaching(self.levels.iter().rposition(fine).unwrap_or(0), start_ns)
    }

    /// The first level from `finest` on that reaches back to `start_ns`.
    fn level_reaching(&self, finest: usize, start_ns: ModelNs) -> usize {
        let reaches = |level: &Level| level.oldest_ns().is_some_and(|ns| ns <= start_ns);
        // Where no level reaches that far back, all begin at the same sample or hold what is left.
        let reaching = self.levels[finest..].iter().position(reaches);
        reaching.map_or_else(|| self.longest_from(finest), |above| finest + above)
    }

    fn longest_from(&self, finest: usize) -> usize {
        let oldest = |index: &usize| self.levels[*index].oldest_ns().unwrap_or(ModelNs::MAX);
        (finest..LEVELS).min_by_key(oldest).unwrap_or(finest)
    }

    /// Points of `level` from the last before `start_ns` to the first past `end_ns`, and what has
    /// not been merged into that level yet.
    fn points(
        &self,
        level: usize,
        start_ns: ModelNs,
        end_ns: ModelNs,
    ) -> impl Iterator<Item = Point> + '_ {
        let complete = self.levels[level].between(start_ns, end_ns);
        let pending = self.levels[..level].iter().rev().filter_map(Level::open);
        complete.chain(pending.filter(move |point| point.time_ns < end_ns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples at 0.25 ms with a spike of one sample every 50 ms.
    fn trace(samples: u64) -> Trace {
        let mut trace = Trace::default();
        for k in 0..samples {
            let v = if k % 200 == 100 { 30.0 } else { -65.0 };
            trace.push(ModelNs::of_steps(k, 4), v, -13.0, k as f64);
        }
        trace
    }

    fn spikes(columns: &[Column]) -> usize {
        columns.iter().filter(|column| column.v.is_some_and(|v| v.high == 30.0)).count()
    }

    #[test]
    fn no_spike_is_lost_at_any_zoom() {
        let trace = trace(20_000);
        for columns in [160, 250, 1000, 4000] {
            let mut drawn = vec![Column::default(); columns];
            let column_ns = ModelNs::part_of_ms(5000.0, columns);
            trace.envelope(ModelNs::ZERO, column_ns, &mut drawn);
            // 100 spikes, 50 ms apart; a column of up to 31 ms holds at most one.
            assert!(spikes(&drawn) >= 100, "{columns} columns: {}", spikes(&drawn));
        }
    }

    #[test]
    fn a_path_is_as_fine_as_it_may_be() {
        let trace = trace(100_000);
        let path = |ms: [f64; 2], most| {
            let [start_ns, end_ns] = ms.map(ModelNs::from_ms);
            trace.path(start_ns, end_ns, most).collect::<Vec<_>>()
        };
        // 0.25 ms apart, both ends included, and the spike among them.
        let fine = path([24_000.0, 24_050.0], 1000);
        assert_eq!(fine.len(), 201);
        assert_eq!(fine.iter().filter(|point| point.v.high == 30.0).count(), 1);
        assert!(fine.windows(2).all(|pair| pair[0].time_ns < pair[1].time_ns));
        // Four or sixteen to a point, and what has not been merged yet.
        assert!((45..=60).contains(&path([24_949.0, 25_000.0], 100).len()));
        // The samples of long ago are gone; what is left of them are bounds.
        let old = path([1_000.0, 1_300.0], 5000);
        assert!(!old.is_empty() && old.iter().any(|point| point.v.high == 30.0));
        assert!(Trace::default().path(ModelNs::ZERO, ModelNs::new(10), 5).next().is_none());
    }

    #[test]
    fn a_moment_is_a_sample_or_what_is_left_of_it() {
        let trace = trace(100_000);
        assert_eq!(Trace::default().at(ModelNs::new(5)), None);
        // The samples are 0.25 ms apart, and their current counts them.
        for (time_ms, current) in [(24_999.75, 99_999.0), (24_990.1, 99_960.0)] {
            let (point, exact) = trace.at(ModelNs::from_ms(time_ms)).expect("kept");
            assert!(exact && point.current == Range { low: current, high: current }, "{point:?}");
        }
        assert_eq!(trace.at(ModelNs::MAX).map(|(point, _)| point.current.low), Some(99_999.0));
        let (point, exact) = trace.at(ModelNs::from_ms(1000.1)).expect("kept");
        assert!(!exact && point.current.low <= 4000.0 && 4000.0 <= point.current.high, "{point:?}");
    }

    #[test]
    fn equal_samples_make_equal_columns_wherever_they_are() {
        // Passes of 201 samples, which no level divides.
        let mut trace = Trace::default();
        for k in 0..2010u64 {
            let v = if k % 201 == 100 { 30.0 } else { (k % 201) as f64 * 0.1 - 65.0 };
            trace.push(ModelNs::of_steps(k, 4), v, 0.0, 0.0);
        }
        let pass = |pass: u64| {
            let mut drawn = vec![Column::default(); 20];
            let start_ns = ModelNs::of_steps(pass * 201, 4);
            trace.envelope_of_samples(start_ns, ModelNs::from_ms(2.5), &mut drawn);
            drawn
        };
        assert!((1..9).all(|later| pass(later) == pass(0)));
    }

    #[test]
    fn memory_is_bounded_and_the_distant_past_stays_visible() {
        let trace = trace(3_000_000);
        assert!(trace.levels.iter().all(|level| level.len() <= SAMPLES_MAX));
        assert_eq!(trace.oldest_ns(), Some(ModelNs::ZERO));
        let mut drawn = vec![Column::default(); 100];
        trace.envelope(ModelNs::ZERO, ModelNs::from_ms(7500.0), &mut drawn);
        assert_eq!(spikes(&drawn), 100);
    }

    #[test]
    fn the_newest_sample_is_always_included() {
        for samples in 1..300 {
            let mut trace = trace(samples);
            trace.raise_last(99.0);
            let mut drawn = vec![Column::default(); 10];
            trace.envelope(ModelNs::ZERO, ModelNs::from_ms(75.0), &mut drawn);
            let highest = drawn.iter().filter_map(|c| c.v).map(|v| v.high).fold(-1e9, f32::max);
            assert_eq!(highest, 99.0, "{samples}");
        }
    }

    #[test]
    fn a_step_that_was_too_long_stays_marked_at_any_zoom() {
        for at in 1..200 {
            let mut trace = trace(at);
            trace.mark_unstable(-162.5);
            for k in at..50_000 {
                trace.push(ModelNs::of_steps(k, 4), -65.0, -13.0, 0.0);
            }
            for columns in [7, 160, 1000, 50_000] {
                let mut drawn = vec![Column::default(); columns];
                trace.envelope(ModelNs::ZERO, ModelNs::part_of_ms(12_500.0, columns), &mut drawn);
                let marks = drawn.iter().filter_map(|column| column.unstable_below_mv);
                let marks: Vec<f32> = marks.collect();
                // Samples of long ago are kept 16 to a point, and lines lead from point to point.
                let most = if columns > 1000 { 32 } else { 2 };
                assert!((1..=most).contains(&marks.len()), "{at}: {columns}: {}", marks.len());
                assert!(marks.iter().all(|bound_mv| *bound_mv == -162.5));
            }
        }
    }

    #[test]
    fn between_distant_samples_the_envelope_is_a_straight_line() {
        let mut trace = Trace::default();
        trace.push(ModelNs::ZERO, 0.0, 0.0, 0.0);
        trace.push(ModelNs::from_ms(1.0), 10.0, 0.0, 0.0);
        let mut drawn = vec![Column::default(); 12];
        trace.envelope(ModelNs::ZERO, ModelNs::from_ms(0.1), &mut drawn);
        let v = drawn[5].v.expect("interpolated");
        assert!((v.low - 5.5).abs() < 0.1 && (v.high - 5.5).abs() < 0.1, "{v:?}");
        assert!(drawn[11].v.is_none());
    }
}
