//! Bursts: spikes that follow each other in short intervals.
//!
//! Which intervals are short is known only in the end, since it depends on all of them. Therefore
//! bursts are counted for every bound that it could be, one for each bin of the intervals'
//! logarithm. A bound has work to do only where an interval ends or begins a burst by it, so a
//! train that fires steadily costs nothing.

use super::Figure;
use super::statistic::Statistic;
use crate::measure::BinWidth;

/// Bins of a decade.
const PER_DECADE: usize = 10;
/// Number of bins: ten a decade, from 0.1 ms. The first takes what is shorter, the last what is
/// longer.
const BINS: usize = 60;
/// Index of the first bin among those of [`BinWidth::Log`].
const FIRST: i64 = -(PER_DECADE as i64);
/// The bin that begins at 10 ms.
const SHORT: usize = 2 * PER_DECADE;
/// Fewest intervals in the bin of a mode.
const MODE_MIN: u64 = 2;

fn bin_of(interval_ms: f64) -> usize {
    let last = BINS as i64 - 1;
    (BinWidth::Log.index(interval_ms) - FIRST).clamp(0, last) as usize
}

/// The lower end of a bin (ms).
fn edge_ms(bin: usize) -> f64 {
    BinWidth::Log.edge_ms(bin as i64 + FIRST)
}

/// What makes an interval a short one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BurstRule {
    /// The intervals have two modes: short is what lies below the valley between them, at
    /// `below_ms`.
    Valley {
        /// The interval in the valley (ms).
        below_ms: f64,
    },
    /// The intervals have one mode: short is what lies below [`Self::SHORT_MS`].
    Short,
}

impl BurstRule {
    /// Intervals below this are short where there is no valley (ms).
    pub const SHORT_MS: f64 = 10.0;

    /// The name in output and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Valley { .. } => "valley",
            Self::Short => "short",
        }
    }

    /// The interval below which spikes belong to one burst (ms).
    #[must_use]
    pub fn below_ms(self) -> f64 {
        match self {
            Self::Valley { below_ms } => below_ms,
            Self::Short => Self::SHORT_MS,
        }
    }
}

/// Bursts by one bound of the intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bound {
    /// Number and time (ms) of the first spike of the present burst.
    first: (u64, f64),
    /// Time of the first spike, and length, of the last burst that ended (ms).
    ended_ms: Option<(f64, f64)>,
    spikes: Statistic,
    length: Statistic,
    duty: Statistic,
}

impl Bound {
    const NONE: Self = Self {
        first: (0, 0.0),
        ended_ms: None,
        spikes: Statistic::NONE,
        length: Statistic::NONE,
        duty: Statistic::NONE,
    };

    fn begin(&mut self, first: (u64, f64)) {
        self.first = first;
        if let Some((begun_ms, length_ms)) = self.ended_ms.take() {
            self.duty.add(length_ms / (first.1 - begun_ms));
        }
    }

    fn end(&mut self, (last, last_ms): (u64, f64)) {
        let (first, first_ms) = self.first;
        let length_ms = last_ms - first_ms;
        self.spikes.add((last - first + 1) as f64);
        self.length.add(length_ms);
        self.ended_ms = Some((first_ms, length_ms));
    }
}

/// The bursts of a train of spikes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bursts {
    /// Number of intervals in each bin.
    counts: [u64; BINS],
    /// Number and time (ms) of the last spike.
    last: (u64, f64),
    /// By the bounds from here on, the last spike belongs to a burst.
    joined: usize,
    /// Bursts by the lower bound of each bin.
    bounds: Vec<Bound>,
}

impl Default for Bursts {
    fn default() -> Self {
        Self { counts: [0; BINS], last: (0, 0.0), joined: BINS, bounds: vec![Bound::NONE; BINS] }
    }
}

impl Bursts {
    /// Takes a spike at `time_ms`, `interval_ms` after the one before, if there is one in its train.
    pub(super) fn add(&mut self, time_ms: f64, interval_ms: Option<f64>) {
        if let Some(interval_ms) = interval_ms {
            let bin = bin_of(interval_ms);
            self.counts[bin] += 1;
            for bound in self.bounds.iter_mut().take(bin + 1).skip(self.joined) {
                bound.end(self.last);
            }
            for bound in self.bounds.iter_mut().take(self.joined).skip(bin + 1) {
                bound.begin(self.last);
            }
            self.joined = bin + 1;
        }
        self.last = (self.last.0 + 1, time_ms);
    }

    /// Ends the train: no burst goes on, and none follows the last one.
    pub(super) fn end_train(&mut self) {
        for bound in self.bounds.iter_mut().skip(self.joined) {
            bound.end(self.last);
        }
        self.joined = BINS;
        self.bounds.iter_mut().for_each(|bound| bound.ended_ms = None);
    }

    /// What makes an interval a short one.
    pub(super) fn rule(&self) -> BurstRule {
        match self.valley() {
            Some(bin) => BurstRule::Valley { below_ms: edge_ms(bin) },
            None => BurstRule::Short,
        }
    }

    /// Spikes, length (ms) and duty of the bursts, the present one with its spikes so far.
    pub(super) fn figures(&self) -> [Figure; 3] {
        let bin = self.valley().unwrap_or(SHORT);
        let mut bound = self.bounds[bin];
        if bin >= self.joined {
            bound.end(self.last);
        }
        [bound.spikes, bound.length, bound.duty].map(|statistic| statistic.figure())
    }

    /// The bin at whose lower bound the valley between two modes lies.
    ///
    /// The modes are the fullest bin and the fullest of those at least a decade away from it. There
    /// is a valley if the emptiest bin between them holds at most 0.3 times the geometric mean of
    /// the two (Pasquale et al., J. Comput. Neurosci. 29 (2010) 213: void parameter 0.7).
    fn valley(&self) -> Option<usize> {
        let count = |bin: &usize| self.counts[*bin];
        // Of several equally full bins the first.
        let fuller = |a: &usize, b: &usize| count(a).cmp(&count(b)).then(b.cmp(a));
        let modes = || (0..BINS).filter(|bin| count(bin) >= MODE_MIN);
        let first = modes().max_by(fuller)?;
        let second = modes().filter(|bin| bin.abs_diff(first) >= PER_DECADE).max_by(fuller)?;
        let (low, high) = (first.min(second), first.max(second));
        // Of several equally empty bins the one nearest to the middle, the lower of two.
        let from_middle = |bin: usize| (2 * bin).abs_diff(low + high);
        let valley = (low + 1..high).min_by_key(|bin| (count(bin), from_middle(*bin)))?;
        let [peaks, least] = [count(&low) as f64 * count(&high) as f64, count(&valley) as f64];
        (least * least <= 0.09 * peaks).then_some(valley)
    }
}
