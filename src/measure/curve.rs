//! An f-I curve and what follows from it: rheobase (the smallest current with a spike), onset (the
//! smallest current with repetitive firing) and class of excitability.
//!
//! Hodgkin (J. Physiol. 107 (1948) 165) distinguished axons by the rate with which repetitive firing
//! sets in as the current is raised: in class 1 the rate begins arbitrarily low and rises with the
//! current, in class 2 it jumps at once into a band. See also Izhikevich, Dynamical Systems in
//! Neuroscience, MIT Press (2007), section 7.1.3.

use super::sweep::{Answer, NoPoint, Point, Sweep, unstable};
use crate::engine::Cell;

/// Precision of a threshold, as a share of the range of currents.
const PRECISION: f64 = 1e-6;
/// Currents that one round of the search tries within the gap that holds the threshold.
const PROBES: usize = 16;
/// Most rounds of the search; each leaves a seventeenth of the gap.
const ROUNDS_MAX: u32 = 16;

/// The smallest current with a given property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// This current, to a millionth of the range.
    At(f64),
    /// The lowest current that has a point already has the property.
    Below,
    /// No current that has a point has the property.
    Absent,
    /// No current has a point: steps were too long under all of them.
    Untold,
}

/// How repetitive firing sets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It begins with a rate of about zero.
    One,
    /// It begins with a jump into a band of rates.
    Two,
    /// There is none.
    NoRepetitiveFiring,
    /// Unknown: the neuron fires at the lowest current already.
    FiresAtOnce,
    /// Unknown: the runs are too short for slow firing to show.
    TooShort,
    /// Unknown: under some currents, or all, steps were too long for the neuron.
    Unstable,
}

impl Class {
    /// Highest rate at the onset that counts as about zero (Hz). It lies in a gap of the published types:
    /// in some of them firing sets in below 9 Hz, in the others above 12.
    pub const ONE_MAX_HZ: f64 = 10.0;

    /// The shortest run in which firing at that rate shows (ms): two spikes fall into its second half.
    pub const DURATION_MS_MIN: f64 = 4000.0 / Self::ONE_MAX_HZ;
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One => "class 1",
            Self::Two => "class 2",
            Self::NoRepetitiveFiring => "no repetitive firing",
            Self::FiresAtOnce | Self::Unstable => "class not told",
            Self::TooShort => "too short for a class",
        })
    }
}

/// An f-I curve: a neuron's answers to rising currents, computed in pieces of any size.
///
/// ```
/// use izh_tui::measure::{Class, Curve, Sweep, Threshold, currents};
/// use izh_tui::preset::Library;
///
/// // Regular spiking: 21 currents from 0 to 10, each held for 2 s.
/// let setup = Library::default().find("regular-spiking")?.preset.subject;
/// let mut curve = Curve::new(Sweep::new(&setup, 2000.0), currents(0.0, 10.0, 21));
/// while curve.work(4, 1) {} // four runs at a time, on one thread
/// assert_eq!(curve.answers().len(), 21);
/// let Some(Threshold::At(rheobase)) = curve.rheobase() else { panic!() };
/// assert!((3.0..4.5).contains(&rheobase), "{rheobase}");
/// assert_eq!(curve.class(), Some(Class::One));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Curve {
    sweep: Sweep,
    currents: Vec<f64>,
    answers: Vec<Answer>,
    rheobase: Search,
    onset: Search,
}

impl Curve {
    /// A curve over `currents`, in ascending order, of which nothing has been computed yet.
    #[must_use]
    pub fn new(sweep: Sweep, currents: Vec<f64>) -> Self {
        Self {
            sweep,
            currents,
            answers: Vec::new(),
            rheobase: Search::new(|point| point.spikes > 0),
            onset: Search::new(|point| point.repeats),
        }
    }

    /// The neuron and the length of its runs.
    #[must_use]
    pub fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// The currents of all its points, the lowest first.
    #[must_use]
    pub fn currents(&self) -> &[f64] {
        &self.currents
    }

    /// The answers that have been computed, the lowest current first.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The lowest and the highest current under which no step was too long, as far as computed.
    #[must_use]
    pub fn told(&self) -> Option<(f64, f64)> {
        let told = self.currents.iter().zip(&self.answers).filter(|(_, answer)| is_told(answer));
        let mut told = told.map(|(current, _)| *current);
        let first = told.next()?;
        Some((first, told.next_back().unwrap_or(first)))
    }

    /// Makes at most `runs` more runs on up to `threads` threads; returns whether any were left to
    /// be made. How the work is cut into pieces changes no bit of the result.
    pub fn work(&mut self, runs: usize, threads: usize) -> bool {
        for search in [&mut self.rheobase, &mut self.onset] {
            if let Search { state: State::Narrowing(gap), wanted } = search {
                if let Some(threshold) = gap.work(&self.sweep, *wanted, runs, threads) {
                    search.state = State::Known(threshold, Some(gap.high));
                }
                return true;
            }
        }
        let done = self.answers.len();
        let more = &self.currents[done..self.currents.len().min(done.saturating_add(runs))];
        self.answers.extend(self.sweep.answers(more, threads));
        self.rheobase.look(&self.currents, &self.answers);
        self.onset.look(&self.currents, &self.answers);
        self.answers.len() > done
    }

    /// Computes the curve to its end.
    #[must_use]
    pub fn complete(mut self, threads: usize) -> Self {
        while self.work(usize::MAX, threads) {}
        self
    }

    /// The smallest current with a spike, as soon as it is known. A current under which the neuron was
    /// halted counts as one without a spike; one under which steps were too long does not count.
    #[must_use]
    pub fn rheobase(&self) -> Option<Threshold> {
        self.rheobase.threshold()
    }

    /// The smallest current under which the neuron goes on firing, see [`Point::repeats`], as soon
    /// as it is known.
    #[must_use]
    pub fn onset(&self) -> Option<Threshold> {
        self.onset.threshold()
    }

    /// The rate at the onset (Hz): that of the last interval or that of the mean interval, whichever is
    /// lower. The last interval of a burst does not show how rare bursts are, and the mean interval of
    /// an adapting train is shorter than its intervals become.
    #[must_use]
    pub fn onset_rate_hz(&self) -> Option<f64> {
        let State::Known(_, Some(point)) = &self.onset.state else { return None };
        Some(point.steady_rate_hz.min(point.train_rate_hz))
    }

    /// The class of excitability, as soon as it is known.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        Some(match (self.onset()?, self.onset_rate_hz()) {
            (Threshold::Untold, _) => Class::Unstable,
            (Threshold::Absent, _) if unstable(&self.answers).next().is_some() => Class::Unstable,
            (Threshold::Absent, _) => Class::NoRepetitiveFiring,
            (Threshold::Below, _) | (_, None) => Class::FiresAtOnce,
            _ if self.sweep.duration_ms() < Class::DURATION_MS_MIN => Class::TooShort,
            (_, Some(rate_hz)) if rate_hz <= Class::ONE_MAX_HZ => Class::One,
            _ => Class::Two,
        })
    }
}

/// The search for the smallest current whose point has the `wanted` property.
#[derive(Clone, Debug)]
struct Search {
    wanted: fn(&Point) -> bool,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// No such point is among the first so many answers.
    Looking(usize),
    /// The threshold lies in a gap between two currents.
    Narrowing(Gap),
    /// The threshold, with its point if a search led to it.
    Known(Threshold, Option<Point>),
}

impl Search {
    fn new(wanted: fn(&Point) -> bool) -> Self {
        Self { wanted, state: State::Looking(0) }
    }

    fn threshold(&self) -> Option<Threshold> {
        match self.state {
            State::Known(threshold, _) => Some(threshold),
            State::Looking(_) | State::Narrowing(_) => None,
        }
    }

    /// Looks through the answers that have come since the last call.
    fn look(&mut self, currents: &[f64], answers: &[Answer]) {
        let State::Looking(seen) = self.state else { return };
        let found = first_wanted(&answers[seen..], self.wanted);
        self.state = match found.map(|(place, point)| (seen + place, point)) {
            Some((0, _)) => State::Known(Threshold::Below, None),
            Some((place, high)) => {
                let range = currents[currents.len() - 1] - currents[0];
                let low = (currents[place - 1], is_told(&answers[place - 1]));
                State::Narrowing(Gap::new(low, high, PRECISION * range))
            }
            None if answers.len() == currents.len() => {
                let told = answers.is_empty() || answers.iter().any(is_told);
                State::Known(if told { Threshold::Absent } else { Threshold::Untold }, None)
            }
            None => State::Looking(answers.len()),
        };
    }
}

/// Whether an answer comes from the neuron (a point, or that it was halted) and not from its step.
fn is_told(answer: &Answer) -> bool {
    !matches!(answer, Err(NoPoint::Unstable { .. }))
}

fn first_wanted(answers: &[Answer], wanted: fn(&Point) -> bool) -> Option<(usize, Point)> {
    let points = answers.iter().enumerate();
    points
        .filter_map(|(place, answer)| Some((place, answer.ok()?)))
        .find(|(_, point)| wanted(point))
}

/// Two currents, of which the higher has a point with the wanted property and the lower has none.
#[derive(Clone, Debug)]
struct Gap {
    low: f64,
    /// Whether no step was too long under the lower current.
    low_is_told: bool,
    high: Point,
    precision: f64,
    rounds: u32,
    /// The currents in between that the present round tries, and their answers so far.
    probes: Vec<f64>,
    answers: Vec<Answer>,
}

impl Gap {
    fn new((low, low_is_told): (f64, bool), high: Point, precision: f64) -> Self {
        let (probes, answers) = (Vec::new(), Vec::new());
        let mut gap = Self { low, low_is_told, high, precision, rounds: 0, probes, answers };
        gap.probe();
        gap
    }

    fn probe(&mut self) {
        let step = (self.high.current - self.low) / (PROBES + 1) as f64;
        self.probes = (1..=PROBES).map(|i| self.low + step * i as f64).collect();
        self.answers.clear();
    }

    /// Makes up to `runs` runs of the present round; returns the threshold once the gap is narrow enough.
    fn work(
        &mut self,
        sweep: &Sweep,
        wanted: fn(&Point) -> bool,
        runs: usize,
        threads: usize,
    ) -> Option<Threshold> {
        let done = self.answers.len();
        let more = &self.probes[done..PROBES.min(done.saturating_add(runs))];
        self.answers.extend(sweep.answers(more, threads));
        if self.answers.len() < PROBES {
            return None;
        }
        let found = first_wanted(&self.answers, wanted);
        let below = found.map_or(PROBES, |(place, _)| place).checked_sub(1);
        if let Some(below) = below {
            self.low = self.probes[below];
            self.low_is_told = is_told(&self.answers[below]);
        }
        self.high = found.map_or(self.high, |(_, point)| point);
        self.rounds += 1;
        if self.high.current - self.low <= self.precision || self.rounds == ROUNDS_MAX {
            // Below the lowest current with a point, nothing is known.
            let at = Threshold::At(self.high.current);
            return Some(if self.low_is_told { at } else { Threshold::Below });
        }
        self.probe();
        None
    }
}

/// `count` equidistant currents from `from` to `to`, both ends exact; `from` alone if `count` is 1.
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

/// The range of currents of an f-I curve where the user sets none: from rest to well above the rheobase
/// of the published types. A neuron whose recovery is unstable (negative a) fires below the current at
/// which its protocol keeps it silent; above that its potential runs away.
#[must_use]
pub fn usual_range(cell: &Cell) -> (f64, f64) {
    let Cell { neuron, protocol, .. } = cell;
    match neuron.equations.current_unit() {
        Some(_) => (0.0, 600.0),
        None if neuron.a < 0.0 => (protocol.baseline - 10.0, protocol.baseline),
        None => (0.0, 20.0),
    }
}
