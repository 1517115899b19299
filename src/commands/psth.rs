//! The `psth` command: when in the repeats of its protocol a neuron fires, without a screen.

use std::ops::Range;

use anyhow::anyhow;

use super::duration::check_work;
use super::headless::{RunPlan, asked_neuron, stopped};
use super::isi::check_bins;
use super::output::Target;
use super::{CommandError, HeadlessOptions, unstable};
use crate::circuit::NeuronId;
use crate::engine::{Engine, Experiment, Halted, OfNeuron, Start};
use crate::export::write_psth;
use crate::machine::share_out;
use crate::measure::{Psth, PsthOfRun, Repeats, UnstableSteps};
use crate::model::Sweeps;

/// Steps between two checks whether a neuron was halted.
const STEPS_AT_ONCE: u64 = 1024;

/// Options of the `psth` command.
#[derive(Clone, Debug, PartialEq)]
pub struct PsthOptions {
    /// Each run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// Width of the bins (ms), above 0.
    pub bin_ms: f64,
    /// Number of runs, each with its own seed; at least 1.
    pub repeats: u64,
}

impl PsthOptions {
    /// Width of the bins where none is given (ms).
    pub const BIN_MS_DEFAULT: f64 = 5.0;
}

/// Runs a preset several times and prints how many spikes fall into each bin of its protocol.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn psth(options: &PsthOptions) -> Result<(), CommandError> {
    let plan = options.run.plan()?;
    let subject = plan.experiment.subject();
    let neuron = asked_neuron(&subject, options.neuron)?;
    let repeats = Repeats::of(plan.end_ms, sweeps_of(&plan.experiment, neuron));
    check_bins(options.bin_ms, repeats.duration_ms)?;
    check_seeds(plan.experiment.seed, options.repeats)?;
    check_work("--repeats, --for", (plan.steps, options.repeats), subject.scheme())?;
    let psth = Psth::new(options.bin_ms, repeats.duration_ms).expect("bins were checked");
    let mut target = Target::open(options.run.file.as_deref(), options.run.overwrite)?;
    let runs = Runs { plan: &plan, neuron, repeats, psth };
    match runs.make(options.repeats, options.run.threads) {
        Err(halted) => Err(anyhow!(stopped(&subject, halted)).into()),
        Ok((psth, found)) => {
            target.write(|out| write_psth(out, &psth))?;
            unstable::warn_of_run(&subject, &found, plan.steps.saturating_mul(options.repeats));
            target.finish()
        }
    }
}

/// The sweeps of the protocol that `neuron` follows, if it has any.
fn sweeps_of(experiment: &Experiment, neuron: NeuronId) -> Option<Sweeps> {
    match &experiment.start {
        Start::Neuron(_) => Engine::new(experiment).sweeps(),
        Start::Circuit(recipe) => {
            let population = recipe.population_of(neuron)?;
            recipe.population(population).protocol.sweeps
        }
    }
}

/// Refuses repeats whose seeds would be too large.
fn check_seeds(seed: u64, repeats: u64) -> Result<(), CommandError> {
    let most = Experiment::SEED_MAX - seed;
    if repeats - 1 <= most {
        return Ok(());
    }
    let (most, seed_max) = (most.saturating_add(1), Experiment::SEED_MAX);
    let message = format!(
        "--repeats: expected at most {most}, since each has its own seed up to {seed_max}, found {repeats}"
    );
    Err(CommandError::Usage(message))
}

/// The runs that are summed up.
struct Runs<'a> {
    plan: &'a RunPlan,
    neuron: NeuronId,
    repeats: Repeats,
    /// The histogram without repeats.
    psth: Psth,
}

impl Runs<'_> {
    /// The histogram of the first `runs` runs, or the halt of the first that was stopped. Runs of a
    /// neuron are shared out to `threads`; a circuit's own threads work on one run after the other, so
    /// that there is one circuit in memory.
    fn make(&self, runs: u64, threads: usize) -> Result<(Psth, UnstableSteps), Halted> {
        let is_alone = matches!(self.plan.experiment.start, Start::Neuron(_));
        let parts = if is_alone { threads.min(runs.try_into().unwrap_or(threads)) } else { 1 };
        let bound = |index: usize| (u128::from(runs) * index as u128 / parts as u128) as u64;
        let part = |index: usize| self.make_some(bound(index)..bound(index + 1));
        let (mut psth, mut unstable) = (self.psth.clone(), UnstableSteps::default());
        for made in share_out(parts, threads, part) {
            let (more, found) = made?;
            psth.merge(&more);
            unstable.merge(&found);
        }
        Ok((psth, unstable))
    }

    /// The histogram of the runs with these numbers.
    fn make_some(&self, runs: Range<u64>) -> Result<(Psth, UnstableSteps), Halted> {
        let (mut psth, mut unstable) = (self.psth.clone(), UnstableSteps::default());
        for number in runs {
            let mut run = self.plan.begin(number);
            let clock = *run.engine.clock();
            let sink = PsthOfRun { psth: &mut psth, repeats: self.repeats, clock };
            let mut sink = OfNeuron::new(&run.engine, self.neuron, sink);
            while run.advance(STEPS_AT_ONCE, &mut sink) {}
            unstable.merge(&run.unstable);
            if let Some(halted) = run.halted() {
                return Err(halted);
            }
            for _ in 0..self.repeats.count {
                psth.add_repeat(self.repeats.duration_ms);
            }
        }
        Ok((psth, unstable))
    }
}
