//! The arguments of the commands that print pictures of many: averages and histograms.

use clap::Args;

use super::args::{FileArgs, HeadlessArgs, ThreadsArgs};
use super::values::{bins, count, duration, one_of, time};
use crate::export::AlignedSignal;
use crate::measure::BinWidth;

/// The neuron whose rows and spikes count.
#[derive(Debug, Args)]
pub(super) struct NeuronArgs {
    /// Neuron of a circuit, counted from 0 through all populations [default: 0]
    #[arg(long, value_name = "N")]
    pub(super) neuron: Option<u32>,
}

#[derive(Debug, Args)]
pub(super) struct StaArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) of: NeuronArgs,
    /// Signal; rate is that of the neuron's population [default: v]
    #[arg(long = "of", value_parser = one_of::<AlignedSignal>(), value_name = "SIGNAL")]
    pub(super) signal: Option<AlignedSignal>,
    /// Time before each spike [default: 10]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) before: Option<f64>,
    /// Time after each spike [default: 30]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) after: Option<f64>,
    #[command(flatten)]
    pub(super) file: FileArgs,
}

#[derive(Debug, Args)]
pub(super) struct IsiArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) of: NeuronArgs,
    /// Width of the bins, or log for ten bins a decade [default: 1]
    #[arg(long, value_parser = bins, allow_negative_numbers = true, value_name = "MS|log")]
    pub(super) bin: Option<BinWidth>,
    #[command(flatten)]
    pub(super) file: FileArgs,
}

#[derive(Debug, Args)]
pub(super) struct PsthArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) of: NeuronArgs,
    /// Width of the bins [default: 5]
    #[arg(long, value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    pub(super) bin: Option<f64>,
    /// Number of runs, each from the initial state and with the next seed [default: 1]
    #[arg(long, value_parser = count, allow_negative_numbers = true, value_name = "N")]
    pub(super) repeats: Option<u64>,
    #[command(flatten)]
    pub(super) file: FileArgs,
}
