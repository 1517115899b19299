//! The arguments as clap fills them in.

use std::path::PathBuf;

use clap::Args;

use super::settings::SettingsArgs;
use super::values::{
    count, current, dt, duration, idle, level, not_negative, one_of, points, seed, slope, theta,
    threads, time,
};
use crate::commands::{CompareFormat, FiFormat, ReplayFormat};
use crate::export::{Format, MeasureFormat};
use crate::measure::{KindName, SourceName, TriggerSlope};
use crate::model::Scheme;

#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// Preset to use: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) preset: Option<String>,
    #[command(flatten)]
    pub(super) variation: VariationArgs,
}

#[derive(Debug, Args)]
pub(super) struct VariationArgs {
    /// Integration scheme; the step stays the preset's
    #[arg(long, value_parser = one_of::<Scheme>(), value_name = "SCHEME")]
    pub(super) scheme: Option<Scheme>,
    /// Length of a step: 1/n ms with a whole n from 1 to 1000000
    #[arg(long, value_parser = dt, allow_negative_numbers = true, value_name = "MS")]
    pub(super) dt: Option<u32>,
    /// Seed of all noise [default: 1]
    #[arg(long, value_parser = seed, allow_negative_numbers = true, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Hold this current from the start, in place of the preset's stimulus
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    pub(super) current: Option<f64>,
    /// Run the stimulus in this file, or - for standard input, in place of the preset's: TOML, or a
    /// table of times and currents
    #[arg(long, value_name = "FILE")]
    pub(super) stimulus: Option<PathBuf>,
    #[command(flatten)]
    pub(super) table: TableArgs,
    #[command(flatten)]
    pub(super) reach: ReachArgs,
}

/// Which files the program may read.
#[derive(Debug, Args)]
pub(super) struct ReachArgs {
    /// Let presets and stimuli name tables outside their own directory, too
    #[arg(long)]
    pub(super) allow_files_anywhere: bool,
}

/// Columns of a table given with `--stimulus`.
#[derive(Debug, Args)]
pub(super) struct TableArgs {
    /// Column of the times in a table for --stimulus: its number or title [default: the first]
    #[arg(long, value_name = "N|TITLE")]
    pub(super) time_column: Option<String>,
    /// Column of the currents, likewise [default: the first that holds no times]
    #[arg(long, value_name = "N|TITLE")]
    pub(super) current_column: Option<String>,
    /// Time from one row of the table to the next, if it holds no times
    #[arg(long, value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    pub(super) sample_ms: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct ViewArgs {
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    /// Configuration file to read in place of the usual one
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct LiveArgs {
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) view: ViewArgs,
    /// Record the session into this file from the start
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    /// Let the recording replace a file
    #[arg(long)]
    pub(super) overwrite: bool,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) kiosk: KioskArgs,
}

/// Kiosk mode: a scope that is open to everybody.
#[derive(Debug, Args)]
pub(super) struct KioskArgs {
    /// Open to everybody: no recording, no saving, no suspending, no files but what is built in
    #[arg(long)]
    pub(super) kiosk: bool,
    /// Minutes without a key after which a kiosk ends [default: 10]
    #[arg(
        long,
        value_parser = idle,
        allow_negative_numbers = true,
        requires = "kiosk",
        value_name = "MIN"
    )]
    pub(super) idle: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// The session file, or - for standard input
    #[arg(id = "session", value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Re-simulate without a screen and compare every check
    #[arg(long)]
    pub(super) verify: bool,
    /// List what is in it, block by block, without a screen
    #[arg(long, conflicts_with = "verify")]
    pub(super) list: bool,
    /// What to print without a screen: every step as csv, or with --list text [default], toml or json
    #[arg(long, value_parser = one_of::<ReplayFormat>(), value_name = "FORMAT")]
    pub(super) output: Option<ReplayFormat>,
    /// Print beside every step the run without the newest pulse, step or fired protocol
    #[arg(long)]
    pub(super) ghost: bool,
    #[command(flatten)]
    pub(super) target: FileArgs,
    /// Model time at which to start (ms)
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) at: Option<f64>,
    /// Start paused
    #[arg(long)]
    pub(super) paused: bool,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) view: ViewArgs,
}

#[derive(Debug, Args)]
pub(super) struct ThreadsArgs {
    /// Threads to work on a circuit, 1 to 256; they change only the speed [default: 1]
    #[arg(long, value_parser = threads, allow_negative_numbers = true, value_name = "N")]
    pub(super) threads: Option<usize>,
}

/// A run of a preset without a screen.
#[derive(Debug, Args)]
pub(super) struct HeadlessArgs {
    /// Preset to run: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) preset: String,
    #[command(flatten)]
    pub(super) variation: VariationArgs,
    /// Model time to run for [default: the duration of the protocol or circuit]
    #[arg(long = "for", value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) duration: Option<f64>,
}

/// Where a run without a screen is printed.
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// File to write to, or - for standard output [default: -]
    #[arg(short = 'o', value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Let the output replace a file
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    /// What to print [default: csv]
    #[arg(long, value_parser = one_of::<Format>(), value_name = "FORMAT")]
    pub(super) output: Option<Format>,
    #[command(flatten)]
    pub(super) file: FileArgs,
}

/// The options of every command that looks at one neuron of a run.
#[derive(Debug, Args)]
pub(super) struct OfNeuronArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    /// Neuron of a circuit, counted from 0 through all populations [default: 0]
    #[arg(long, value_name = "N")]
    pub(super) neuron: Option<u32>,
    #[command(flatten)]
    pub(super) file: FileArgs,
}

#[derive(Debug, Args)]
pub(super) struct TriggerArgs {
    #[command(flatten)]
    pub(super) common: OfNeuronArgs,
    /// Signal [default: v]
    #[arg(long, value_parser = one_of::<SourceName>(), value_name = "SOURCE")]
    pub(super) source: Option<SourceName>,
    /// Rule [default: edge; spike for the source spike]
    #[arg(long = "type", value_parser = one_of::<KindName>(), value_name = "TYPE")]
    pub(super) kind: Option<KindName>,
    /// Slope; each reset is a falling edge; rise leaves a window, fall enters it [default: rise]
    #[arg(long, value_parser = one_of::<TriggerSlope>(), value_name = "SLOPE")]
    pub(super) slope: Option<TriggerSlope>,
    /// Level in the unit of the signal [default: -20, or half-way between vt and the peak]
    #[arg(long, value_parser = level, allow_negative_numbers = true, value_name = "L")]
    pub(super) level: Option<f64>,
    /// Second level of a runt, or upper end of a window
    #[arg(long, value_parser = level, allow_negative_numbers = true, value_name = "L")]
    pub(super) level2: Option<f64>,
    /// Distance from the level at which the trigger is armed again [default: 5]
    #[arg(long, value_parser = not_negative, allow_negative_numbers = true, value_name = "H")]
    pub(super) hysteresis: Option<f64>,
    /// Least time between two events [default: 0]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) holdoff: Option<f64>,
    /// Shortest pulse of the type width [default: 0]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) min: Option<f64>,
    /// Longest pulse of the type width; 0 for no limit [default: 0]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) max: Option<f64>,
    /// Time without an edge of the type timeout [default: 100]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) timeout: Option<f64>,
    /// Shortest silence before a burst [default: 20]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) idle: Option<f64>,
    /// Most events to print [default: all]
    #[arg(long, value_parser = count, allow_negative_numbers = true, value_name = "N")]
    pub(super) count: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct MeasureArgs {
    #[command(flatten)]
    pub(super) common: OfNeuronArgs,
    /// Time from which on spikes count [default: 0]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) from: Option<f64>,
    /// Time up to which spikes count [default: the end of the run]
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    pub(super) to: Option<f64>,
    /// How to print [default: csv]
    #[arg(long, value_parser = one_of::<MeasureFormat>(), value_name = "FORMAT")]
    pub(super) output: Option<MeasureFormat>,
}

#[derive(Debug, Args)]
pub(super) struct FiArgs {
    /// Preset to run: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) preset: String,
    /// Integration scheme; the step stays the preset's
    #[arg(long, value_parser = one_of::<Scheme>(), value_name = "SCHEME")]
    pub(super) scheme: Option<Scheme>,
    /// Length of a step: 1/n ms with a whole n from 1 to 1000000
    #[arg(long, value_parser = dt, allow_negative_numbers = true, value_name = "MS")]
    pub(super) dt: Option<u32>,
    #[command(flatten)]
    pub(super) reach: ReachArgs,
    /// Lowest current [default: 0; 10 below the baseline where a is negative]
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    pub(super) from: Option<f64>,
    /// Highest current [default: 20, or 600 pA; the baseline where a is negative]
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    pub(super) to: Option<f64>,
    /// Number of currents, 1 to 1000000 [default: 201]
    #[arg(long, value_parser = points, allow_negative_numbers = true, value_name = "N")]
    pub(super) points: Option<usize>,
    /// Time for which each is held from the initial state [default: 2000]
    #[arg(long = "for", value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    pub(super) duration: Option<f64>,
    /// Threads to work on it, 1 to 256; they change only the speed [default: 1]
    #[arg(long, value_parser = threads, allow_negative_numbers = true, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// How to print [default: csv]
    #[arg(long, value_parser = one_of::<FiFormat>(), value_name = "FORMAT")]
    pub(super) output: Option<FiFormat>,
    /// File to write to, or - for standard output [default: -]
    #[arg(short = 'o', value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Let the output replace a file
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Debug, Args)]
#[command(mut_arg("speed", |speed| speed.help("Model time per real time, 0.001 to 1000 [default: 0.1]")))]
pub(super) struct GalleryArgs {
    /// Show the types of 2003 and 2007 in place of the features of 2004
    #[arg(long)]
    pub(super) types: bool,
    /// Run every panel without a screen and compare it with what is expected of it
    #[arg(long)]
    pub(super) check: bool,
    #[command(flatten)]
    pub(super) reach: ReachArgs,
    #[command(flatten)]
    pub(super) kiosk: KioskArgs,
    #[command(flatten)]
    pub(super) view: ViewArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    pub(super) run: HeadlessArgs,
    /// Input at which the units answer [default: half-way from rest to the largest current]
    #[arg(long, value_parser = theta, allow_negative_numbers = true, value_name = "I")]
    pub(super) theta: Option<f64>,
    /// Width of the sigmoid's slope [default: a tenth of the way from rest]
    #[arg(long, value_parser = slope, allow_negative_numbers = true, value_name = "S")]
    pub(super) slope: Option<f64>,
    /// How to print [default: table]
    #[arg(long, value_parser = one_of::<CompareFormat>(), value_name = "FORMAT")]
    pub(super) output: Option<CompareFormat>,
}

#[derive(Debug, Args)]
pub(super) struct PresetsArgs {
    /// The preset to show
    pub(super) name: Option<String>,
    /// Print an array of JSON objects
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) reach: ReachArgs,
}
