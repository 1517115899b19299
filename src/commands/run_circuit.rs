//! A run of a circuit without a screen.

use std::io::{self, Write};

use anyhow::anyhow;

use super::duration::steps_up_to;
use super::output::Target;
use super::unstable::{self, Ran};
use super::{CommandError, RunFormat, RunOptions, room};
use crate::engine::{Engine, Halted, Sink, Until};
use crate::export::{CircuitCsv, CircuitSpikes, CircuitSummary};
use crate::input::brief;
use crate::machine::Rest;
use crate::measure::UnstableSteps;
use crate::model::Scheme;
use crate::preset::CircuitEntry;

/// Steps between two looks at whether output has failed or a neuron has blown up.
const CHUNK_STEPS: u64 = 1024;

/// Runs the circuit of `entry` and prints what was asked for.
///
/// # Errors
/// An option or an output that is no good, or a neuron that blows up.
pub(super) fn run(options: &RunOptions, entry: &CircuitEntry) -> Result<(), CommandError> {
    let recipe = &options.model.recipe(&entry.preset.subject)?;
    room::check(recipe, (options.threads, Rest::Run), entry, options.model.preset_name())?;
    let experiment = options.model.circuit_experiment(recipe);
    let seed = experiment.seed;
    let end_ms = options.duration_ms.unwrap_or(recipe.duration_ms);
    let steps = steps_up_to(end_ms, recipe.steps_per_ms)?;
    let mut target = Target::open(options.file.as_deref(), options.overwrite)?;
    let mut engine = Engine::new(&experiment);
    engine.set_threads(options.threads);
    let mut run = Run { engine, steps, end_ms, unstable: UnstableSteps::default() };
    target.write(|out| match options.format {
        RunFormat::Csv => {
            let mut csv = CircuitCsv::new(out, *run.engine.clock(), recipe);
            run.advance(&mut csv, CircuitCsv::has_failed);
            csv.finish()
        }
        RunFormat::Spikes => {
            let mut spikes = CircuitSpikes::new(out);
            run.advance(&mut spikes, CircuitSpikes::has_failed);
            spikes.finish()
        }
        RunFormat::Summary => run.write_summary(CircuitSummary::new(recipe, seed, end_ms), out),
    })?;
    run.tell_of_unstable();
    let Some(Halted { neuron, time_ms, fault }) = run.halt() else { return target.finish() };
    let population = recipe.population_of(neuron).map(|index| &*recipe.populations[index].name);
    let (name, population) = (&recipe.name, population.unwrap_or_default());
    let time = brief(time_ms);
    Err(anyhow!("{name}: stopped at {time} ms: neuron {neuron} ({population}): {fault}").into())
}

/// An engine, the number of its updates, and the time up to which spikes count (ms).
struct Run {
    engine: Engine,
    steps: u64,
    end_ms: f64,
    /// Steps that were too long for a neuron.
    unstable: UnstableSteps,
}

impl Run {
    /// Statistics of a run that stopped early would be those of another run: there are none then.
    fn write_summary(
        &mut self,
        mut summary: CircuitSummary,
        mut out: impl Write,
    ) -> io::Result<()> {
        self.advance(&mut summary, |_| false);
        if self.halt().is_some() {
            return Ok(());
        }
        out.write_all(summary.to_toml().as_bytes())?;
        out.flush()
    }

    /// Makes all steps, or as many as can be made before `failed`.
    fn advance<S: Sink>(&mut self, sink: &mut S, failed: impl Fn(&S) -> bool) {
        let mut left = self.steps;
        while left > 0 && self.engine.halt().is_none() && !failed(sink) {
            let steps = left.min(CHUNK_STEPS);
            let mut sink = (&mut *sink, &mut self.unstable);
            self.engine.advance(steps, &mut Until { end_ms: self.end_ms, sink: &mut sink });
            left -= steps;
        }
    }

    /// Says on standard error if steps were too long.
    fn tell_of_unstable(&self) {
        let Some(recipe) = self.engine.recipe() else { return };
        let first = self.unstable.first().and_then(|first| u32::try_from(first.neuron).ok());
        let Some(index) = first.and_then(|neuron| recipe.population_of(neuron)) else { return };
        let population = &recipe.populations[index];
        let ran = Ran {
            name: &population.name,
            neuron: &population.neuron,
            scheme: self.engine.scheme(),
            steps_per_ms: recipe.steps_per_ms,
        };
        unstable::tell_of_circuit(&recipe.name, ran, &self.unstable);
    }

    /// Where and when the circuit had to be stopped within the time that counts, if it was.
    fn halt(&self) -> Option<Halted> {
        // In the true solution the last step lies behind the end.
        let exact = self.engine.scheme() == Scheme::Exact;
        self.engine.halt().filter(|halted| !exact || halted.time_ms < self.end_ms)
    }
}
