//! The running model.

use std::sync::Arc;

use super::drive::Drive;
use super::kernel::Kernel;
use super::observe::SinkObserver;
use super::{Cell, Clock, Experiment, Mode, NeuronStart, Setup, Sink, Site, Start, Step, Subject};
use crate::circuit::network::{Effort, Network};
use crate::circuit::{NeuronId, Probe, Recipe};
use crate::job::{Allowance, Progress};
use crate::model::{Fault, Neuron, Scheme, State, Sweeps};

/// A model that runs: only [`Engine::apply`] changes what it does, only [`Engine::advance`] and
/// [`Engine::advance_some`] move it.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(super) subject: Subject,
    pub(super) seed: u64,
    pub(super) clock: Clock,
    pub(super) step: Step,
    /// The step at which the present subject was started.
    pub(super) origin: Step,
    pub(super) kernel: Kernel,
    pub(super) drive: Drive,
    pub(super) probes: Vec<Probe>,
    pub(super) threads: usize,
    /// Whether injections fork the model.
    pub(super) forks: bool,
    pub(super) fork: Option<Fork>,
}

/// A model that goes on without one command.
#[derive(Clone, Debug)]
pub(super) struct Fork {
    /// The step before which that command was carried out.
    pub(super) since: Step,
    pub(super) run: ForkRun,
}

/// How far a fork is.
#[derive(Clone, Debug)]
pub(super) enum ForkRun {
    /// Not a step since the command: the fork differs from the model by its drive alone.
    Due(Box<Drive>),
    /// It makes steps of its own.
    Under(Box<Engine>),
}

/// A neuron that was halted because its state left the finite numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halted {
    /// Its number.
    pub neuron: NeuronId,
    /// Model time at which it happened (ms).
    pub time_ms: f64,
    /// Why.
    pub fault: Fault,
}

impl Engine {
    /// Starts `experiment` at step 0.
    #[must_use]
    pub fn new(experiment: &Experiment) -> Self {
        let mut engine = Self::begin(experiment);
        engine.build(&mut || true);
        engine
    }

    /// Starts `experiment` at step 0, but only begins to build a large circuit: [`Self::build`]
    /// continues, and the first step builds whatever is missing.
    #[must_use]
    pub fn begin(experiment: &Experiment) -> Self {
        let Experiment { seed, start } = experiment;
        Self {
            subject: experiment.subject(),
            seed: *seed,
            clock: Clock::new(experiment.steps_per_ms()),
            step: Step(0),
            origin: Step(0),
            kernel: Kernel::begin(start, *seed, 1, Step(0)),
            drive: Drive::new(start, *seed, Step(0)),
            probes: Vec::new(),
            threads: 1,
            forks: false,
            fork: None,
        }
    }

    /// The progress of a large circuit that is being built after its start, a switch or a reset:
    /// all neurons exist, some synapses do not.
    #[must_use]
    pub fn building(&self) -> Option<Progress> {
        self.kernel.building()
    }

    /// Continues building while `allowance` permits; returns whether the circuit is complete.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        self.kernel.build(allowance)
    }

    /// Sets how many threads work on a large circuit, at least one. It changes only the speed; from
    /// the start of a circuit on it does so best.
    pub fn set_threads(&mut self, threads: usize) {
        self.threads = threads.max(1);
        self.kernel.cut_for(self.threads);
    }

    /// Sets the probes of a circuit. They change nothing of what the circuit does.
    pub fn set_probes(&mut self, probes: Vec<Probe>) {
        self.probes = probes;
        self.probe_fork();
    }

    /// The probes of a circuit.
    #[must_use]
    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }

    /// Number of steps made so far, which is also the label of the next one.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// The step at which the present subject was started.
    #[must_use]
    pub fn origin(&self) -> Step {
        self.origin
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

    /// The subject: for a neuron alone with its present parameters, but with the scheme that it
    /// came with.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The neuron with its protocol, if it runs alone.
    #[must_use]
    pub fn cell(&self) -> Option<&Cell> {
        self.subject.setup().map(|setup| &setup.cell)
    }

    /// The recipe of the circuit, if one runs.
    #[must_use]
    pub fn recipe(&self) -> Option<&Arc<Recipe>> {
        self.subject.recipe()
    }

    /// The network, for its weights and synapses, if a circuit runs.
    #[must_use]
    pub fn network(&self) -> Option<&Network> {
        self.kernel.network()
    }

    /// The integration scheme in use.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.kernel.scheme()
    }

    /// The seed of everything that is drawn.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The present state of the neuron with this number, which of a neuron alone is 0.
    ///
    /// # Panics
    /// If a circuit has no such neuron.
    #[must_use]
    pub fn state(&self, neuron: NeuronId) -> State {
        self.kernel.state(neuron)
    }

    /// The parameters of the neuron with this number as it is: in a circuit those of its population, and
    /// what was drawn for it.
    ///
    /// # Panics
    /// If a circuit has no such neuron.
    #[must_use]
    pub fn neuron(&self, neuron: NeuronId) -> Neuron {
        match &self.subject {
            Subject::Neuron(setup) => setup.cell.neuron,
            Subject::Circuit(_) => self.network().expect("a circuit's").neuron(neuron),
        }
    }

    /// The membrane potential (mV) of `neuron` below which a step is too long, see
    /// [`crate::model::Neuron::unstable_below_mv`]; none under the exact scheme, or if there is no
    /// such neuron.
    #[must_use]
    pub fn unstable_below_mv(&self, neuron: NeuronId) -> Option<f64> {
        let neuron = self.subject.neuron(neuron)?;
        neuron.unstable_below_mv(self.scheme(), self.clock.steps_per_ms())
    }

    /// The holding current at `site`: what flows into a neuron alone when no protocol runs and
    /// nothing is injected; in a circuit what is held there, or else what the protocol there
    /// settles on.
    #[must_use]
    pub fn holding_current(&self, site: Site) -> f64 {
        self.drive.holding(site, &self.subject)
    }

    /// The sustained current at `site`, if it is on there.
    #[must_use]
    pub fn sustained_current(&self, site: Site) -> Option<f64> {
        self.drive.sustained(site)
    }

    /// The whole current that flows into a neuron alone at the present step.
    #[must_use]
    pub fn current(&self) -> f64 {
        let (input, _) = self.drive.input(self.step, Step::MAX.0);
        input.current(self.step.0)
    }

    /// How the protocol of a neuron alone is being run, if it is.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.drive.mode(self.step)
    }

    /// Whether the protocol of a population that was fired at `site` of a circuit is under way.
    #[must_use]
    pub fn is_firing(&self, site: Site) -> bool {
        self.drive.is_firing(site, self.step)
    }

    /// The step from which the present pass of that protocol counts, if one runs.
    #[must_use]
    pub fn pass_start(&self) -> Option<Step> {
        self.drive.pass_start(self.step)
    }

    /// The step at which the next pass of a repeating protocol begins, if one repeats.
    #[must_use]
    pub fn next_pass(&self) -> Option<Step> {
        self.drive.next_pass(self.step)
    }

    /// Whether the next step begins from the initial state of a neuron alone, since a pass of its
    /// repeating protocol begins there, or a sweep of a protocol with
    /// [`reset`](crate::model::Sweeps::reset).
    #[must_use]
    pub fn restarts(&self) -> bool {
        self.drive.restart_state(self.step).is_some()
    }

    /// Steps from the present one to the next at which that may be so; `u64::MAX` if there is none.
    /// It ends a halt, which has to be looked for before.
    #[must_use]
    pub fn steps_to_restart(&self) -> u64 {
        let restart = self.drive.next_restart(self.step);
        restart.map_or(u64::MAX, |restart| restart.0 - self.step.0)
    }

    /// The sweeps of the protocol of a neuron alone, if that protocol runs and has sweeps.
    #[must_use]
    pub fn sweeps(&self) -> Option<Sweeps> {
        self.drive.sweeps(self.step)
    }

    /// Where the run was halted, if it was. A neuron alone stands still from then on until its
    /// state or its parameters are set, a circuit until it is reset.
    #[must_use]
    pub fn halt(&self) -> Option<Halted> {
        let halt = self.kernel.halt()?;
        let time_ms = self.clock.time_ms(Step(self.kernel_origin() + halt.step)) + halt.offset_ms;
        Some(Halted { neuron: halt.neuron, time_ms, fault: halt.fault })
    }

    /// The engine's step at which the kernel counts 0.
    fn kernel_origin(&self) -> u64 {
        match self.kernel {
            Kernel::Solo(_) => 0,
            Kernel::Network(_) => self.origin.0,
        }
    }

    /// What the run can be started from again: a neuron from the present step on, a circuit, with
    /// its present parameters, from the one at which it was started, [`Self::origin`].
    ///
    /// Both runs of a neuron then give the same samples, so the count of spikes per millisecond,
    /// which is not part of an experiment, starts afresh here, and a neuron that was stopped tries
    /// again.
    pub fn snapshot(&mut self) -> Experiment {
        let start = match (&mut self.kernel, &self.subject) {
            (Kernel::Solo(solo), Subject::Neuron(setup)) => {
                solo.set_state(solo.state());
                solo.restart_spike_window(self.step.0);
                let setup = Setup { scheme: solo.scheme(), ..(**setup).clone() };
                let (state, drive) = (solo.state(), self.drive.state(self.step));
                Start::Neuron(Box::new(NeuronStart { setup, state, drive }))
            }
            (_, subject) => Experiment::live(subject, self.seed).start,
        };
        Experiment { seed: self.seed, start }
    }

    /// The progress of an interrupted step.
    #[must_use]
    pub fn step_progress(&self) -> Option<Progress> {
        self.kernel.step_progress()
    }

    /// Whether the next step has been begun and interrupted. A command has to wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.kernel.is_amid_step()
    }

    /// Makes `steps` steps, with every report to `sink`.
    pub fn advance(&mut self, steps: u64, sink: &mut impl Sink) {
        let end = self.step.0.saturating_add(steps).min(Step::MAX.0);
        if self.step.0 < end {
            self.begin_fork();
        }
        let (clock, origin) = (self.clock, self.kernel_origin());
        let mut observer = SinkObserver { clock, origin, sink };
        while self.step.0 < end {
            let stop = match &mut self.kernel {
                Kernel::Solo(solo) => {
                    if let Some(state) = self.drive.restart_state(self.step) {
                        solo.set_state(state);
                        observer.sink.restart(self.step);
                    }
                    let (input, stop) = self.drive.input(self.step, end);
                    solo.advance(self.step.0..stop, &input, &mut observer);
                    stop
                }
                Kernel::Network(network) => {
                    let (currents, stop) = self.drive.currents(self.step, end, self.origin);
                    let steps = self.step.0 - origin..stop - origin;
                    let probes = &self.probes;
                    network.advance(steps, &currents, probes, self.threads, &mut observer);
                    stop
                }
            };
            self.step = Step(stop);
        }
        self.drive.forget_finished(self.step);
    }

    /// Makes up to `steps` steps, with every report to `sink`. A step of a circuit that may take
    /// long is interrupted once `effort` is spent, and resumed by the next call.
    pub fn advance_some(&mut self, steps: u64, effort: Effort, sink: &mut impl Sink) {
        let end = self.step.0.saturating_add(steps).min(Step::MAX.0);
        if self.step.0 < end {
            self.begin_fork();
        }
        let (clock, origin) = (self.clock, self.kernel_origin());
        let Kernel::Network(network) = &mut self.kernel else {
            return self.advance(steps, sink);
        };
        let (currents, stop) = self.drive.currents(self.step, end, self.origin);
        let mut observer = SinkObserver { clock, origin, sink };
        let steps = self.step.0 - origin..stop - origin;
        let how = (self.threads, effort);
        let made = network.advance_some(steps, &currents, &self.probes, how, &mut observer);
        self.step.0 += made;
        self.drive.forget_finished(self.step);
    }
}
