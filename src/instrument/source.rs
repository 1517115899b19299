//! Where the model's commands come from: the keys, or a recording.

use crate::engine::Engine;
use crate::session::{Replay, Session};

/// What drives the model.
#[derive(Debug)]
pub(super) enum Source {
    /// The keys.
    Live(Box<Engine>),
    /// A recording.
    Replay(Box<Replay<Session>>),
}

impl Source {
    pub(super) fn engine(&self) -> &Engine {
        match self {
            Self::Live(engine) => engine,
            Self::Replay(replay) => replay.engine(),
        }
    }

    /// The engine, if keys may change it.
    pub(super) fn live_engine(&mut self) -> Option<&mut Engine> {
        match self {
            Self::Live(engine) => Some(engine),
            Self::Replay(_) => None,
        }
    }
}
