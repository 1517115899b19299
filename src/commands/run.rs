//! A run without a screen.

use std::io::{self, Write};

use anyhow::anyhow;

use super::duration::steps_up_to;
use super::library::{load_library, resolve_any_in};
use super::output::Target;
use super::unstable::{self, Ran};
use super::{CommandError, RunFormat, RunOptions, run_circuit};
use crate::engine::{DriveState, Engine, Experiment, Halted, Sample, Sink, Until};
use crate::export::{Csv, Spikes, Summary};
use crate::input::brief;
use crate::measure::UnstableSteps;
use crate::model::Scheme;
use crate::preset::{Found, Preset};

/// Steps between two looks at whether output has failed or the neuron has.
const CHUNK_STEPS: u64 = 4096;

/// Runs a preset and prints what was asked for.
///
/// # Errors
/// A preset or an output that is no good, or a neuron that blows up.
pub fn run(options: &RunOptions) -> Result<(), CommandError> {
    let (name, reach) = (options.model.preset_name(), options.model.reach);
    match resolve_any_in(&load_library(reach)?, name, reach)? {
        Found::Neuron(entry) => run_neuron(options, entry.preset),
        Found::Circuit(entry) => run_circuit::run(options, &entry),
    }
}

fn run_neuron(options: &RunOptions, preset: Preset) -> Result<(), CommandError> {
    let preset = options.model.with_stimulus(preset)?;
    let setup = options.model.setup(&preset)?;
    let experiment = options.model.experiment(&setup, DriveState::run);
    let end_ms = options.duration_ms.unwrap_or(setup.cell.protocol.duration_ms);
    let steps = steps_up_to(end_ms, setup.steps_per_ms)?;
    let unstable = UnstableSteps::default();
    let mut run = Run { engine: Engine::new(&experiment), steps, end_ms, unstable };
    let mut target = Target::open(options.file.as_deref(), options.overwrite)?;
    target.write(|out| run.write(&experiment, options.format, out))?;
    unstable::tell_of_run(Ran::from(&setup), &run.unstable, steps);
    match run.halt() {
        None => target.finish(),
        Some(Halted { time_ms, fault, .. }) => {
            let (name, time) = (&setup.cell.name, brief(time_ms));
            Err(anyhow!("{name}: stopped at {time} ms: {fault}").into())
        }
    }
}

/// An engine, the number of its updates, and the time up to which spikes count (ms).
struct Run {
    engine: Engine,
    steps: u64,
    end_ms: f64,
    /// Steps that were too long.
    unstable: UnstableSteps,
}

impl Run {
    fn write(
        &mut self,
        experiment: &Experiment,
        format: RunFormat,
        out: impl Write,
    ) -> io::Result<()> {
        match format {
            RunFormat::Csv => self.write_csv(Csv::new(out, *self.engine.clock())),
            RunFormat::Spikes => {
                let mut spikes = Spikes::new(out);
                self.advance(&mut spikes, Spikes::has_failed);
                spikes.finish()
            }
            RunFormat::Summary => self.write_summary(Summary::new(experiment.seed), out),
        }
    }

    /// Step by step: where the neuron stops, no row may follow.
    fn write_csv(&mut self, mut csv: Csv<impl Write>) -> io::Result<()> {
        // Under the exact scheme a row stands at the start of its step, so it came before.
        let row_precedes_halt = self.engine.scheme() == Scheme::Exact;
        for _ in 0..self.steps {
            let mut row = Row(None);
            self.engine.advance(1, &mut (&mut row, &mut self.unstable));
            let halted = self.engine.halt().is_some();
            if let Row(Some(sample)) = row
                && (!halted || row_precedes_halt)
            {
                csv.sample(&sample);
            }
            if halted || csv.has_failed() {
                break;
            }
        }
        csv.finish()
    }

    /// Statistics of a run that stopped early would be those of another run: there are none then.
    fn write_summary(&mut self, mut summary: Summary, mut out: impl Write) -> io::Result<()> {
        self.advance(&mut summary, |_| false);
        if self.halt().is_some() {
            return Ok(());
        }
        out.write_all(summary.to_toml(self.end_ms).as_bytes())?;
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

    /// Where and when the neuron had to be stopped within the time that counts, if it was.
    fn halt(&self) -> Option<Halted> {
        self.engine.halt().filter(|halted| halted.time_ms <= self.end_ms)
    }
}

/// Keeps the last sample.
struct Row(Option<Sample>);

impl Sink for Row {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.0 = Some(*sample);
    }
}
