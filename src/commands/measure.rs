//! The `measure` command: what a run without a screen gives when it is measured.

use super::{Choice, CommandError, HeadlessOptions};
use crate::engine::OfNeuron;
use crate::export::{Encode, MeasureFormat, Measures};
use crate::input::brief;

/// Options of the `measure` command.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// The time from which on spikes count (ms); `None` for the start.
    pub from_ms: Option<f64>,
    /// The time up to which spikes count (ms); `None` for the end.
    pub to_ms: Option<f64>,
    /// Output format.
    pub format: MeasureFormat,
}

impl Choice for MeasureFormat {
    const ALL: &'static [Self] = Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

/// Runs a preset and prints what is measured of it.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn measure(options: &MeasureOptions) -> Result<(), CommandError> {
    let mut run = options.run.begin()?;
    let gate_ms = gate(options, run.end_ms)?;
    let (neuron, setup) = run.look_at(options.neuron)?;
    options.run.print(run, |out, run| {
        let measures = Measures::new(out, options.format, &setup, gate_ms);
        let measures = OfNeuron::new(&run.engine, neuron, measures);
        run.encode(measures)
    })
}

/// The times from and to which spikes count (ms), in a run that ends at `end_ms`.
fn gate(options: &MeasureOptions, end_ms: f64) -> Result<(f64, f64), CommandError> {
    let from_ms = options.from_ms.unwrap_or(0.0);
    let to_ms = options.to_ms.unwrap_or(end_ms);
    let (from, end) = (brief(from_ms), brief(end_ms));
    let message = if from_ms > end_ms {
        format!("--from: expected a time up to the end of the run at {end} ms, found {from}")
    } else if options.to_ms.is_none() && from_ms > 0.0 && from_ms == end_ms {
        format!("--from: expected a time before the end of the run at {end} ms, found {from}")
    } else if options.to_ms.is_some() && to_ms <= from_ms {
        format!("--to: expected a time after --from {from}, found {}", brief(to_ms))
    } else {
        return Ok((from_ms, to_ms));
    };
    Err(CommandError::Usage(message))
}
