//! The `isi` command: the inter-spike intervals of a run without a screen as a histogram.

use super::{CommandError, HeadlessOptions};
use crate::engine::OfNeuron;
use crate::export::{Encode, Isi};
use crate::input::brief;
use crate::measure::{BinWidth, IntervalCounts, Psth};

/// Options of the `isi` command.
#[derive(Clone, Debug, PartialEq)]
pub struct IsiOptions {
    /// The run.
    pub run: HeadlessOptions,
    /// The neuron of a circuit, counted from 0 through all populations.
    pub neuron: Option<u32>,
    /// The bins.
    pub bins: BinWidth,
}

impl IsiOptions {
    /// The bins where none are given.
    pub const BINS_DEFAULT: BinWidth = BinWidth::Ms(1.0);
}

/// Runs a preset and prints how many of its inter-spike intervals fall into each bin.
///
/// # Errors
/// An invalid preset, option or output, or a neuron whose state overflows.
pub fn isi(options: &IsiOptions) -> Result<(), CommandError> {
    let mut run = options.run.begin()?;
    let (neuron, setup) = run.look_at(options.neuron)?;
    if let BinWidth::Ms(bin_ms) = options.bins {
        check_bins(bin_ms, run.end_ms)?;
    }
    let counts = IntervalCounts::new(options.bins, setup.scheme, setup.steps_per_ms);
    options.run.print(run, |out, run| {
        let counts = OfNeuron::new(&run.engine, neuron, Isi::new(out, counts));
        run.encode(counts)
    })
}

/// Refuses bins of which more than memory should hold fit into `end_ms`.
pub(super) fn check_bins(bin_ms: f64, end_ms: f64) -> Result<(), CommandError> {
    if end_ms / bin_ms <= Psth::BINS_MAX as f64 {
        return Ok(());
    }
    let (most, bin, end) = (Psth::BINS_MAX, brief(bin_ms), brief(end_ms));
    let message =
        format!("--bin: expected at most {most} bins in {end} ms, found bins of {bin} ms");
    Err(CommandError::Usage(message))
}
