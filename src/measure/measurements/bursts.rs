//! Bursts: spikes that follow each other in short intervals.
//!
//! Which intervals are short is known only in the end, since it depends on all of them. Therefore
//! bursts are counted for every bound that it could be, one for each bin of the intervals'
//! logarithm. A bound has work to do only where an interval ends or begins a burst by it, so a
//! train that fires steadily costs nothing.

use super::Figure;
use super::statistic::Statistic;

/// Bins of a decade.
const PER_DECADE: usize = 10;
/// Number of bins.
const BINS: usize = 60;
/// 10^(k / 10).
const MANTISSAS: [f64; PER_DECADE] = [
    1.0,
    1.258_925_411_794_167_2,
    1.584_893_192_461_113_5,
    1.995_262_314_968_879_6,
    2.511_886_431_509_58,
    3.162_277_660_168_379_5,
    3.981_071_705_534_972_5,
    5.011_872_336_272_722,
    6.309_573_444_801_933,
    7.943_282_347_242_816,
];
/// The lower bounds of the bins (ms): from 0.1 ms, ten bins a decade. The first bin takes what is
/// shorter, the last what is longer.
const EDGES_MS: [f64; BINS] = {
    let decades = [0.1, 1.0, 10.0, 100.0, 1000.0, 10_000.0];
    let mut edges = [0.0; BINS];
    let mut bin = 0;
    while bin < BINS {
        edges[bin] = decades[bin / PER_DECADE] * MANTISSAS[bin % PER_DECADE];
        bin += 1;
    }
    edges
};
/// The bin that begins at 10 ms.
const SHORT: usize = 20;
/// Fewest intervals in the bin of a mode.
const MODE_MIN: u64 = 2;

fn bin_of(interval_ms: f64) -> usize {
    EDGES_MS.partition_point(|edge_ms| *edge_ms <= interval_ms).saturating_sub(1)
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
    pub const SHORT_MS: f64 = EDGES_MS[SHORT];

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
            Some(bin) => BurstRule::Valley { below_ms: EDGES_MS[bin] },
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
