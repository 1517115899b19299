//! A circuit that runs: the counterpart of [`super::Engine`] for many neurons.

use std::sync::Arc;

use super::circuit_drive::CircuitDrive;
use super::{Clock, Command, Rejection, Sink, Site, Spike, Step, Unstable};
use crate::circuit::network::{Effort, Network};
use crate::circuit::{Arrival, Halt, Observer, Probe, Reading, Recipe};
use crate::job::{Allowance, Progress};
use crate::machine::Rest;
use crate::model::{Scheme, State};

/// All that a run of a circuit starts from. The same circuit with the same commands at the same steps
/// does the same, bit for bit, whatever is probed and however many threads work on it.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitExperiment {
    /// What the circuit is made of, the scheme and the step included.
    pub recipe: Arc<Recipe>,
    /// Seed of everything that is drawn, and of the digest.
    pub seed: u64,
}

/// A running circuit: only [`CircuitEngine::apply`] changes what it does, only
/// [`CircuitEngine::advance`] moves it.
#[derive(Debug)]
pub struct CircuitEngine {
    seed: u64,
    clock: Clock,
    step: Step,
    /// The step at which the present circuit was started.
    origin: Step,
    network: Network,
    drive: CircuitDrive,
    probes: Vec<Probe>,
    threads: usize,
}

impl CircuitEngine {
    /// Builds the circuit of `experiment`, at step 0.
    #[must_use]
    pub fn new(experiment: &CircuitExperiment) -> Self {
        let mut engine = Self::begin(experiment);
        engine.build(&mut || true);
        engine
    }

    /// The same, but a large circuit is only begun to be built: [`Self::build`] goes on with it, and the
    /// first step does so to the end.
    #[must_use]
    pub fn begin(experiment: &CircuitExperiment) -> Self {
        let CircuitExperiment { recipe, seed } = experiment;
        Self {
            seed: *seed,
            clock: Clock::new(recipe.steps_per_ms),
            step: Step(0),
            origin: Step(0),
            network: Network::begin(recipe.clone(), *seed),
            drive: CircuitDrive::new(recipe),
            probes: Vec::new(),
            threads: 1,
        }
    }

    /// How far a large circuit is that is still being built, after its start, a switch or a reset: there are
    /// all neurons, but not all synapses.
    #[must_use]
    pub fn building(&self) -> Option<Progress> {
        self.network.building()
    }

    /// Goes on building as long as `allowance` lets it; returns whether all is there.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        self.network.build(allowance)
    }

    /// Sets how many threads work on large circuits, at least one. It changes only the speed; from the
    /// start of a circuit on it does so best.
    pub fn set_threads(&mut self, threads: usize) {
        self.threads = threads.max(1);
        self.network.cut_for(self.threads);
    }

    /// Sets what is looked at. It changes nothing of what the circuit does.
    pub fn set_probes(&mut self, probes: Vec<Probe>) {
        self.probes = probes;
    }

    /// What the present circuit was started from, at the step [`CircuitEngine::origin`].
    #[must_use]
    pub fn experiment(&self) -> CircuitExperiment {
        CircuitExperiment { recipe: self.recipe().clone(), seed: self.seed }
    }

    /// What is looked at.
    #[must_use]
    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }

    /// Number of steps made so far, which is also the label of the next one.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// The step at which the present circuit was started.
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

    /// What the circuit is made of.
    #[must_use]
    pub fn recipe(&self) -> &Arc<Recipe> {
        self.network.recipe()
    }

    /// The circuit itself, to look at weights and synapses.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The integration scheme in use.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.network.scheme()
    }

    /// The membrane potential (mV) of `neuron` below which a step is too long, see
    /// [`crate::model::Neuron::unstable_below_mv`]; none under the exact scheme, or if there is no such
    /// neuron.
    #[must_use]
    pub fn unstable_below_mv(&self, neuron: u32) -> Option<f64> {
        let population = &self.recipe().populations[self.recipe().population_of(neuron)?];
        population.neuron.unstable_below_mv(self.scheme(), self.clock.steps_per_ms())
    }

    /// The seed of everything that is drawn.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The present state of a neuron.
    #[must_use]
    pub fn state(&self, neuron: u32) -> State {
        self.network.state(neuron)
    }

    /// The holding current at `site`: what is held there, or else what its protocol settles on.
    #[must_use]
    pub fn holding_current(&self, site: Site) -> f64 {
        self.drive.holding(site, self.recipe())
    }

    /// The sustained current at `site`, if it is on there.
    #[must_use]
    pub fn sustained_current(&self, site: Site) -> Option<f64> {
        self.drive.sustained(site)
    }

    /// Where the circuit had to be stopped, if it had to be, and the time (ms). It stands still from
    /// then on, until it is reset.
    #[must_use]
    pub fn blowup(&self) -> Option<(Halt, f64)> {
        let time_ms = |halt: &Halt| self.clock.time_ms(Step(self.origin.0 + halt.step));
        self.network.halt().map(|halt| (halt, time_ms(&halt)))
    }

    /// Carries out `command` before the next step. A large circuit that it asks for is only begun to be
    /// built, see [`Self::begin`].
    ///
    /// # Errors
    /// A command that can't be carried out changes nothing.
    pub fn apply(&mut self, command: &Command) -> Result<(), Rejection> {
        command.validate()?;
        command.check_for_circuit(self.recipe())?;
        match command {
            Command::Inject { site, injection } => {
                self.drive.inject(self.step, *site, *injection, self.clock.steps_per_ms())?;
            }
            Command::Scheme { scheme } => self.network.set_scheme(*scheme),
            Command::Reset {} => {
                self.network.reset();
                self.drive.restart();
            }
            Command::SwitchCircuit(recipe) => {
                // The present one stays until the next is there.
                let room = recipe.memory(self.threads).check_room(Rest::Scope);
                room.map_err(|large| Rejection::TooLarge(Box::new(large)))?;
                self.clock.change(self.step, recipe.steps_per_ms);
                self.origin = self.step;
                self.network = Network::begin(recipe.clone(), self.seed);
                self.network.cut_for(self.threads);
                self.drive = CircuitDrive::new(recipe);
                self.probes.clear();
            }
            Command::Marker { .. } => {}
            // Refused before.
            Command::Pulse { .. }
            | Command::Sustain { .. }
            | Command::Hold { .. }
            | Command::Fire {}
            | Command::Edit { .. }
            | Command::Switch(_) => {}
        }
        Ok(())
    }

    /// How far a step is that has been left in the middle.
    #[must_use]
    pub fn step_progress(&self) -> Option<Progress> {
        self.network.step_progress()
    }

    /// Makes up to `steps` steps, handing everything that is seen to `sink`; a step of the true solution is
    /// left in the middle once `effort` is spent, and gone on with by the next call.
    pub fn advance_some(&mut self, steps: u64, effort: Effort, sink: &mut impl Sink) {
        let end = self.step.0.saturating_add(steps).min(Step::MAX.0);
        let (currents, stop) = self.drive.currents(self.step, end);
        let mut observer = SinkObserver { clock: self.clock, origin: self.origin.0, sink };
        let stretch = self.step.0 - self.origin.0..stop - self.origin.0;
        let how = (self.threads, effort);
        let made = self.network.advance_some(stretch, &currents, &self.probes, how, &mut observer);
        self.step.0 += made;
        self.drive.forget_finished(self.step);
    }

    /// Whether the next step has been begun and left in the middle. A command has to wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.network.is_amid_step()
    }

    /// Makes `steps` steps, handing everything that is seen to `sink`.
    pub fn advance(&mut self, steps: u64, sink: &mut impl Sink) {
        let end = self.step.0.saturating_add(steps).min(Step::MAX.0);
        let mut observer = SinkObserver { clock: self.clock, origin: self.origin.0, sink };
        while self.step.0 < end {
            let (currents, stop) = self.drive.currents(self.step, end);
            let stretch = self.step.0 - self.origin.0..stop - self.origin.0;
            self.network.advance(stretch, &currents, &self.probes, self.threads, &mut observer);
            self.step = Step(stop);
        }
        self.drive.forget_finished(self.step);
    }
}

/// Turns steps of the circuit into steps of the run.
struct SinkObserver<'a, S> {
    clock: Clock,
    origin: u64,
    sink: &'a mut S,
}

impl<S: Sink> Observer for SinkObserver<'_, S> {
    #[inline]
    fn spike(&mut self, neuron: u32, step: u64, offset_ms: f64) {
        let step = Step(self.origin + step);
        let time_ms = self.clock.time_ms(step) + offset_ms;
        self.sink.spike(&Spike { neuron: neuron as usize, step, time_ms });
    }

    #[inline]
    fn arrival(&mut self, step: u64, arrival: &Arrival) {
        self.sink.arrival(Step(self.origin + step), arrival);
    }

    #[inline]
    fn reading(&mut self, probe: usize, step: u64, reading: Reading) {
        self.sink.reading(probe, Step(self.origin + step), reading);
    }

    #[inline]
    fn unstable(&mut self, neuron: u32, step: u64, lowest_mv: Option<f64>) {
        let time_ms = self.clock.time_ms(Step(self.origin + step));
        self.sink.unstable(&Unstable { neuron: neuron as usize, time_ms, lowest_mv });
    }

    #[inline]
    fn end(&mut self, step: u64, word: u64) {
        self.sink.end(Step(self.origin + step), word);
    }
}
