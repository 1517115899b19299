//! What a single neuron and a circuit have in common for those who run either.

use super::{CircuitEngine, CircuitExperiment, Command, Engine, Experiment, Rejection, Sink, Step};

/// A model that runs, of one neuron or of many.
pub trait Machine {
    /// Number of steps made so far, which is also the label of the next one.
    fn step(&self) -> Step;

    /// Model time at the present step (ms).
    fn time_ms(&self) -> f64;

    /// Carries out `command` before the next step.
    ///
    /// # Errors
    /// A command that can't be carried out changes nothing.
    fn apply(&mut self, command: &Command) -> Result<(), Rejection>;

    /// Makes `steps` steps, handing everything that is seen to `sink`.
    fn advance(&mut self, steps: u64, sink: &mut impl Sink);

    /// Sets how many threads may work on it. It changes only the speed, if anything.
    fn set_threads(&mut self, threads: usize);
}

/// All that a run starts from.
pub trait Runnable: Clone {
    /// What runs then.
    type Machine: Machine;

    /// The run at its step 0.
    fn start(&self) -> Self::Machine;

    /// Seed of everything that is drawn, and of the digest.
    fn seed(&self) -> u64;

    /// Steps in one millisecond.
    fn steps_per_ms(&self) -> u32;

    /// Refuses a command that a run of this can't carry out whatever its state is by then, and
    /// becomes what a command puts in its place.
    ///
    /// # Errors
    /// What the running model would say to it.
    fn follow(&mut self, command: &Command) -> Result<(), Rejection>;
}

impl Machine for Engine {
    fn step(&self) -> Step {
        self.step()
    }

    fn time_ms(&self) -> f64 {
        self.time_ms()
    }

    fn apply(&mut self, command: &Command) -> Result<(), Rejection> {
        self.apply(command)
    }

    fn advance(&mut self, steps: u64, sink: &mut impl Sink) {
        self.advance(steps, sink);
    }

    /// There is nothing to share out in a single neuron.
    fn set_threads(&mut self, _: usize) {}
}

impl Machine for CircuitEngine {
    fn step(&self) -> Step {
        self.step()
    }

    fn time_ms(&self) -> f64 {
        self.time_ms()
    }

    fn apply(&mut self, command: &Command) -> Result<(), Rejection> {
        self.apply(command)
    }

    fn advance(&mut self, steps: u64, sink: &mut impl Sink) {
        self.advance(steps, sink);
    }

    fn set_threads(&mut self, threads: usize) {
        self.set_threads(threads);
    }
}

impl Runnable for Experiment {
    type Machine = Engine;

    fn start(&self) -> Engine {
        Engine::new(self)
    }

    fn seed(&self) -> u64 {
        self.seed
    }

    fn steps_per_ms(&self) -> u32 {
        self.steps_per_ms
    }

    fn follow(&mut self, command: &Command) -> Result<(), Rejection> {
        command.check_for_neuron()?;
        if let Command::Switch(setup) = command {
            self.subject.clone_from(&setup.subject);
            (self.scheme, self.steps_per_ms) = (setup.scheme, setup.steps_per_ms);
        }
        Ok(())
    }
}

impl Runnable for CircuitExperiment {
    type Machine = CircuitEngine;

    fn start(&self) -> CircuitEngine {
        CircuitEngine::begin(self)
    }

    fn seed(&self) -> u64 {
        self.seed
    }

    fn steps_per_ms(&self) -> u32 {
        self.recipe.steps_per_ms
    }

    fn follow(&mut self, command: &Command) -> Result<(), Rejection> {
        command.check_for_circuit(&self.recipe)?;
        if let Command::SwitchCircuit(recipe) = command {
            self.recipe = recipe.clone();
        }
        Ok(())
    }
}
