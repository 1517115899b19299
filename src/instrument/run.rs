//! A running model, driven by keys or by a recording.

use std::io;

use super::replay::{Due, take_due};
use crate::circuit::Probe;
use crate::circuit::network::Effort;
use crate::engine::{Command, Engine, Experiment, Rejection, Sink, Step};
use crate::job::Allowance;
use crate::keys::Keymap;
use crate::session::{About, CommandLog, Medium, Recorder, Replay, Session};

/// A running model with the source of its commands.
#[derive(Debug)]
pub(super) enum Run {
    /// Driven by keys. The log keeps all commands, since a recording of a circuit begins at the circuit's
    /// start.
    Live(Box<Live>),
    /// Driven by a recording.
    Replay(Box<Replay>),
}

/// A model that keys may change.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) engine: Engine,
    pub(super) log: CommandLog,
}

impl Run {
    pub(super) fn live(experiment: &Experiment) -> Self {
        let log = CommandLog::new(experiment.clone(), Step(0));
        Self::Live(Box::new(Live { engine: Engine::begin(experiment), log }))
    }

    pub(super) fn replay(session: Session) -> Self {
        Self::Replay(Box::new(Replay::new(session)))
    }

    pub(super) fn engine(&self) -> &Engine {
        match self {
            Self::Live(live) => &live.engine,
            Self::Replay(replay) => replay.engine(),
        }
    }

    pub(super) fn is_replay(&self) -> bool {
        matches!(self, Self::Replay(_))
    }

    /// Model time at the end of the recording that drives the model (ms).
    pub(super) fn end_ms(&self) -> Option<f64> {
        match self {
            Self::Live(_) => None,
            Self::Replay(replay) => Some(replay.session().summary().duration_ms),
        }
    }

    /// Continues building a circuit while `allowance` permits; returns whether it is complete.
    pub(super) fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        match self {
            Self::Live(live) => live.engine.build(allowance),
            Self::Replay(replay) => replay.build(allowance),
        }
    }

    pub(super) fn set_threads(&mut self, threads: usize) {
        match self {
            Self::Live(live) => live.engine.set_threads(threads),
            Self::Replay(replay) => replay.set_threads(threads),
        }
    }

    pub(super) fn set_probes(&mut self, probes: Vec<Probe>) {
        match self {
            Self::Live(live) => live.engine.set_probes(probes),
            Self::Replay(replay) => replay.set_probes(probes),
        }
    }

    /// Sets whether injections fork the model.
    pub(super) fn set_forks(&mut self, forks: bool) {
        match self {
            Self::Live(live) => live.engine.set_forks(forks),
            Self::Replay(replay) => replay.set_forks(forks),
        }
    }

    /// Ends the fork of the model.
    pub(super) fn drop_fork(&mut self) {
        match self {
            Self::Live(live) => live.engine.drop_fork(),
            Self::Replay(replay) => replay.drop_fork(),
        }
    }

    /// Lets the fork catch up with the model; returns whether it has.
    pub(super) fn advance_fork(&mut self, effort: Effort, sink: &mut impl Sink) -> bool {
        match self {
            Self::Live(live) => live.engine.advance_fork(effort, sink),
            Self::Replay(replay) => replay.advance_fork(effort, sink),
        }
    }

    /// Carries out a command from a key; returns the step before which it acts. A replay takes no commands
    /// and returns `None`.
    pub(super) fn apply(&mut self, command: &Command) -> Option<Result<Step, Rejection>> {
        let Self::Live(live) = self else { return None };
        let Live { engine, log } = &mut **live;
        let applied = engine.apply(command).map(|()| engine.step());
        if applied.is_ok() {
            log.add(engine, command);
        }
        Some(applied)
    }

    /// Begins a recording to `medium`: of a neuron alone from its present state, of a circuit from its start.
    /// A replay is not recorded.
    pub(super) fn record<M: Medium>(
        &mut self,
        medium: M,
        about: &About,
    ) -> Option<io::Result<Recorder<M>>> {
        let Self::Live(live) = self else { return None };
        let Live { engine, log } = &mut **live;
        log.rebase(engine);
        Some(Recorder::start(medium, about, log, engine.step()))
    }

    /// Carries out recorded commands that are due, a bounded number at once; `None` of a live model.
    pub(super) fn take_due(&mut self, keymap: &Keymap) -> Option<Due> {
        match self {
            Self::Live(_) => None,
            Self::Replay(replay) => Some(take_due(replay, keymap)),
        }
    }

    /// Makes up to `steps` steps with no command among them; a step of a circuit that takes more than
    /// `effort` is interrupted. `monitor` and `recording` receive every report.
    pub(super) fn advance(
        &mut self,
        steps: u64,
        effort: Effort,
        mut monitor: impl Sink,
        recording: impl Sink,
    ) {
        match self {
            Self::Live(live) => {
                let Live { engine, log } = &mut **live;
                engine.advance_some(steps, effort, &mut (monitor, log.sink(), recording));
            }
            Self::Replay(replay) => replay.advance_some_to_block(steps, effort, &mut monitor),
        }
    }

    /// Number of steps to `time_ms` of model time, the step with that label included; `None` if that time is
    /// past or the replay has ended.
    pub(super) fn steps_to(&self, time_ms: f64) -> Option<u64> {
        let engine = self.engine();
        if time_ms <= 0.0 || engine.time_ms() > time_ms || self.is_over() {
            return None;
        }
        let left = (time_ms - engine.time_ms()) * f64::from(engine.clock().steps_per_ms());
        Some((left.ceil() as u64).max(1))
    }

    /// Whether the model advanced from step `before` or has more recorded commands to carry out.
    pub(super) fn went_on_from(&self, before: Step) -> bool {
        let is_due = matches!(self, Self::Replay(replay) if !replay.is_over() && replay.is_due());
        self.engine().step() > before || is_due
    }

    fn is_over(&self) -> bool {
        matches!(self, Self::Replay(replay) if replay.is_over())
    }

    /// Restarts a replay that has ended, with `threads` threads; returns whether a replay had ended.
    pub(super) fn start_over(&mut self, threads: usize) -> bool {
        match self {
            Self::Replay(replay) if replay.is_over() => {
                replay.restart();
                replay.set_threads(threads);
                true
            }
            _ => false,
        }
    }
}
