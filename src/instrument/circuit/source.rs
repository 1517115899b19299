//! Where a circuit's commands come from: the keys, or a recording.

use crate::circuit::Probe;
use crate::engine::{CircuitEngine, CircuitExperiment};
use crate::job::Allowance;
use crate::session::{CommandLog, Replay, Session};

/// What drives the circuit.
#[derive(Debug)]
pub(super) enum Source {
    /// The keys. What they did is kept, for a recording begins at the circuit's own start.
    Live(Box<Live>),
    /// A recording.
    Replay(Box<CircuitReplay>),
}

pub(super) type CircuitReplay = Replay<Session<CircuitExperiment>, CircuitExperiment>;

/// A circuit that keys may change.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) engine: CircuitEngine,
    pub(super) log: CommandLog,
}

impl Source {
    pub(super) fn live(experiment: &CircuitExperiment) -> Self {
        let engine = CircuitEngine::begin(experiment);
        let log = CommandLog::new(&engine);
        Self::Live(Box::new(Live { engine, log }))
    }

    pub(super) fn engine(&self) -> &CircuitEngine {
        match self {
            Self::Live(live) => &live.engine,
            Self::Replay(replay) => replay.engine(),
        }
    }

    /// Goes on building the circuit as long as `allowance` lets it; returns whether all is there.
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
}
