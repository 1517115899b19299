//! Runs of a preset without a screen, whatever is printed of them.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::anyhow;

use super::duration::steps_up_to;
use super::library::{load_library, resolve_any_in};
use super::output::Target;
use super::{CommandError, ModelOptions, room, unstable};
use crate::circuit::{NeuronId, Probe};
use crate::engine::{DriveState, Engine, Experiment, Halted, Setup, Sink, Subject, Until};
use crate::export::{Encode, Encoder};
use crate::input::brief;
use crate::machine::Rest;
use crate::measure::UnstableSteps;
use crate::model::Scheme;
use crate::preset::Found;

/// Options of every command that runs a preset without a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlessOptions {
    /// The neuron or circuit, and changes to its preset.
    pub model: ModelOptions,
    /// Model time to run for (ms), in place of the duration of the protocol or circuit.
    pub duration_ms: Option<f64>,
    /// Most threads for a circuit, 1 to 256.
    pub threads: usize,
    /// File to write to; `None` or `-` is standard output.
    pub file: Option<PathBuf>,
    /// Whether the output may replace a file.
    pub overwrite: bool,
}

impl HeadlessOptions {
    /// The run that the options describe, before its first step.
    ///
    /// # Errors
    /// An invalid preset or option.
    pub(super) fn begin(&self) -> Result<Headless, CommandError> {
        Ok(self.plan()?.begin(0))
    }

    /// The run that the options describe, to be made any number of times.
    ///
    /// # Errors
    /// An invalid preset or option.
    pub(super) fn plan(&self) -> Result<RunPlan, CommandError> {
        let experiment = self.experiment()?;
        let subject = experiment.subject();
        let end_ms = self.duration_ms.unwrap_or(subject.duration_ms());
        let steps = steps_up_to(end_ms, subject.steps_per_ms())?;
        Ok(RunPlan { experiment, steps, end_ms, threads: self.threads })
    }

    /// Makes `run` by `write`, which prints it to the chosen output, and reports how it ended.
    ///
    /// # Errors
    /// An invalid output, or a neuron whose state overflows.
    pub(super) fn print(
        &self,
        mut run: Headless,
        write: impl FnOnce(&mut dyn Write, &mut Headless) -> io::Result<()>,
    ) -> Result<(), CommandError> {
        let mut target = Target::open(self.file.as_deref(), self.overwrite)?;
        let steps = run.steps;
        target.write(|out| write(out, &mut run))?;
        let subject = run.engine.subject();
        unstable::warn_of_run(subject, &run.unstable, steps);
        match run.halted() {
            None => target.finish(),
            Some(halted) => Err(anyhow!(stopped(subject, halted)).into()),
        }
    }

    /// The experiment that the options describe.
    fn experiment(&self) -> Result<Experiment, CommandError> {
        let (model, name, reach) = (&self.model, self.model.preset_name(), self.model.reach);
        Ok(match resolve_any_in(&load_library(reach)?, name, reach)? {
            Found::Neuron(entry) => {
                let preset = model.with_stimulus(entry.preset)?;
                model.experiment(&model.setup(&preset)?, DriveState::run)
            }
            Found::Circuit(entry) => {
                let recipe = model.recipe(&entry.preset.subject)?;
                room::check(&recipe, (self.threads, Rest::Run), &entry, name)?;
                model.circuit_experiment(&recipe)
            }
        })
    }
}

/// A run without a screen that has not begun.
pub(super) struct RunPlan {
    pub(super) experiment: Experiment,
    /// Number of steps.
    pub(super) steps: u64,
    /// The time up to which spikes count (ms).
    pub(super) end_ms: f64,
    threads: usize,
}

impl RunPlan {
    /// The run before its first step, with the seed of the experiment plus `number`.
    pub(super) fn begin(&self, number: u64) -> Headless {
        let Self { experiment, steps, end_ms, threads } = self;
        let experiment = Experiment { seed: experiment.seed + number, ..experiment.clone() };
        let mut engine = Engine::new(&experiment);
        engine.set_threads(*threads);
        Headless { engine, steps: *steps, end_ms: *end_ms, unstable: UnstableSteps::default() }
    }
}

/// The message that the run of `subject` was stopped; for a circuit with the neuron.
pub(super) fn stopped(subject: &Subject, halted: Halted) -> String {
    let Halted { neuron, time_ms, fault } = halted;
    let (name, time) = (subject.name(), brief(time_ms));
    match subject.recipe() {
        None => format!("{name}: stopped at {time} ms: {fault}"),
        Some(recipe) => {
            let index = recipe.population_of(neuron);
            let population = index.map_or("", |index| &recipe.population(index).name);
            format!("{name}: stopped at {time} ms: neuron {neuron} ({population}): {fault}")
        }
    }
}

/// An engine, the steps that are left for it, and the time up to which spikes count (ms).
pub(super) struct Headless {
    pub(super) engine: Engine,
    /// Steps that are left.
    steps: u64,
    pub(super) end_ms: f64,
    /// Steps that were too long for a neuron.
    pub(super) unstable: UnstableSteps,
}

impl Encode for &mut Headless {
    /// Makes all steps, or as many as possible, and writes them with `encoder`.
    fn encode(self, mut encoder: impl Encoder) -> io::Result<()> {
        while !encoder.has_failed() && self.advance(encoder.steps_at_once(), &mut encoder) {}
        encoder.finish(self.halted().is_some())
    }
}

impl Headless {
    /// Makes up to `most` steps (at least 1) with every report to `sink`; returns whether the run goes on.
    pub(super) fn advance(&mut self, most: u64, sink: &mut impl Sink) -> bool {
        if self.steps == 0 || self.engine.halt().is_some() {
            return false;
        }
        let steps = self.steps.min(most).min(self.engine.steps_to_restart());
        let mut sink = (sink, &mut self.unstable);
        self.engine.advance(steps, &mut Until { end_ms: self.end_ms, sink: &mut sink });
        self.steps -= steps;
        true
    }

    /// Looks at the neuron that `--neuron` selects. Returns it with the neuron as it runs, in the
    /// scheme and the step of the run.
    ///
    /// # Errors
    /// A number in the run of a single neuron, or one that no neuron has.
    pub(super) fn look_at(
        &mut self,
        number: Option<u32>,
    ) -> Result<(NeuronId, Setup), CommandError> {
        let neuron = asked_neuron(self.engine.subject(), number)?;
        if self.engine.recipe().is_some() {
            self.engine.set_probes(vec![Probe::Neuron(neuron)]);
        }
        let engine = &self.engine;
        let mut cell = engine.subject().cell_of(neuron).expect("one of them").into_owned();
        cell.neuron = engine.neuron(neuron);
        let steps_per_ms = engine.clock().steps_per_ms();
        Ok((neuron, Setup { cell, scheme: engine.scheme(), steps_per_ms }))
    }

    /// The neuron and time at which the run was stopped, if within the time that counts.
    pub(super) fn halted(&self) -> Option<Halted> {
        let exact = self.engine.scheme() == Scheme::Exact;
        self.engine.halt().filter(|halted| match self.engine.subject() {
            Subject::Neuron(_) => halted.time_ms <= self.end_ms,
            // The time is the step's start, and an exact run's last step starts at the end.
            Subject::Circuit(_) => !exact || halted.time_ms < self.end_ms,
        })
    }
}

/// The neuron that `--neuron` selects.
pub(super) fn asked_neuron(
    subject: &Subject,
    number: Option<u32>,
) -> Result<NeuronId, CommandError> {
    let usage = |message: String| Err(CommandError::Usage(message));
    match (subject, number) {
        (_, None) => Ok(NeuronId::FIRST),
        (Subject::Neuron(_), Some(_)) => {
            usage("--neuron: expected a circuit, found a single neuron".to_owned())
        }
        (Subject::Circuit(recipe), Some(number)) if number < recipe.neurons() => {
            Ok(NeuronId::new(number))
        }
        (Subject::Circuit(recipe), Some(number)) => usage(format!(
            "--neuron: expected a number from 0 to {}, found {number}",
            recipe.neurons() - 1
        )),
    }
}
