//! The current that flows into the neuron: holding current or protocol, sustained step, pulses.

use serde::{Deserialize, Serialize};

use super::{Rejection, Step};
use crate::model::stimulus::{Input, Schedule, Source};
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

#[derive(Clone, Copy, Debug)]
struct Program {
    mode: Mode,
    /// Step of its beginning; before the run's own start where the run continues another.
    origin: i64,
}

#[derive(Clone, Copy, Debug)]
struct Pulse {
    amplitude: f64,
    end: u64,
}

/// Where a program stands at a step.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// In a pass that began at `origin` and ends before `end`.
    Pass { origin: i64, end: u64 },
    /// In the pause after a pass that began at `origin`, until `end`.
    Pause { origin: i64, end: u64 },
    /// Over.
    Done,
}

/// The drive of a running model.
#[derive(Clone, Debug)]
pub(super) struct Drive {
    holding: f64,
    sustained: Option<f64>,
    pulses: Vec<Pulse>,
    program: Option<Program>,
    schedule: Schedule,
    steps_per_ms: u32,
}

impl Drive {
    /// Takes up `state` at `step`.
    pub(super) fn new(
        state: &DriveState,
        protocol: &Protocol,
        steps_per_ms: u32,
        seed: u64,
        step: Step,
    ) -> Self {
        let pulses = state.pulses.iter();
        Self {
            holding: state.holding,
            sustained: state.sustained,
            pulses: pulses
                .map(|pulse| Pulse { amplitude: pulse.amplitude, end: step.0 + pulse.steps })
                .collect(),
            program: state.program.map(|program| Program {
                mode: program.mode,
                origin: step.0 as i64 - program.elapsed_steps as i64,
            }),
            schedule: Schedule::new(protocol, steps_per_ms, seed),
            steps_per_ms,
        }
    }

    /// The drive as a run that starts at `step` would have to begin.
    pub(super) fn state(&self, step: Step) -> DriveState {
        let pulses = self.pulses.iter().filter(|pulse| pulse.end > step.0);
        DriveState {
            holding: self.holding,
            sustained: self.sustained,
            pulses: pulses
                .map(|pulse| PulseState { amplitude: pulse.amplitude, steps: pulse.end - step.0 })
                .collect(),
            program: self.program.filter(|_| self.mode(step).is_some()).map(|program| {
                let elapsed_steps = (step.0 as i64 - program.origin) as u64;
                ProgramState { mode: program.mode, elapsed_steps }
            }),
        }
    }

    pub(super) fn holding(&self) -> f64 {
        self.holding
    }

    pub(super) fn sustained(&self) -> Option<f64> {
        self.sustained
    }

    pub(super) fn mode(&self, step: Step) -> Option<Mode> {
        match self.phase(step)? {
            Phase::Done => None,
            Phase::Pass { .. } | Phase::Pause { .. } => self.program.map(|program| program.mode),
        }
    }

    /// The step from which the present pass counts; `None` if it began before the run did.
    pub(super) fn pass_start(&self, step: Step) -> Option<Step> {
        match self.phase(step)? {
            Phase::Pass { origin, .. } | Phase::Pause { origin, .. } => {
                u64::try_from(origin).ok().map(Step)
            }
            Phase::Done => None,
        }
    }

    /// The first step after `step` at which a pass begins.
    pub(super) fn next_pass(&self, step: Step) -> Option<Step> {
        if self.mode(step) != Some(Mode::Repeat) {
            return None;
        }
        match self.phase(step)? {
            Phase::Pass { end, .. } => Some(Step(end + self.pause_steps())),
            Phase::Pause { end, .. } => Some(Step(end)),
            Phase::Done => None,
        }
    }

    /// Whether a pass that starts from the initial state begins at `step`.
    pub(super) fn pass_begins(&self, step: Step) -> bool {
        let repeats = self.program.is_some_and(|program| program.mode == Mode::Repeat);
        let begins = |phase| matches!(phase, Phase::Pass { origin, .. } if origin == step.0 as i64);
        repeats && self.phase(step).is_some_and(begins)
    }

    fn phase(&self, step: Step) -> Option<Phase> {
        let program = self.program?;
        let elapsed = (step.0 as i64 - program.origin) as u64;
        let pass = self.schedule.steps_in_pass();
        let at = |steps: u64| (program.origin as i128 + i128::from(steps)) as u64;
        Some(match program.mode {
            Mode::Run => Phase::Pass { origin: program.origin, end: u64::MAX },
            Mode::Once if elapsed < pass => Phase::Pass { origin: program.origin, end: at(pass) },
            Mode::Once => Phase::Done,
            Mode::Repeat => {
                let period = pass + self.pause_steps();
                let before = elapsed - elapsed % period;
                let origin = program.origin + before as i64;
                if elapsed - before < pass {
                    Phase::Pass { origin, end: at(before + pass) }
                } else {
                    Phase::Pause { origin, end: at(before + period) }
                }
            }
        })
    }

    fn pause_steps(&self) -> u64 {
        (self.schedule.protocol().pause_ms * f64::from(self.steps_per_ms)).round() as u64
    }

    /// The input from `step` on, and the first step (at most `end`) from which it may be another.
    pub(super) fn input(&self, step: Step, end: u64) -> (Input<'_>, u64) {
        let (source, mut stop) = match self.phase(step) {
            None | Some(Phase::Done) => (Source::Constant(self.holding), end),
            Some(Phase::Pause { end: stop, .. }) => {
                (Source::Constant(self.schedule.protocol().baseline), stop.min(end))
            }
            Some(Phase::Pass { origin, end: stop }) => {
                let noise_origin = self.program.map_or(origin, |program| program.origin);
                let schedule = &self.schedule;
                (Source::Protocol { schedule, origin, noise_origin }, stop.min(end))
            }
        };
        let mut injected = self.sustained.unwrap_or(0.0);
        for pulse in self.pulses.iter().filter(|pulse| pulse.end > step.0) {
            injected += pulse.amplitude;
            stop = stop.min(pulse.end);
        }
        (Input { source, injected }, stop)
    }

    pub(super) fn add_pulse(
        &mut self,
        step: Step,
        amplitude: f64,
        steps: u64,
    ) -> Result<(), Rejection> {
        if steps == 0 {
            return Err(Rejection::TooShort);
        }
        self.forget_finished(step);
        if self.pulses.len() >= DriveState::PULSES_MAX {
            return Err(Rejection::TooManyPulses(DriveState::PULSES_MAX));
        }
        self.pulses.push(Pulse { amplitude, end: step.0 + steps });
        Ok(())
    }

    pub(super) fn set_sustained(&mut self, current: Option<f64>) {
        self.sustained = current;
        self.program = self.program.filter(|program| program.mode == Mode::Once);
    }

    pub(super) fn hold(&mut self, current: f64) {
        self.holding = current;
        self.program = None;
    }

    pub(super) fn fire(&mut self, step: Step) {
        self.program = Some(Program { mode: Mode::Once, origin: step.0 as i64 });
    }

    /// Drops pulses and begins a repeating protocol anew; one that runs once is over.
    pub(super) fn restart(&mut self, step: Step) {
        self.pulses.clear();
        self.program = self
            .program
            .filter(|program| program.mode != Mode::Once)
            .map(|program| Program { origin: step.0 as i64, ..program });
    }

    /// Forgets pulses that have ended before `step`.
    pub(super) fn forget_finished(&mut self, step: Step) {
        self.pulses.retain(|pulse| pulse.end > step.0);
    }
}
