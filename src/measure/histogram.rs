//! Histograms of times.
//!
//! ```
//! use izh_tui::measure::{BinWidth, Histogram};
//!
//! let mut histogram = Histogram::new(BinWidth::Ms(5.0));
//! for interval_ms in [4.0, 5.0, 12.0] {
//!     histogram.add(interval_ms);
//! }
//! let rows: Vec<_> = histogram.rows().collect();
//! assert_eq!(rows, [(0.0, 5.0, 1), (5.0, 10.0, 1), (10.0, 15.0, 1)]);
//! ```

use std::sync::LazyLock;

use crate::model::stimulus::decimal;

/// Logarithmic bins in a decade.
const PER_DECADE: i64 = 10;

/// `10^(k/10)`, the lower edges of the logarithmic bins from 1 ms to 10 ms.
#[rustfmt::skip]
const LOG_EDGES: [f64; PER_DECADE as usize] = [
    1.0, 1.2589254117941673, 1.5848931924611134, 1.9952623149688795, 2.51188643150958,
    3.1622776601683795, 3.9810717055349727, 5.011872336272723, 6.3095734448019325,
    7.943282347242815,
];

/// The lowest logarithmic bin, which has everything below it, too: from 1e-9 ms.
const LOG_FIRST: i64 = -9 * PER_DECADE;
/// The highest one, which has everything above it, too: up to 1e16 ms.
const LOG_LAST: i64 = 16 * PER_DECADE - 1;

/// How time is cut into bins. A bin includes its lower edge and not its upper one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BinWidth {
    /// Bin `k` lasts from `k` to `k + 1` times this width (ms, above 0).
    Ms(f64),
    /// Ten bins a decade, each as wide on a logarithmic axis: bin `k` lasts from `10^(k/10)` to
    /// `10^((k+1)/10)` ms.
    Log,
}

impl BinWidth {
    /// The lower edge of bin `index` (ms).
    #[must_use]
    pub fn edge_ms(self, index: i64) -> f64 {
        match self {
            Self::Ms(width_ms) => decimal(index as f64 * width_ms),
            Self::Log => log_edge_ms(index),
        }
    }

    /// The bin of `time_ms`, which is not negative.
    #[must_use]
    pub fn index(self, time_ms: f64) -> i64 {
        let Self::Ms(width_ms) = self else {
            let before = LOG_TABLE.partition_point(|edge_ms| *edge_ms <= time_ms) as i64;
            return (LOG_FIRST + before - 1).clamp(LOG_FIRST, LOG_LAST);
        };
        // The quotient is rounded; the edges decide.
        let mut index = (time_ms / width_ms) as i64;
        while self.edge_ms(index) > time_ms {
            index -= 1;
        }
        while self.edge_ms(index + 1) <= time_ms {
            index += 1;
        }
        index
    }
}

/// The lower edges of all logarithmic bins (ms).
static LOG_TABLE: LazyLock<Vec<f64>> =
    LazyLock::new(|| (LOG_FIRST..=LOG_LAST).map(log_edge_ms).collect());

/// `10^(index/10)` ms.
fn log_edge_ms(index: i64) -> f64 {
    let (decade, within) = (index.div_euclid(PER_DECADE), index.rem_euclid(PER_DECADE));
    // Powers of ten up to the 22nd are exact.
    let scale = (0..decade.abs()).fold(1.0, |scale, _| scale * 10.0);
    let edge = LOG_EDGES[within as usize];
    if decade < 0 { edge / scale } else { edge * scale }
}

/// A histogram of times, with a count for each bin from the first to the last that has any; bins of
/// one width begin at 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    bins: BinWidth,
    /// Index of the first bin that is counted.
    first: i64,
    counts: Vec<u64>,
}

impl Histogram {
    /// A histogram without times.
    #[must_use]
    pub fn new(bins: BinWidth) -> Self {
        Self { bins, first: 0, counts: Vec::new() }
    }

    /// Adds a time (ms), which is not negative.
    pub fn add(&mut self, time_ms: f64) {
        let index = self.bins.index(time_ms);
        match self.bins {
            BinWidth::Log if self.counts.is_empty() => self.first = index,
            BinWidth::Log if index < self.first => {
                let more = (self.first - index) as usize;
                self.counts.splice(0..0, std::iter::repeat_n(0, more));
                self.first = index;
            }
            _ => {}
        }
        let place = (index - self.first) as usize;
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
    }

    /// The bins.
    #[must_use]
    pub fn bins(&self) -> BinWidth {
        self.bins
    }

    /// Every bin in order: its edges (ms) and its count.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (f64, f64, u64)> + '_ {
        let edge_ms = |place: usize| self.bins.edge_ms(self.first + place as i64);
        let counts = self.counts.iter().enumerate();
        counts.map(move |(place, &n)| (edge_ms(place), edge_ms(place + 1), n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_has_its_lower_edge_and_not_its_upper_one() {
        for bins in [BinWidth::Ms(1.0), BinWidth::Ms(0.1), BinWidth::Ms(1.0 / 3.0), BinWidth::Log] {
            let from = if bins == BinWidth::Log { LOG_FIRST + 1 } else { 1 };
            for index in from..LOG_LAST {
                let edge_ms = bins.edge_ms(index);
                assert_eq!(bins.index(edge_ms), index, "{bins:?}");
                assert_eq!(bins.index(edge_ms.next_down()), index - 1, "{bins:?}");
                assert!(edge_ms < bins.edge_ms(index + 1), "{bins:?} {index}");
            }
        }
        assert_eq!(BinWidth::Ms(0.1).edge_ms(3), 0.3);
        assert_eq!(BinWidth::Log.edge_ms(0), 1.0);
        assert_eq!(BinWidth::Log.edge_ms(20), 100.0);
        assert_eq!(BinWidth::Log.edge_ms(-10), 0.1);
        assert_eq!((BinWidth::Log.index(0.0), BinWidth::Log.index(1e300)), (LOG_FIRST, LOG_LAST));
    }

    #[test]
    fn empty_bins_stand_between_and_before() {
        let rows = |bins, times_ms: &[f64]| {
            let mut histogram = Histogram::new(bins);
            times_ms.iter().for_each(|&time_ms| histogram.add(time_ms));
            histogram.rows().map(|(_, _, n)| n).collect::<Vec<_>>()
        };
        assert_eq!(rows(BinWidth::Ms(2.0), &[7.0, 3.0, 7.9]), [0, 1, 0, 2]);
        assert_eq!(rows(BinWidth::Log, &[10.0, 20.0, 7.0, 7.0]), [2, 0, 1, 0, 0, 1]);
        assert!(rows(BinWidth::Ms(2.0), &[]).is_empty());
        assert!(rows(BinWidth::Log, &[]).is_empty());
    }
}
