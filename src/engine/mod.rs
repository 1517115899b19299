//! The running model: one engine for a neuron alone and for a circuit, an integer clock, the commands that may
//! change it, and what it hands out.

mod clock;
mod command;
mod control;
mod digest;
mod drive;
mod drive_state;
mod experiment;
mod kernel;
mod observe;
mod program;
mod rejection;
mod running;
mod sink;
mod site;
mod subject;

pub use clock::{Clock, STEPS_PER_MS_MAX, Step, steps_per_ms_of};
pub use command::{Command, Event};
pub use digest::{Checkpoint, Digest};
pub use drive_state::{DriveState, Mode, ProgramState, PulseState};
pub use experiment::{Experiment, NeuronStart, Start};
pub use rejection::{CURRENT_MAX, Rejection};
pub use running::{Engine, Halted};
pub(crate) use sink::forward;
pub use sink::{Sample, Sink, Spike, SpikeCount, Unstable, Until};
pub use site::{Injection, Site};
pub use subject::{Cell, Setup, Subject};
