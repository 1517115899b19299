//! The `compare` command: a table of a neuron and memoryless units under the same current.

use std::fmt::Write as _;

use anyhow::anyhow;

use super::duration::steps_up_to;
use super::say::print;
use super::{Choice, CommandError, ModelOptions, library, unstable};
use crate::engine::{Clock, DriveState, Engine, Sample, Setup, Sink, Spike, Step, Unstable};
use crate::input::brief;
use crate::measure::{UnstableSteps, Watch};
use crate::model::{Neuron, Units};

/// Options of the `compare` command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareOptions {
    /// The neuron, and changes to its preset.
    pub model: ModelOptions,
    /// Model time to run for (ms), in place of the protocol's duration.
    pub duration_ms: Option<f64>,
    /// Theta of the units, in the neuron's unit of current; by default it suits the protocol.
    pub theta: Option<f64>,
    /// Slope of the sigmoid, above 0, in the same unit; by default it suits the protocol.
    pub slope: Option<f64>,
    /// Output format.
    pub format: CompareFormat,
}

/// Output format of `compare`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareFormat {
    /// Columns aligned with blanks, and the verdict as the last line.
    #[default]
    Table,
    /// Comma-separated values, with the verdict in a column of its own.
    Csv,
}

impl Choice for CompareFormat {
    const ALL: &'static [Self] = &[Self::Table, Self::Csv];
    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
        }
    }
}

/// Number of rows for a current that changes all the time.
const MOVING_ROWS: f64 = 40.0;
/// Number of rows from which on a row ends only after its share of the time.
const ROWS_MAX: usize = 10_000;
/// Steps between two checks whether the run was stopped.
const CHUNK_STEPS: u64 = 4096;
/// Names of the columns.
const COLUMNS: [&str; 7] =
    ["start_ms", "end_ms", "current", "spikes", "threshold", "sigmoid", "rectifier"];

/// Runs a preset and prints its response beside the responses of artificial units.
///
/// # Errors
/// An invalid preset or option, or a neuron whose state overflows.
pub fn compare(options: &CompareOptions) -> Result<(), CommandError> {
    let preset = library::resolve_preset(options.model.preset_name(), options.model.reach)?.preset;
    let preset = options.model.with_stimulus(preset)?;
    let setup = options.model.setup(&preset)?;
    let protocol = &setup.cell.protocol;
    let end_ms = options.duration_ms.unwrap_or(protocol.duration_ms);
    let steps = steps_up_to(end_ms, setup.steps_per_ms)?;
    let unit = setup.cell.neuron.equations.current_unit();
    let usual = Units::answering(protocol, options.model.current, unit.is_some());
    let units = Units {
        theta: options.theta.unwrap_or(usual.theta),
        slope: options.slope.unwrap_or(usual.slope),
    };
    let experiment = options.model.experiment(&setup, DriveState::run);
    let mut engine = Engine::new(&experiment);
    let mut comparison = Comparison::new(&setup, units, end_ms);
    let mut unstable = UnstableSteps::default();
    let mut left = steps;
    while left > 0 && engine.halt().is_none() {
        let steps = left.min(CHUNK_STEPS).min(engine.steps_to_restart());
        engine.advance(steps, &mut (&mut comparison, &mut unstable));
        left -= steps;
    }
    if let Some(halted) = engine.halt().filter(|halted| halted.time_ms <= end_ms) {
        let (name, time) = (&setup.cell.name, brief(halted.time_ms));
        return Err(anyhow!("{name}: stopped at {time} ms: {}", halted.fault).into());
    }
    unstable::warn_of_neuron(&setup, &unstable, steps);
    comparison.finish();
    print(&match options.format {
        CompareFormat::Table => comparison.table(unit),
        CompareFormat::Csv => comparison.csv(unit),
    })
}

/// A period of nearly constant current.
#[derive(Clone, Debug)]
struct Row {
    start_ms: f64,
    end_ms: f64,
    samples: u64,
    /// Whether every sample had the same current.
    steady: bool,
    latest: f64,
    spikes: u64,
    /// Sums over the samples: the current and the units' outputs.
    sums: [f64; 4],
}

impl Row {
    fn new(start_ms: f64, current: f64) -> Self {
        let (samples, steady, spikes) = (0, true, 0);
        Self {
            start_ms,
            end_ms: start_ms,
            samples,
            steady,
            latest: current,
            spikes,
            sums: [0.0; 4],
        }
    }

    fn add(&mut self, time_ms: f64, current: f64, units: &Units) {
        (self.end_ms, self.latest) = (time_ms, current);
        self.samples += 1;
        let [threshold, sigmoid, rectifier] = units.outputs(current);
        for (sum, value) in self.sums.iter_mut().zip([current, threshold, sigmoid, rectifier]) {
            *sum += value;
        }
    }

    /// Means of the current and of the units' outputs; exact values for a constant current.
    fn means(&self, units: &Units) -> [f64; 4] {
        if self.steady {
            let [threshold, sigmoid, rectifier] = units.outputs(self.latest);
            return [self.latest, threshold, sigmoid, rectifier];
        }
        self.sums.map(|sum| sum / self.samples as f64)
    }
}

/// Collects rows and the neuron's behaviour for the verdict.
struct Comparison {
    clock: Clock,
    units: Units,
    end_ms: f64,
    rows: Vec<Row>,
    watch: Watch,
    /// The neuron, and the potential below which its steps are too long (mV).
    neuron: Neuron,
    unstable_below_mv: Option<f64>,
}

impl Comparison {
    fn new(setup: &Setup, units: Units, end_ms: f64) -> Self {
        let Setup { cell, scheme, steps_per_ms } = setup;
        Self {
            clock: Clock::new(*steps_per_ms),
            units,
            end_ms,
            rows: Vec::new(),
            watch: Watch::new(f64::INFINITY),
            neuron: cell.neuron,
            unstable_below_mv: cell.neuron.unstable_below_mv(*scheme, *steps_per_ms),
        }
    }

    /// Whether a sample extends the last row. A row lasts while the current is constant or, for a
    /// changing current, for a fixed share of the run.
    fn extends_last_row(&mut self, time_ms: f64, current: f64) -> bool {
        let crowded = self.rows.len() >= ROWS_MAX;
        let Some(row) = self.rows.last_mut() else { return false };
        let stays = row.latest == current;
        if row.steady && stays {
            return true;
        }
        // A row of one sample turns into a changing current; a longer constant row ends with any
        // change. A changing row ends when the current becomes constant.
        let ended = if row.steady { row.samples > 1 } else { stays };
        if ended && !crowded || time_ms - row.start_ms >= self.end_ms / MOVING_ROWS {
            return false;
        }
        row.steady = false;
        true
    }

    /// Extends the last row to the end of the run.
    fn finish(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.end_ms = self.end_ms;
        }
    }

    fn cells(&self) -> impl Iterator<Item = [String; 7]> + '_ {
        self.rows.iter().map(|row| {
            let [current, threshold, sigmoid, rectifier] = row.means(&self.units);
            let rounded = |value: f64| ((value * 1e6).round() / 1e6 + 0.0).to_string();
            [
                row.start_ms.to_string(),
                row.end_ms.to_string(),
                rounded(current),
                row.spikes.to_string(),
                rounded(threshold),
                rounded(sigmoid),
                rounded(rectifier),
            ]
        })
    }

    /// Aligned columns, the settings of the units, and the verdict as the last line.
    fn table(&self, unit: Option<&str>) -> String {
        let rows: Vec<_> = self.cells().collect();
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].len());
            cells.chain([COLUMNS[column].len()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
        let mut table = String::new();
        let mut line = |cells: [&str; 7]| {
            let padded = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:>width$}"));
            let line = padded.collect::<Vec<_>>().join("  ");
            let _ = writeln!(table, "{line}");
        };
        line(COLUMNS);
        for row in &rows {
            line(row.each_ref().map(String::as_str));
        }
        let Units { theta, slope } = self.units;
        let unit_name = unit.map_or_else(String::new, |unit| format!(" {unit}"));
        let _ = writeln!(table, "units: theta {theta}{unit_name}, slope {slope}{unit_name}");
        let _ = writeln!(table, "verdict: {}", self.watch.sentence(unit));
        table
    }

    /// A header and one line per row; the last line has the verdict.
    fn csv(&self, unit: Option<&str>) -> String {
        let mut csv = format!("{},verdict\n", COLUMNS.join(","));
        let last = self.rows.len();
        for (number, cells) in (1..).zip(self.cells()) {
            let verdict = if number == last { self.watch.sentence(unit) } else { String::new() };
            let quoted = if verdict.is_empty() { verdict } else { format!("\"{verdict}\"") };
            let _ = writeln!(csv, "{},{quoted}", cells.join(","));
        }
        csv
    }
}

impl Sink for Comparison {
    fn sample(&mut self, sample: &Sample) {
        let (time_ms, current) = (self.clock.time_ms(sample.step), sample.current);
        self.watch.sample(time_ms, current);
        if !self.extends_last_row(time_ms, current) {
            if let Some(row) = self.rows.last_mut() {
                row.end_ms = time_ms;
            }
            self.rows.push(Row::new(time_ms, current));
        }
        if let Some(row) = self.rows.last_mut() {
            row.add(time_ms, current, &self.units);
        }
    }

    fn restart(&mut self, _: Step) {
        self.watch.begin_anew();
    }

    fn unstable(&mut self, unstable: &Unstable) {
        if let Some(bound_mv) = self.unstable_below_mv {
            self.watch.unstable(unstable.time_ms, bound_mv, &self.neuron);
        }
    }

    fn spike(&mut self, spike: &Spike) {
        if spike.time_ms > self.end_ms {
            return;
        }
        self.watch.spike(spike.time_ms);
        if let Some(row) = self.rows.last_mut() {
            row.spikes += 1;
        }
    }
}
