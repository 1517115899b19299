//! A neuron's protocol under way: its passes and the pauses between them.

use super::{Mode, ProgramState, Step};
use crate::model::stimulus::{Schedule, Source};
use crate::model::{Protocol, State, Sweeps};

/// The protocol of a neuron alone, whether it runs or not.
#[derive(Clone, Debug)]
pub(super) struct Program {
    schedule: Schedule,
    steps_per_ms: u32,
    /// The state in which each pass of a repeating protocol begins.
    initial: State,
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug)]
struct Running {
    mode: Mode,
    /// Step of its beginning; before the run's own start where the run continues another.
    origin: i64,
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

impl Program {
    /// The protocol of a neuron that starts from `initial`; it runs as `state` says at `step`.
    pub(super) fn new(
        (protocol, initial): (&Protocol, State),
        (steps_per_ms, seed): (u32, u64),
        state: Option<ProgramState>,
        step: Step,
    ) -> Self {
        let running = state.map(|state| Running {
            mode: state.mode,
            origin: step.0 as i64 - state.elapsed_steps as i64,
        });
        let schedule = Schedule::new(protocol, steps_per_ms, seed);
        Self { schedule, steps_per_ms, initial, running }
    }

    /// What runs at `step`, as a run that starts there would have to take it up.
    pub(super) fn state(&self, step: Step) -> Option<ProgramState> {
        self.running.filter(|_| self.mode(step).is_some()).map(|running| {
            let elapsed_steps = (step.0 as i64 - running.origin) as u64;
            ProgramState { mode: running.mode, elapsed_steps }
        })
    }

    pub(super) fn mode(&self, step: Step) -> Option<Mode> {
        match self.phase(step)? {
            Phase::Done => None,
            Phase::Pass { .. } | Phase::Pause { .. } => self.running.map(|running| running.mode),
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

    /// The state that the neuron is put into at `step`, if a pass of a repeating protocol begins
    /// there, or a sweep that begins from the initial state.
    pub(super) fn restart_state(&self, step: Step) -> Option<State> {
        let Some(Phase::Pass { origin, .. }) = self.phase(step) else { return None };
        let elapsed = (step.0 as i64 - origin) as u64;
        let begins = if elapsed == 0 {
            self.mode(step) == Some(Mode::Repeat) || self.resetting_sweeps().is_some()
        } else {
            self.next_sweep(elapsed - 1) == Some(elapsed)
        };
        begins.then_some(self.initial)
    }

    /// The first step after `step` at which [`Self::restart_state`] may put the neuron into its
    /// initial state.
    pub(super) fn next_restart(&self, step: Step) -> Option<Step> {
        let sweep = match self.phase(step)? {
            Phase::Pass { origin, end } => {
                let next = self.next_sweep((step.0 as i64 - origin) as u64);
                let next = next.map(|elapsed| (i128::from(origin) + i128::from(elapsed)) as u64);
                next.filter(|next| *next < end).map(Step)
            }
            Phase::Pause { .. } | Phase::Done => None,
        };
        sweep.or_else(|| self.next_pass(step))
    }

    /// The sweeps of the protocol, if it runs at `step`.
    pub(super) fn sweeps(&self, step: Step) -> Option<Sweeps> {
        self.mode(step).and(self.schedule.protocol().sweeps)
    }

    fn resetting_sweeps(&self) -> Option<Sweeps> {
        self.schedule.protocol().resetting_sweeps()
    }

    /// The first step after `elapsed` of a pass at which a sweep begins from the initial state.
    fn next_sweep(&self, elapsed: u64) -> Option<u64> {
        self.resetting_sweeps()?.next_step(elapsed, self.steps_per_ms)
    }

    fn phase(&self, step: Step) -> Option<Phase> {
        let running = self.running?;
        let elapsed = (step.0 as i64 - running.origin) as u64;
        let pass = self.schedule.steps_in_pass();
        let at = |steps: u64| (running.origin as i128 + i128::from(steps)) as u64;
        Some(match running.mode {
            Mode::Run => Phase::Pass { origin: running.origin, end: u64::MAX },
            Mode::Once if elapsed < pass => Phase::Pass { origin: running.origin, end: at(pass) },
            Mode::Once => Phase::Done,
            Mode::Repeat => {
                let period = pass + self.pause_steps();
                let before = elapsed - elapsed % period;
                let origin = running.origin + before as i64;
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

    /// What flows from `step` on, and the first step (at most `end`) from which it may be something
    /// else; `holding` where no pass is under way.
    pub(super) fn source(&self, step: Step, end: u64, holding: f64) -> (Source<'_>, u64) {
        match self.phase(step) {
            None | Some(Phase::Done) => (Source::Constant(holding), end),
            Some(Phase::Pause { end: stop, .. }) => {
                (Source::Constant(self.schedule.protocol().baseline), stop.min(end))
            }
            Some(Phase::Pass { origin, end: stop }) => {
                let stop = self.next_restart(step).map_or(stop, |next| next.0.min(stop));
                let noise_origin = self.running.map_or(origin, |running| running.origin);
                let schedule = &self.schedule;
                (Source::Protocol { schedule, origin, noise_origin }, stop.min(end))
            }
        }
    }

    /// Runs the protocol once from `step` on.
    pub(super) fn fire(&mut self, step: Step) {
        self.running = Some(Running { mode: Mode::Once, origin: step.0 as i64 });
    }

    /// Ends it.
    pub(super) fn stop(&mut self) {
        self.running = None;
    }

    /// Ends it unless it runs once.
    pub(super) fn stop_repeating(&mut self) {
        self.running = self.running.filter(|running| running.mode == Mode::Once);
    }

    /// Begins it anew at `step`; one that runs once is over.
    pub(super) fn restart(&mut self, step: Step) {
        self.running = self
            .running
            .filter(|running| running.mode != Mode::Once)
            .map(|running| Running { origin: step.0 as i64, ..running });
    }
}
