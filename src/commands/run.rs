//! The `run` command: a run without a screen.

use super::{CommandError, HeadlessOptions};
use crate::export::{Format, Plan};

/// Options of the `run` command.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// Output format.
    pub format: Format,
}

/// Runs a preset and prints the requested output.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn run(options: &RunOptions) -> Result<(), CommandError> {
    let run = options.run.begin()?;
    options.run.print(run, |out, run| {
        let (subject, seed) = (run.engine.subject().clone(), run.engine.seed());
        let (end_ms, sweeps) = (run.end_ms, run.engine.sweeps());
        let plan = Plan { subject: &subject, seed, end_ms, sweeps };
        options.format.write(out, &plan, run)
    })
}
