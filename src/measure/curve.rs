//! What an f-I curve tells: the current at which a neuron begins to fire, the one from which on it
//! goes on firing, and its class of excitability.
//!
//! Hodgkin (J. Physiol. 107 (1948) 165) told axons apart by the rate with which repetitive firing
//! sets in as the current is raised: in class 1 it begins arbitrarily low and follows the current,
//! in class 2 it jumps at once into a band. See also Izhikevich, Dynamical Systems in Neuroscience,
//! MIT Press (2007), section 7.1.3.

use super::sweep::{Answer, Point, Sweep};

/// How closely a threshold is found, as a share of the range of currents.
const PRECISION: f64 = 1e-6;
/// Currents tried at once between two of which one answers and the other does not.
const PROBES: usize = 16;
/// Most rounds of that: each leaves a seventeenth of the gap.
const ROUNDS_MAX: usize = 16;

/// The smallest current with some answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// This one, to a millionth of the range.
    At(f64),
    /// The lowest current of the range has it already.
    Below,
    /// None in the range has it.
    Absent,
}

/// How repetitive firing sets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// From a rate of about zero.
    One,
    /// With a jump into a band of rates.
    Two,
    /// Not at all.
    NoRepetitiveFiring,
    /// It can't be seen: the neuron fires at the lowest current already.
    FiresAtOnce,
    /// It can't be seen: the time is too short for slow firing to show.
    TooShort,
}

/// What a curve tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// The smallest current with a spike.
    pub rheobase: Threshold,
    /// The smallest current from which on the neuron goes on firing, see [`Point::repeats`].
    pub onset: Threshold,
    /// The rate at the onset (Hz).
    pub onset_rate_hz: Option<f64>,
    /// The class of excitability.
    pub class: Class,
}

impl Class {
    /// Repetitive firing that sets in no faster than this begins at about zero (Hz). Among the
    /// published types there is a gap here: those of class 1 set in below 9 Hz, the others above
    /// 12.
    pub const ONE_MAX_HZ: f64 = 10.0;

    /// The shortest time in which such slow firing shows (ms): two spikes in its second half.
    pub const DURATION_MS_MIN: f64 = 4000.0 / Self::ONE_MAX_HZ;
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One => "class 1",
            Self::Two => "class 2",
            Self::NoRepetitiveFiring => "no repetitive firing",
            Self::FiresAtOnce => "class not told: it fires at the lowest current already",
            Self::TooShort => "class not told: too short for slow firing",
        })
    }
}

impl Features {
    /// What `answers`, to rising currents, tell; thresholds between two of them are searched for
    /// with `sweep`, by up to `threads` threads. A current under which the neuron had to be stopped
    /// counts as one without an answer.
    #[must_use]
    pub fn of(sweep: &Sweep, answers: &[Answer], threads: usize) -> Self {
        let search = Search { sweep, answers, threads };
        let (rheobase, _) = search.threshold(Point::fires);
        let (onset, at_onset) = search.threshold(|point| point.repeats);
        let onset_rate_hz = at_onset.map(|point| onset_rate_hz(&point));
        let class = match (onset, onset_rate_hz) {
            (Threshold::Absent, _) => Class::NoRepetitiveFiring,
            (Threshold::Below, _) | (_, None) => Class::FiresAtOnce,
            _ if sweep.duration_ms() < Class::DURATION_MS_MIN => Class::TooShort,
            (_, Some(rate_hz)) if rate_hz <= Class::ONE_MAX_HZ => Class::One,
            _ => Class::Two,
        };
        Self { rheobase, onset, onset_rate_hz, class }
    }
}

/// The slower of two rates: the last interval of a burst says nothing about how seldom bursts come,
/// and a train that adapts is at first faster than it stays.
fn onset_rate_hz(point: &Point) -> f64 {
    point.steady_rate_hz.min(point.train_rate_hz)
}

struct Search<'a> {
    sweep: &'a Sweep,
    answers: &'a [Answer],
    threads: usize,
}

impl Search<'_> {
    /// The smallest current whose point is as `wanted`, with that point if it was searched for.
    fn threshold(&self, wanted: impl Fn(&Point) -> bool) -> (Threshold, Option<Point>) {
        let found = |answer: &Answer| answer.ok().filter(&wanted);
        let Some(first) = self.answers.iter().position(|answer| found(answer).is_some()) else {
            return (Threshold::Absent, None);
        };
        let Some(mut high) = found(&self.answers[first]).filter(|_| first > 0) else {
            return (Threshold::Below, None);
        };
        let current = |answer: &Answer| answer.map_or_else(|stop| stop.current, |p| p.current);
        let [from, .., to] = self.answers else { return (Threshold::Below, None) };
        let precision = PRECISION * (current(to) - current(from));
        let mut low = current(&self.answers[first - 1]);
        for _ in 0..ROUNDS_MAX {
            if high.current - low <= precision {
                break;
            }
            let gap = (high.current - low) / (PROBES + 1) as f64;
            let probes: Vec<f64> = (1..=PROBES).map(|i| low + gap * i as f64).collect();
            let answers = self.sweep.answers(&probes, self.threads);
            let reached = answers.iter().position(|answer| found(answer).is_some());
            if let Some(point) = reached.and_then(|reached| found(&answers[reached])) {
                high = point;
            }
            low = match reached.unwrap_or(PROBES) {
                0 => low,
                above => probes[above - 1],
            };
        }
        (Threshold::At(high.current), Some(high))
    }
}

/// The `count` currents from `from` to `to`, both ends exact; `from` alone if there is but one.
#[must_use]
pub fn currents(from: f64, to: f64, count: usize) -> Vec<f64> {
    let last = count.saturating_sub(1);
    let current = |i: usize| match i {
        0 => from,
        i if i == last => to,
        i => from + (to - from) * i as f64 / last as f64,
    };
    (0..count).map(current).collect()
}
