//! A neuron's answers to currents that are held constant from the start.

use super::unstable::UnstableSteps;
use crate::circuit::lanes::{self, LaneTrain};
use crate::engine::{
    Cell, Clock, DriveState, Engine, Experiment, Halted, Setup, Sink, Spike, Step, Until,
};
use crate::input::brief;
use crate::machine;
use crate::model::stimulus::steps_through;
use crate::model::{Fault, Protocol, Scheme};

/// Steps between two checks whether the neuron has been halted.
const CHUNK_STEPS: u64 = 4096;
/// Currents whose spike trains are held in memory at once.
const CHUNK_CURRENTS: usize = 4096;
/// Most currents that a thread takes at once: one group of SIMD lanes.
const PART_MAX: usize = 256;

/// Runs of one neuron from its initial state, each with another current held constant. A run gives the
/// spikes of an engine with `DriveState::holding`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    setup: Setup,
    duration_ms: f64,
    steps: u64,
}

/// The answer to one current: a point of the f-I curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The current.
    pub current: f64,
    /// Number of spikes.
    pub spikes: u64,
    /// Number of spikes over the length of the run (Hz).
    pub mean_rate_hz: f64,
    /// Reciprocal of the first interval (Hz); 0 below two spikes.
    pub initial_rate_hz: f64,
    /// Reciprocal of the last interval (Hz); 0 below two spikes.
    pub steady_rate_hz: f64,
    /// Reciprocal of the mean interval (Hz); 0 below two spikes.
    pub train_rate_hz: f64,
    /// Whether the neuron fires repetitively: at least two spikes fall into the second half of the run.
    pub repeats: bool,
}

/// The currents among `answers` that have no point because steps were too long, each with the lowest
/// potential that a step started from (mV).
pub fn unstable(answers: &[Answer]) -> impl Iterator<Item = (f64, f64)> + Clone {
    answers.iter().filter_map(|answer| match *answer {
        Err(NoPoint::Unstable { current, lowest_mv }) => Some((current, lowest_mv)),
        _ => None,
    })
}

/// A neuron that was halted before the end of its run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// The current under which it was halted.
    pub current: f64,
    /// Time at which it was halted (ms).
    pub time_ms: f64,
    /// The reason.
    pub fault: Fault,
}

/// Why a current has no point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoPoint {
    /// The neuron was halted before the end of its run.
    Stopped(Stop),
    /// Steps were too long for the neuron, see [`crate::model::Neuron::unstable_below_mv`]: its spikes
    /// may come from the scheme instead of its equations.
    Unstable {
        /// The current.
        current: f64,
        /// The lowest potential that a step started from (mV).
        lowest_mv: f64,
    },
}

/// A point, or why there is none.
pub type Answer = Result<Point, NoPoint>;

impl Sweep {
    /// Runs of `setup` of `duration_ms` (above 0): `floor(duration_ms * steps_per_ms) + 1` steps each.
    #[must_use]
    pub fn new(setup: &Setup, duration_ms: f64) -> Self {
        let Setup { cell: Cell { name, neuron, initial, protocol }, .. } = setup;
        // The held current replaces the protocol, which may take much memory.
        let Protocol { duration_ms: _, baseline, live, pause_ms, segments: _, sweeps: _ } =
            *protocol;
        let (segments, sweeps) = (Vec::new(), None);
        let protocol = Protocol { duration_ms, baseline, live, pause_ms, segments, sweeps };
        let (name, neuron, initial) = (name.clone(), *neuron, *initial);
        Self {
            setup: Setup { cell: Cell { name, neuron, initial, protocol }, ..*setup },
            duration_ms,
            steps: steps_through(duration_ms, setup.steps_per_ms),
        }
    }

    /// The neuron, its scheme and its step.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Length of a run (ms).
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        self.duration_ms
    }

    /// Steps of one run.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The answers to `currents` in their order, computed by up to `threads` threads, whose number
    /// changes only the speed.
    #[must_use]
    pub fn answers(&self, currents: &[f64], threads: usize) -> Vec<Answer> {
        let most = if self.setup.scheme == Scheme::Exact { 1 } else { PART_MAX };
        let part = currents.len().div_ceil(threads.max(1)).clamp(1, most);
        let parts: Vec<&[f64]> = currents.chunks(part).collect();
        if threads.min(parts.len()) <= 1 {
            return self.answers_here(currents);
        }
        machine::share_out(parts.len(), threads, |index| self.answers_here(parts[index])).concat()
    }

    fn answers_here(&self, currents: &[f64]) -> Vec<Answer> {
        let Setup { cell, scheme, steps_per_ms } = &self.setup;
        let (neuron, initial) = (&cell.neuron, cell.initial);
        let mut answers = Vec::with_capacity(currents.len());
        for currents in currents.chunks(CHUNK_CURRENTS) {
            match lanes::carry(*scheme, neuron, *steps_per_ms, initial, self.steps, currents) {
                Some(trains) => answers.extend(
                    currents.iter().zip(trains).map(|(&i, train)| self.answer_of_lane(i, &train)),
                ),
                None => answers.extend(currents.iter().map(|&current| self.answer_alone(current))),
            }
        }
        answers
    }

    fn answer_of_lane(&self, current: f64, train: &LaneTrain) -> Answer {
        if !train.finite {
            // Only a run alone tells in which step it overflowed.
            return self.answer_alone(current);
        }
        let Setup { cell, scheme, steps_per_ms } = &self.setup;
        let bound_mv = cell.neuron.unstable_below_mv(*scheme, *steps_per_ms);
        if bound_mv.is_some_and(|bound_mv| train.lowest_mv < bound_mv) {
            return Err(NoPoint::Unstable { current, lowest_mv: train.lowest_mv });
        }
        let clock = Clock::new(self.setup.steps_per_ms);
        let times_ms = |steps: [u64; 2]| steps.map(|step| clock.time_ms(Step(step)));
        let (first_ms, last_ms) = (times_ms(train.first), times_ms(train.last));
        Ok(self.point(current, &Ends { spikes: train.spikes, first_ms, last_ms }))
    }

    /// The answer to one current, computed by an engine that runs a single neuron.
    ///
    /// # Errors
    /// The neuron was halted, or steps were too long for it.
    pub fn answer_alone(&self, current: f64) -> Answer {
        let experiment = Experiment::neuron(&self.setup, DriveState::holding(current), 0);
        let mut engine = Engine::new(&experiment);
        let mut seen = (Ends::default(), UnstableSteps::default());
        let end_ms = self.duration_ms;
        while engine.step().0 < self.steps && engine.halt().is_none() {
            let steps = (self.steps - engine.step().0).min(CHUNK_STEPS);
            engine.advance(steps, &mut Until { end_ms, sink: &mut seen });
        }
        let (ends, unstable) = seen;
        // A halt after steps that were too long is their consequence.
        if let Some(lowest_mv) = unstable.lowest_mv() {
            return Err(NoPoint::Unstable { current, lowest_mv });
        }
        match engine.halt() {
            Some(Halted { time_ms, fault, .. }) if time_ms <= end_ms => {
                Err(NoPoint::Stopped(Stop { current, time_ms, fault }))
            }
            _ => Ok(self.point(current, &ends)),
        }
    }

    fn point(&self, current: f64, ends: &Ends) -> Point {
        let [first_ms, second_ms] = ends.first_ms;
        let [before_last_ms, last_ms] = ends.last_ms;
        let rate_hz = |intervals: u64, span_ms: f64| match intervals {
            1.. if ends.spikes > 1 && span_ms > 0.0 => intervals as f64 * 1000.0 / span_ms,
            _ => 0.0,
        };
        Point {
            current,
            spikes: ends.spikes,
            mean_rate_hz: ends.spikes as f64 * 1000.0 / self.duration_ms,
            initial_rate_hz: rate_hz(1, second_ms - first_ms),
            steady_rate_hz: rate_hz(1, last_ms - before_last_ms),
            train_rate_hz: rate_hz(ends.spikes.saturating_sub(1), last_ms - first_ms),
            repeats: ends.spikes > 1 && before_last_ms >= 0.5 * self.duration_ms,
        }
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (current, time) = (brief(self.current), brief(self.time_ms));
        write!(f, "under a current of {current} stopped at {time} ms: {}", self.fault)
    }
}

/// The first and the last two spikes of a train.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    spikes: u64,
    /// Times of the first and the second spike (ms), as far as there are that many.
    first_ms: [f64; 2],
    /// Times of the last spike but one and of the last (ms), as far as there are that many.
    last_ms: [f64; 2],
}

impl Sink for Ends {
    fn spike(&mut self, spike: &Spike) {
        if let Some(first_ms) = self.first_ms.get_mut(self.spikes as usize) {
            *first_ms = spike.time_ms;
        }
        self.last_ms = [self.last_ms[1], spike.time_ms];
        self.spikes += 1;
    }
}
