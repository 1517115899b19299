//! The running model: an integer clock, the commands that may change it, and its samples.

mod circuit;
mod circuit_drive;
mod clock;
mod command;
mod digest;
mod drive;
mod experiment;
mod machine;
mod sink;
mod site;

pub use circuit::{CircuitEngine, CircuitExperiment};
pub use clock::{Clock, STEPS_PER_MS_MAX, Step, steps_per_ms_of};
pub use command::{CURRENT_MAX, Command, Event, Rejection, Setup};
pub use digest::{Checkpoint, Digest};
pub use drive::{DriveState, Mode, ProgramState, PulseState};
pub use experiment::{Experiment, Subject};
pub use machine::{Machine, Runnable};
pub use sink::{Sample, Sink, Spike, SpikeCount, Unstable, Until};
pub use site::{Injection, Site};

use crate::circuit::{Halt, Observer, Solo};
use crate::model::{Scheme, State};
use drive::Drive;

/// A model that runs: only [`Engine::apply`] changes what it does, only [`Engine::advance`] moves it.
#[derive(Clone, Debug)]
pub struct Engine {
    subject: Subject,
    seed: u64,
    clock: Clock,
    step: Step,
    solo: Solo,
    drive: Drive,
}

impl Engine {
    /// Starts `experiment` at step 0.
    #[must_use]
    pub fn new(experiment: &Experiment) -> Self {
        let Experiment { subject, scheme, steps_per_ms, seed, state, drive } = experiment;
        Self {
            subject: subject.clone(),
            seed: *seed,
            clock: Clock::new(*steps_per_ms),
            step: Step(0),
            solo: Solo::new(subject.neuron, *state, *scheme, *steps_per_ms),
            drive: Drive::new(drive, &subject.protocol, *steps_per_ms, *seed, Step(0)),
        }
    }

    /// Number of steps made so far, which is also the label of the next one.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// The clock that turns steps into milliseconds.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Model time at the present step (ms).
    #[must_use]
    pub fn time_ms(&self) -> f64 {
        self.clock.time_ms(self.step)
    }

    /// The neuron under test, with its protocol.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The integration scheme in use.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.solo.scheme()
    }

    /// The present state of the neuron.
    #[must_use]
    pub fn state(&self) -> State {
        self.solo.state()
    }

    /// The seed of all noise.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The membrane potential (mV) below which a step is too long, see
    /// [`crate::model::Neuron::unstable_below_mv`]; none under the exact scheme.
    #[must_use]
    pub fn unstable_below_mv(&self) -> Option<f64> {
        self.subject.neuron.unstable_below_mv(self.scheme(), self.clock.steps_per_ms())
    }

    /// The holding current: what flows when no protocol runs and nothing is injected.
    #[must_use]
    pub fn holding_current(&self) -> f64 {
        self.drive.holding()
    }

    /// The whole current that flows at the present step.
    #[must_use]
    pub fn current(&self) -> f64 {
        let (input, _) = self.drive.input(self.step, Step::MAX.0);
        input.current(self.step.0)
    }

    /// The sustained step current, if it is on.
    #[must_use]
    pub fn sustained_current(&self) -> Option<f64> {
        self.drive.sustained()
    }

    /// How the protocol is being run, if it is.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.drive.mode(self.step)
    }

    /// The step from which the present pass of the protocol counts, if one runs.
    #[must_use]
    pub fn pass_start(&self) -> Option<Step> {
        self.drive.pass_start(self.step)
    }

    /// The step at which the next pass of a repeating protocol begins, if one repeats.
    #[must_use]
    pub fn next_pass(&self) -> Option<Step> {
        self.drive.next_pass(self.step)
    }

    /// The neuron that had to be stopped, if any, and the time at which it was (ms).
    #[must_use]
    pub fn halt(&self) -> Option<(Halt, f64)> {
        self.solo.halt().map(|halt| (halt, self.clock.time_ms(Step(halt.step)) + halt.offset_ms))
    }

    /// Everything needed to go on from here as a run of its own.
    ///
    /// Both runs then give the same samples, so the count of spikes per millisecond, which is not
    /// part of an experiment, starts afresh here, and a neuron that was stopped tries again.
    pub fn snapshot(&mut self) -> Experiment {
        self.solo.set_state(self.state());
        self.solo.restart_spike_window(self.step.0);
        Experiment {
            subject: self.subject.clone(),
            scheme: self.scheme(),
            steps_per_ms: self.clock.steps_per_ms(),
            seed: self.seed,
            state: self.state(),
            drive: self.drive.state(self.step),
        }
    }

    /// Carries out `command` before the next step.
    ///
    /// # Errors
    /// A command that can't be carried out changes nothing.
    pub fn apply(&mut self, command: &Command) -> Result<(), Rejection> {
        command.validate()?;
        command.check_for_neuron()?;
        match command {
            Command::Pulse { amplitude, width_ms } => {
                let steps = (width_ms * f64::from(self.clock.steps_per_ms())).round() as u64;
                self.drive.add_pulse(self.step, *amplitude, steps)?;
            }
            Command::Sustain { current } => self.drive.set_sustained(*current),
            Command::Hold { current } => self.drive.hold(*current),
            Command::Fire {} => self.drive.fire(self.step),
            Command::Scheme { scheme } => {
                Rejection::check_scheme(&self.subject.neuron, *scheme)?;
                self.solo.set_scheme(*scheme);
            }
            Command::Edit { neuron } => {
                Rejection::check_scheme(neuron, self.scheme())?;
                self.subject.neuron = **neuron;
                self.solo.set_neuron(**neuron);
            }
            Command::Reset {} => {
                self.solo.set_state(self.subject.initial);
                self.drive.restart(self.step);
            }
            Command::Switch(setup) => self.switch(setup),
            Command::Marker { .. } => {}
            // Refused before.
            Command::Inject { .. } | Command::SwitchCircuit(_) => {}
        }
        Ok(())
    }

    /// Puts another neuron in the place of the present one, at its own scheme and step.
    fn switch(&mut self, setup: &Setup) {
        let Setup { subject, scheme, steps_per_ms } = setup;
        self.clock.change(self.step, *steps_per_ms);
        self.solo = Solo::new(subject.neuron, subject.initial, *scheme, *steps_per_ms);
        self.solo.restart_spike_window(self.step.0);
        let drive = DriveState::live(&subject.protocol);
        self.drive = Drive::new(&drive, &subject.protocol, *steps_per_ms, self.seed, self.step);
        self.subject = subject.clone();
    }

    /// Makes `steps` steps, handing every sample and spike to `sink`.
    pub fn advance(&mut self, steps: u64, sink: &mut impl Sink) {
        let end = self.step.0.saturating_add(steps).min(Step::MAX.0);
        let mut probe = SinkProbe { clock: self.clock, sink };
        while self.step.0 < end {
            if self.drive.pass_begins(self.step) {
                self.solo.set_state(self.subject.initial);
            }
            let (input, stop) = self.drive.input(self.step, end);
            self.solo.advance(self.step.0..stop, &input, &mut probe);
            self.step = Step(stop);
        }
        self.drive.forget_finished(self.step);
    }
}

/// Turns what the neuron reports into samples and spikes with their times.
struct SinkProbe<'a, S> {
    clock: Clock,
    sink: &'a mut S,
}

impl<S: Sink> Observer for SinkProbe<'_, S> {
    #[inline(always)]
    fn row(&mut self, step: u64, state: State, current: f64) {
        self.sink.sample(&Sample { step: Step(step), v: state.v, u: state.u, current });
    }

    #[inline]
    fn spike(&mut self, neuron: u32, step: u64, offset_ms: f64) {
        let time_ms = self.clock.time_ms(Step(step)) + offset_ms;
        self.sink.spike(&Spike { neuron: neuron as usize, step: Step(step), time_ms });
    }

    #[inline]
    fn unstable(&mut self, neuron: u32, step: u64, lowest_mv: Option<f64>) {
        let time_ms = self.clock.time_ms(Step(step));
        self.sink.unstable(&Unstable { neuron: neuron as usize, time_ms, lowest_mv });
    }
}
