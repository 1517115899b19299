//! The arguments of the commands that print pictures of many: averages and histograms.

use clap::Args;

use super::args::OfNeuronArgs;
use super::values::{bins, count, duration, one_of, time};
use crate::export::AlignedSignal;
use crate::measure::BinWidth;

#[derive(Debug, Args)]
pub(super) struct StaArgs {
    #[command(flatten)]
    pub(super) common: OfNeuronArgs,
    /// Signal; rate is that of the neuron's population [default: v]
    #[arg(long = "of", value_parser = one_of::<AlignedSignal>(), value_name = "SIGNAL")]
    pub(super) signal: Option<AlignedSignal>,
    /// Time before each spike [default: 10]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) before: Option<f64>,
    /// Time after each spike [default: 30]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) after: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct IsiArgs {
    #[command(flatten)]
    pub(super) common: OfNeuronArgs,
    /// Width of the bins, or log for ten bins a decade [default: 1]
    #[arg(long, value_parser = bins, allow_negative_numbers = true, value_name = "MS|log")]
    pub(super) bin: Option<BinWidth>,
}

#[derive(Debug, Args)]
pub(super) struct PsthArgs {
    #[command(flatten)]
    pub(super) common: OfNeuronArgs,
    /// Width of the bins [default: 5]
    #[arg(long, value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    pub(super) bin: Option<f64>,
    /// Number of runs, each from the initial state and with the next seed [default: 1]
    #[arg(long, value_parser = count, allow_negative_numbers = true, value_name = "N")]
    pub(super) repeats: Option<u64>,
}
