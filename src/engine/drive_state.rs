//! What drives a neuron at the start of a run.

use serde::{Deserialize, Serialize};

use crate::model::{Live, Protocol};

/// How a protocol is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Once, and past its duration its formula goes on.
    Run,
    /// Again and again, each pass from the initial state, with a pause between.
    Repeat,
    /// Once, and then the holding current flows again.
    Once,
}

/// A protocol under way, as seen from the start of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramState {
    /// How it is run.
    pub mode: Mode,
    /// Steps since its first pass began.
    pub elapsed_steps: u64,
}

/// A pulse under way, as seen from the start of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PulseState {
    /// The current it adds.
    pub amplitude: f64,
    /// Steps for which it still acts.
    pub steps: u64,
}

/// Everything that drives a neuron at the start of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriveState {
    /// The holding current.
    pub holding: f64,
    /// The sustained step current, if on.
    pub sustained: Option<f64>,
    /// Pulses under way.
    pub pulses: Vec<PulseState>,
    /// The protocol, if one runs.
    pub program: Option<ProgramState>,
}

impl DriveState {
    /// Most pulses that can act at once.
    pub const PULSES_MAX: usize = 1024;

    /// The protocol as a headless run makes it: once, its formula going on past its end.
    #[must_use]
    pub fn run(protocol: &Protocol) -> Self {
        Self::with(protocol, Some(Mode::Run))
    }

    /// The protocol again and again, each pass from the initial state, whatever it says itself.
    #[must_use]
    pub fn repeat(protocol: &Protocol) -> Self {
        Self::with(protocol, Some(Mode::Repeat))
    }

    /// What the live scope starts with, as the protocol itself says.
    #[must_use]
    pub fn live(protocol: &Protocol) -> Self {
        match protocol.live {
            Live::Hold => Self::with(protocol, None),
            Live::Repeat => Self::repeat(protocol),
        }
    }

    /// A constant current and no protocol.
    #[must_use]
    pub fn holding(current: f64) -> Self {
        Self { holding: current, ..Self::default() }
    }

    fn with(protocol: &Protocol, mode: Option<Mode>) -> Self {
        let program = mode.map(|mode| ProgramState { mode, elapsed_steps: 0 });
        Self { holding: protocol.settled_current(), program, ..Self::default() }
    }
}
