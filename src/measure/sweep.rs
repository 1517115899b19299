//! What a neuron answers to currents, each held from the start.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::unstable::UnstableSteps;
use crate::circuit::lanes::{self, LaneTrain};
use crate::engine::{
    Cell, Clock, DriveState, Engine, Experiment, Halted, Setup, Sink, Spike, Step, Until,
};
use crate::input::brief;
use crate::machine;
use crate::model::stimulus::steps_through;
use crate::model::{Fault, Protocol, Scheme};

/// Steps between two looks at whether the neuron had to be stopped.
const CHUNK_STEPS: u64 = 4096;
/// Currents whose spike trains are held in memory at once.
const CHUNK_CURRENTS: usize = 4096;
/// Most currents that a thread takes at once: one group of SIMD lanes.
const PART_MAX: usize = 256;

/// A neuron to which currents are given for a time, always from its initial state: a run with
/// `DriveState::holding`, many times over.
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
    /// Spikes per second over the whole time (Hz).
    pub mean_rate_hz: f64,
    /// Rate that the first interval stands for (Hz); 0 below two spikes.
    pub initial_rate_hz: f64,
    /// Rate that the last interval stands for (Hz); 0 below two spikes.
    pub steady_rate_hz: f64,
    /// Rate of the whole train, by its mean interval (Hz); 0 below two spikes.
    pub train_rate_hz: f64,
    /// Whether the neuron goes on firing: at least two spikes fall into the second half of the
    /// time.
    pub repeats: bool,
}

/// Those of `answers` that are no point because steps were too long: their currents, each with the
/// lowest potential that a step started from (mV).
pub fn unstable(answers: &[Answer]) -> impl Iterator<Item = (f64, f64)> + Clone {
    answers.iter().filter_map(|answer| match *answer {
        Err(NoPoint::Unstable { current, lowest_mv }) => Some((current, lowest_mv)),
        _ => None,
    })
}

/// A neuron that was halted before the end of its run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// The current under which it was stopped.
    pub current: f64,
    /// When (ms).
    pub time_ms: f64,
    /// Why.
    pub fault: Fault,
}

/// Why there is no point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoPoint {
    /// The neuron was halted before the end of its run.
    Stopped(Stop),
    /// Steps were too long for it, see [`crate::model::Neuron::unstable_below_mv`]: what it did was
    /// not its own doing.
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
    /// Runs of `setup` for `duration_ms` (ms, above 0): floor(T n) + 1 steps each.
    #[must_use]
    pub fn new(setup: &Setup, duration_ms: f64) -> Self {
        let Setup { cell: Cell { name, neuron, initial, protocol }, .. } = setup;
        // A held current takes the place of the protocol, which may be long.
        let Protocol { duration_ms: _, baseline, live, pause_ms, segments: _ } = *protocol;
        let segments = Vec::new();
        let protocol = Protocol { duration_ms, baseline, live, pause_ms, segments };
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

    /// How long each current lasts (ms).
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        self.duration_ms
    }

    /// Steps of one run.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The answers to `currents` in their order, worked out by up to `threads` threads: their
    /// number changes nothing but the speed.
    #[must_use]
    pub fn answers(&self, currents: &[f64], threads: usize) -> Vec<Answer> {
        // A thread that is done takes the next part, so none waits long for one without a
        // processor.
        let most = if self.setup.scheme == Scheme::Exact { 1 } else { PART_MAX };
        let part = currents.len().div_ceil(threads.max(1)).clamp(1, most);
        let parts: Vec<&[f64]> = currents.chunks(part).collect();
        let threads = threads.min(parts.len());
        if threads <= 1 {
            return self.answers_here(currents);
        }
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(parts.len())));
        let work = |()| {
            while let index = next.fetch_add(1, Ordering::Relaxed)
                && let Some(part) = parts.get(index)
            {
                let answers = self.answers_here(part);
                done.lock().unwrap_or_else(PoisonError::into_inner).push((index, answers));
            }
        };
        thread::scope(|scope| {
            let others = machine::hire(scope, threads - 1, work);
            others.iter().for_each(|other| other.send(()).expect("a thread that waits"));
            work(());
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(index, _)| *index);
        done.into_iter().flat_map(|(_, answers)| answers).collect()
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
            // When it happened only a run of its own can tell.
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

    /// The answer to one current, by the engine that runs a single neuron.
    ///
    /// # Errors
    /// A neuron that could not be carried to the end, or whose steps were too long.
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
        // Where the step is at fault, it is also at fault for what came of it.
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

/// Both ends of a spike train.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    spikes: u64,
    /// The first spike and the second, as far as there are that many (ms).
    first_ms: [f64; 2],
    /// The last spike but one and the last, as far as there are that many (ms).
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
