//! The `sta` command: the spike-triggered average of a run without a screen.

use super::{Choice, CommandError, HeadlessOptions};
use crate::export::{AlignedSignal, Encode, Sta};
use crate::input::brief;
use crate::model::stimulus::steps_through;

/// Options of the `sta` command.
#[derive(Clone, Debug, PartialEq)]
pub struct StaOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// The signal.
    pub signal: AlignedSignal,
    /// Time before each spike (ms).
    pub before_ms: f64,
    /// Time after each spike (ms).
    pub after_ms: f64,
}

impl StaOptions {
    /// Time before each spike where none is given (ms).
    pub const BEFORE_MS_DEFAULT: f64 = 10.0;
    /// Time after each spike where none is given (ms).
    pub const AFTER_MS_DEFAULT: f64 = 30.0;
}

impl Choice for AlignedSignal {
    const ALL: &'static [Self] = &[Self::V, Self::U, Self::Current, Self::Rate];
    fn name(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::U => "u",
            Self::Current => "current",
            Self::Rate => "rate",
        }
    }
}

/// Most rows of a window.
const ROWS_MAX: u64 = 10_000_000;

/// Runs a preset and prints the average of a signal around its spikes.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn sta(options: &StaOptions) -> Result<(), CommandError> {
    let mut run = options.run.begin()?;
    let (neuron, setup) = run.look_at(options.neuron)?;
    let rows = rows(options, setup.steps_per_ms)?;
    options.run.print(run, |out, run| {
        let average = Sta::new(out, &run.engine, neuron, options.signal, rows);
        run.encode(average)
    })
}

/// Rows before and after each spike.
fn rows(options: &StaOptions, steps_per_ms: u32) -> Result<(usize, usize), CommandError> {
    let rows = |time_ms: f64| steps_through(time_ms, steps_per_ms) - 1;
    let (before, after) = (rows(options.before_ms), rows(options.after_ms));
    if before.saturating_add(after) < ROWS_MAX {
        return Ok((before as usize, after as usize));
    }
    let found = brief(options.before_ms + options.after_ms);
    let message =
        format!("--before, --after: expected at most {ROWS_MAX} rows in all, found {found} ms");
    Err(CommandError::Usage(message))
}
