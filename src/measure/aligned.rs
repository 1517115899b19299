//! Averages of a signal around events: the spike-triggered average.
//!
//! Offset `j` of an average is the row `j` rows after that of the event, or before it where `j` is
//! negative. Means and standard deviations are updated event by event (Welford, Technometrics 4
//! (1962) 419), so they are exact where all values are equal.
//!
//! ```
//! use izh_tui::measure::Aligned;
//!
//! let mut average = Aligned::new(1, 1);
//! average.add(0, [-60.0, 30.0, -65.0]);
//! average.add(0, [-58.0, 30.0]); // the run ended
//! let of: Vec<_> = average.offsets().map(|(j, of)| (j, of.n(), of.mean(), of.sd())).collect();
//! let expected = [
//!     (-1, 2, Some(-59.0), Some(1.0)),
//!     (0, 2, Some(30.0), Some(0.0)),
//!     (1, 1, Some(-65.0), Some(0.0)),
//! ];
//! assert_eq!(of, expected);
//! ```

use std::collections::VecDeque;

use crate::engine::{Clock, Spike, Step};

/// Number, mean and standard deviation of values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
}

impl Moments {
    /// Adds a value.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (value - self.mean);
    }

    /// Number of values.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; `None` without values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// Their standard deviation, that of the population; `None` without values.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        (self.n > 0).then(|| (self.squares / self.n as f64).sqrt())
    }
}

/// The average of windows of a signal, all aligned at their events.
#[derive(Clone, Debug, PartialEq)]
pub struct Aligned {
    before: usize,
    offsets: Vec<Moments>,
}

impl Aligned {
    /// An average over offsets from `-before` to `after`, without windows.
    #[must_use]
    pub fn new(before: usize, after: usize) -> Self {
        Self { before, offsets: vec![Moments::default(); before + 1 + after] }
    }

    /// Adds the window of an event: its values from the one with index `first` on, where index 0 is
    /// offset `-before`. Values beyond the last offset are left out.
    pub fn add(&mut self, first: usize, values: impl IntoIterator<Item = f64>) {
        let offsets = self.offsets.get_mut(first..).unwrap_or_default();
        offsets.iter_mut().zip(values).for_each(|(of, value)| of.add(value));
    }

    /// Every offset with its values, in order.
    pub fn offsets(&self) -> impl Iterator<Item = (i64, &Moments)> {
        (-(self.before as i64)..).zip(&self.offsets)
    }
}

/// The row of a spike: the first row at or after it, which under a scheme of fixed steps is the one
/// with its label.
#[must_use]
pub fn row_of(spike: &Spike, clock: &Clock) -> Step {
    let mut row = spike.step;
    while clock.time_ms(row) < spike.time_ms {
        row = Step(row.0 + 1);
    }
    row
}

/// The spike-triggered average of a signal, built while a run goes on: its memory is that of one
/// window, however long the run is. Windows of different spikes may overlap.
#[derive(Clone, Debug)]
pub struct SpikeAverage {
    aligned: Aligned,
    clock: Clock,
    /// Rows after a spike that belong to its window.
    after: u64,
    /// The latest rows, as many as a window has.
    latest: VecDeque<f64>,
    /// The row that comes next.
    next: u64,
    /// Rows of spikes whose windows are incomplete, in order.
    pending: VecDeque<u64>,
}

impl SpikeAverage {
    /// An average over the rows of a run that starts at step 0, from `before` rows before each spike
    /// to `after` rows after it; `clock` is that of the run.
    #[must_use]
    pub fn new(before: usize, after: usize, clock: Clock) -> Self {
        Self {
            aligned: Aligned::new(before, after),
            clock,
            after: after as u64,
            latest: VecDeque::with_capacity(before + 1 + after),
            next: 0,
            pending: VecDeque::new(),
        }
    }

    /// Takes the next row, with this value of the signal.
    #[inline]
    pub fn row(&mut self, step: Step, value: f64) {
        self.next = step.0;
        while self.pending.front().is_some_and(|row| row + self.after < step.0) {
            self.complete_first();
        }
        if self.latest.len() == self.aligned.offsets.len() {
            self.latest.pop_front();
        }
        self.latest.push_back(value);
        self.next += 1;
    }

    /// Adds `more` to the value of the last row.
    pub fn add_to_last(&mut self, more: f64) {
        self.latest.iter_mut().next_back().into_iter().for_each(|last| *last += more);
    }

    /// Takes a spike. Its row may already have come, as the last one, or may come later.
    pub fn spike(&mut self, spike: &Spike) {
        self.pending.push_back(row_of(spike, &self.clock).0);
    }

    /// Ends all windows: what follows does not continue what was before.
    pub fn restart(&mut self) {
        while !self.pending.is_empty() {
            self.complete_first();
        }
        self.latest.clear();
    }

    /// The average of all windows, those at the end of the run with as many rows as exist.
    #[must_use]
    pub fn finish(mut self) -> Aligned {
        self.restart();
        self.aligned
    }

    /// Adds the rows that exist of the first window that is incomplete.
    fn complete_first(&mut self) {
        let Some(row) = self.pending.pop_front() else { return };
        let kept = self.next - self.latest.len() as u64;
        // Row `kept` has this index within the window, if the window begins before it.
        let begin = (kept + self.aligned.before as u64).saturating_sub(row) as usize;
        let skipped = row.saturating_sub(kept + self.aligned.before as u64) as usize;
        self.aligned.add(begin, self.latest.iter().skip(skipped).copied());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;

    /// Averages of rows with value `value(k)`, by every offset: n, mean and sd.
    fn streamed(
        rows: u64,
        spikes: &[(u64, f64)],
        (before, after): (usize, usize),
        value: impl Fn(u64) -> f64,
    ) -> Vec<(i64, u64, Option<f64>, Option<f64>)> {
        let clock = Clock::new(4);
        let mut average = SpikeAverage::new(before, after, clock);
        for k in 0..rows {
            average.row(Step(k), value(k));
            for (step, late_ms) in spikes.iter().filter(|(step, _)| *step == k) {
                let time_ms = clock.time_ms(Step(*step)) + late_ms;
                let neuron = NeuronId::FIRST;
                average.spike(&Spike { neuron, step: Step(*step), time_ms });
            }
        }
        let aligned = average.finish();
        aligned.offsets().map(|(j, of)| (j, of.n(), of.mean(), of.sd())).collect()
    }

    #[test]
    fn windows_overlap_and_end_with_the_run() {
        // At rows 1, 3, 4 and 9 of ten: every offset by hand.
        let spikes = [(1, 0.0), (3, 0.0), (4, 0.0), (9, 0.0)];
        let found = streamed(10, &spikes, (2, 3), |k| k as f64);
        let mean = |rows: &[f64]| rows.iter().sum::<f64>() / rows.len() as f64;
        let sd = |rows: &[f64]| {
            let mean = mean(rows);
            (rows.iter().map(|row| (row - mean) * (row - mean)).sum::<f64>() / rows.len() as f64)
                .sqrt()
        };
        let by_hand: [(i64, &[f64]); 6] = [
            (-2, &[1.0, 2.0, 7.0]),
            (-1, &[0.0, 2.0, 3.0, 8.0]),
            (0, &[1.0, 3.0, 4.0, 9.0]),
            (1, &[2.0, 4.0, 5.0]),
            (2, &[3.0, 5.0, 6.0]),
            (3, &[4.0, 6.0, 7.0]),
        ];
        assert_eq!(found.len(), by_hand.len());
        for (found, (offset, rows)) in found.iter().zip(by_hand) {
            assert_eq!((found.0, found.1), (offset, rows.len() as u64));
            assert!((found.2.unwrap() - mean(rows)).abs() < 1e-12, "{found:?}");
            assert!((found.3.unwrap() - sd(rows)).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn a_spike_between_rows_belongs_to_the_later_one() {
        let found = streamed(8, &[(3, 0.1)], (1, 1), |k| k as f64);
        let means: Vec<_> = found.iter().map(|found| found.2).collect();
        assert_eq!(means, [Some(3.0), Some(4.0), Some(5.0)]);
        // Its row does not exist any more.
        let found = streamed(4, &[(3, 0.1)], (2, 1), |k| k as f64);
        let counts: Vec<_> = found.iter().map(|found| (found.1, found.2)).collect();
        assert_eq!(counts, [(1, Some(2.0)), (1, Some(3.0)), (0, None), (0, None)]);
    }

    #[test]
    fn equal_values_have_no_deviation_and_large_ones_keep_theirs() {
        let spikes: Vec<_> = (0..1000).map(|k| (k, 0.0)).collect();
        for (_, _, mean, sd) in streamed(1000, &spikes, (3, 3), |_| 0.1) {
            assert_eq!((mean, sd), (Some(0.1), Some(0.0)));
        }
        let alternating = streamed(1000, &spikes, (0, 0), |k| 1e9 + (k % 2) as f64);
        assert!((alternating[0].3.unwrap() - 0.5).abs() < 1e-6, "{alternating:?}");
    }

    #[test]
    fn a_restart_ends_all_windows() {
        let mut average = SpikeAverage::new(1, 2, Clock::new(1));
        let spike =
            |row: u64| Spike { neuron: NeuronId::FIRST, step: Step(row), time_ms: row as f64 };
        for k in 0..6 {
            if k == 3 {
                average.restart();
            }
            if k == 2 || k == 3 {
                average.spike(&spike(k));
            }
            average.row(Step(k), k as f64);
        }
        let aligned = average.finish();
        let found: Vec<_> = aligned.offsets().map(|(_, of)| (of.n(), of.mean())).collect();
        assert_eq!(found, [(1, Some(1.0)), (2, Some(2.5)), (1, Some(4.0)), (1, Some(5.0))]);
    }
}
