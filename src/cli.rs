//! The command line: [`parse`] turns arguments into a [`Request`]. The types of the parser (clap)
//! stay in here. Completions and manual page derive from the same definition.

mod man;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::commands::{
    Choice, CompareFormat, CompareOptions, DisplayChoice, FiFormat, FiOptions, GalleryOptions,
    Kiosk, ListFormat, LiveOptions, ModelOptions, PresetsOptions, Reach, ReplayOptions, Request,
    RunFormat, RunOptions, TableChoice, ViewOptions, check,
};
use crate::input::clean;
use crate::keys::{DEFAULT_KEYMAP, Task};
use crate::model::Scheme;
use crate::preset::Column;
use crate::term::ColorChoice;
use crate::ui::{Marker, ThemeChoice};

/// What stands below the list of commands and options.
fn after_help() -> String {
    let help = DEFAULT_KEYMAP.label(Task::ToggleHelp);
    format!("Without a command, the live oscilloscope starts; {help} shows its keys.")
}

/// A live oscilloscope for spiking neurons in a terminal
#[derive(Debug, Parser)]
#[command(name = "izh-tui", version, args_conflicts_with_subcommands = true)]
#[command(after_help = after_help())]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    live: LiveArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a recorded session, or verify it
    Replay(ReplayArgs),
    /// Run a preset without a screen and print what the neuron or circuit did
    Run(RunArgs),
    /// Hold one current after the other and print the firing rates: the f-I curve
    Fi(FiArgs),
    /// Show the twenty behaviours of the model at once, or check them
    Gallery(GalleryArgs),
    /// Run a preset beside artificial units under the same current and print what differs
    Compare(CompareArgs),
    /// List the presets, or show one as TOML that can be copied and edited
    Presets(PresetsArgs),
    /// Print a completion script
    Completions {
        /// The shell it is for
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
struct ModelArgs {
    /// Preset to use: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    preset: Option<String>,
    #[command(flatten)]
    variation: VariationArgs,
}

#[derive(Debug, Args)]
struct VariationArgs {
    /// Integration scheme; the step stays the preset's
    #[arg(long, value_parser = one_of::<Scheme>(), value_name = "SCHEME")]
    scheme: Option<Scheme>,
    /// Length of a step: 1/n ms with a whole n from 1 to 1000000
    #[arg(long, value_parser = dt, allow_negative_numbers = true, value_name = "MS")]
    dt: Option<u32>,
    /// Seed of all noise [default: 1]
    #[arg(long, value_parser = seed, allow_negative_numbers = true, value_name = "N")]
    seed: Option<u64>,
    /// Hold this current from the start, in place of the preset's stimulus
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    current: Option<f64>,
    /// Run the stimulus in this file, or - for standard input, in place of the preset's: TOML, or a
    /// table of times and currents
    #[arg(long, value_name = "FILE")]
    stimulus: Option<PathBuf>,
    #[command(flatten)]
    table: TableArgs,
    #[command(flatten)]
    reach: ReachArgs,
}

/// Which files may be read.
#[derive(Debug, Args)]
struct ReachArgs {
    /// Let presets and stimuli name tables outside their own directory, too
    #[arg(long)]
    allow_files_anywhere: bool,
}

impl From<ReachArgs> for Reach {
    fn from(args: ReachArgs) -> Self {
        Self::from_flag(args.allow_files_anywhere)
    }
}

/// What is read of a table for `--stimulus`.
#[derive(Debug, Args)]
struct TableArgs {
    /// Column of the times in a table for --stimulus: its number or title [default: the first]
    #[arg(long, value_name = "N|TITLE")]
    time_column: Option<String>,
    /// Column of the currents, likewise [default: the first that holds no times]
    #[arg(long, value_name = "N|TITLE")]
    current_column: Option<String>,
    /// Time from one row of the table to the next, if it holds no times
    #[arg(long, value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    sample_ms: Option<f64>,
}

#[derive(Debug, Args)]
struct ViewArgs {
    /// Model time per real time, 0.001 to 1000 [default: 1]
    #[arg(long, value_parser = speed, allow_negative_numbers = true, value_name = "X")]
    speed: Option<f64>,
    /// How the trace moves [default: auto]
    #[arg(long, value_parser = one_of::<DisplayChoice>(), value_name = "MODE")]
    display: Option<DisplayChoice>,
    /// Frames per second, 1 to 240 [default: 30]
    #[arg(long, value_parser = fps, allow_negative_numbers = true, value_name = "N")]
    fps: Option<u32>,
    /// Model time across the whole trace, 1 to 1000000 ms [default: 1000]
    #[arg(long, value_parser = window, allow_negative_numbers = true, value_name = "MS")]
    window: Option<f64>,
    /// What the trace is drawn with
    #[arg(long, value_parser = one_of::<Marker>(), value_name = "KIND")]
    marker: Option<Marker>,
    /// Whether to use colors [default: auto]
    #[arg(long, value_parser = one_of::<ColorChoice>(), value_name = "WHEN")]
    color: Option<ColorChoice>,
    /// Color theme; auto suits the terminal's background [default: auto]
    #[arg(long, value_parser = one_of::<ThemeChoice>(), value_name = "NAME")]
    theme: Option<ThemeChoice>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Show artificial units under the same current, and what they can't do
    #[arg(long)]
    artificial: bool,
    /// Configuration file to read in place of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct LiveArgs {
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    view: ViewArgs,
    /// Record the session into this file from the start
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Let the recording replace a file
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    kiosk: KioskArgs,
}

/// A scope that is open to everybody.
#[derive(Debug, Args)]
struct KioskArgs {
    /// Open to everybody: no recording, no saving, no suspending, no files but what is built in
    #[arg(long)]
    kiosk: bool,
    /// Minutes without a key after which a kiosk ends [default: 10]
    #[arg(
        long,
        value_parser = idle,
        allow_negative_numbers = true,
        requires = "kiosk",
        value_name = "MIN"
    )]
    idle: Option<f64>,
}

impl KioskArgs {
    fn options(self) -> Option<Kiosk> {
        let idle_min = self.idle.unwrap_or(Kiosk::IDLE_MIN_DEFAULT);
        self.kiosk.then_some(Kiosk { idle_min })
    }
}

#[derive(Debug, Args)]
struct ReplayArgs {
    /// The session file, or - for standard input
    file: PathBuf,
    /// Re-simulate without a screen and compare every check
    #[arg(long)]
    verify: bool,
    /// List what is in it, block by block, without a screen
    #[arg(long, conflicts_with = "verify")]
    list: bool,
    /// How to list it [default: text]
    #[arg(long, value_parser = one_of::<ListFormat>(), value_name = "FORMAT", requires = "list")]
    output: Option<ListFormat>,
    /// Model time at which to start (ms)
    #[arg(long, value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    at: Option<f64>,
    /// Start paused
    #[arg(long)]
    paused: bool,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Args)]
struct ThreadsArgs {
    /// Threads to work on a circuit, 1 to 256; they change only the speed [default: 1]
    #[arg(long, value_parser = threads, allow_negative_numbers = true, value_name = "N")]
    threads: Option<usize>,
}

/// A run of a preset without a screen.
#[derive(Debug, Args)]
struct HeadlessArgs {
    /// Preset to run: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    preset: String,
    #[command(flatten)]
    variation: VariationArgs,
    /// Model time to run for [default: the duration of the protocol or circuit]
    #[arg(long = "for", value_parser = time, allow_negative_numbers = true, value_name = "MS")]
    duration: Option<f64>,
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    run: HeadlessArgs,
    #[command(flatten)]
    threads: ThreadsArgs,
    /// What to print [default: csv]
    #[arg(long, value_parser = one_of::<RunFormat>(), value_name = "FORMAT")]
    output: Option<RunFormat>,
    /// File to write to, or - for standard output [default: -]
    #[arg(short = 'o', value_name = "FILE")]
    file: Option<PathBuf>,
    /// Let the output replace a file
    #[arg(long)]
    overwrite: bool,
}

#[derive(Debug, Args)]
struct FiArgs {
    /// Preset to run: a name, an alias, a file, or - for standard input
    #[arg(long, value_name = "NAME|FILE")]
    preset: String,
    /// Integration scheme; the step stays the preset's
    #[arg(long, value_parser = one_of::<Scheme>(), value_name = "SCHEME")]
    scheme: Option<Scheme>,
    /// Length of a step: 1/n ms with a whole n from 1 to 1000000
    #[arg(long, value_parser = dt, allow_negative_numbers = true, value_name = "MS")]
    dt: Option<u32>,
    #[command(flatten)]
    reach: ReachArgs,
    /// Lowest current [default: 0; 10 below the baseline where a is negative]
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    from: Option<f64>,
    /// Highest current [default: 20, or 600 pA; the baseline where a is negative]
    #[arg(long, value_parser = current, allow_negative_numbers = true, value_name = "I")]
    to: Option<f64>,
    /// Number of currents, 1 to 1000000 [default: 201]
    #[arg(long, value_parser = points, allow_negative_numbers = true, value_name = "N")]
    points: Option<usize>,
    /// Time for which each is held from the initial state [default: 2000]
    #[arg(long = "for", value_parser = duration, allow_negative_numbers = true, value_name = "MS")]
    duration: Option<f64>,
    /// Threads to work on it, 1 to 256; they change only the speed [default: 1]
    #[arg(long, value_parser = threads, allow_negative_numbers = true, value_name = "N")]
    threads: Option<usize>,
    /// How to print [default: csv]
    #[arg(long, value_parser = one_of::<FiFormat>(), value_name = "FORMAT")]
    output: Option<FiFormat>,
    /// File to write to, or - for standard output [default: -]
    #[arg(short = 'o', value_name = "FILE")]
    file: Option<PathBuf>,
    /// Let the output replace a file
    #[arg(long)]
    overwrite: bool,
}

#[derive(Debug, Args)]
#[command(mut_arg("speed", |speed| speed.help("Model time per real time, 0.001 to 1000 [default: 0.1]")))]
struct GalleryArgs {
    /// Show the types of 2003 and 2007 in place of the features of 2004
    #[arg(long)]
    types: bool,
    /// Run every panel without a screen and compare it with what is expected of it
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    reach: ReachArgs,
    #[command(flatten)]
    kiosk: KioskArgs,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Args)]
struct CompareArgs {
    #[command(flatten)]
    run: HeadlessArgs,
    /// Input at which the units answer [default: half-way from rest to the largest current]
    #[arg(long, value_parser = theta, allow_negative_numbers = true, value_name = "I")]
    theta: Option<f64>,
    /// Width of the sigmoid's slope [default: a tenth of the way from rest]
    #[arg(long, value_parser = slope, allow_negative_numbers = true, value_name = "S")]
    slope: Option<f64>,
    /// How to print [default: table]
    #[arg(long, value_parser = one_of::<CompareFormat>(), value_name = "FORMAT")]
    output: Option<CompareFormat>,
}

#[derive(Debug, Args)]
struct PresetsArgs {
    /// The preset to show
    name: Option<String>,
    /// Print an array of JSON objects
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reach: ReachArgs,
}

/// A choice among the names of `T`.
fn one_of<T: Choice>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::ALL.iter().map(|choice| choice.name())).try_map(|name| {
        T::ALL.iter().copied().find(|choice| choice.name() == name).ok_or("no such choice")
    })
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number".to_owned())
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a whole number that is not negative".to_owned())
}

fn dt(text: &str) -> Result<u32, String> {
    check::dt_ms(number(text)?)
}

fn seed(text: &str) -> Result<u64, String> {
    check::seed(whole(text)?)
}

fn current(text: &str) -> Result<f64, String> {
    check::current(number(text)?)
}

fn theta(text: &str) -> Result<f64, String> {
    check::theta(number(text)?)
}

fn slope(text: &str) -> Result<f64, String> {
    check::slope(number(text)?)
}

fn speed(text: &str) -> Result<f64, String> {
    check::speed(number(text)?)
}

fn fps(text: &str) -> Result<u32, String> {
    check::fps(whole(text)?)
}

fn window(text: &str) -> Result<f64, String> {
    check::window_ms(number(text)?)
}

fn points(text: &str) -> Result<usize, String> {
    check::points(whole(text)?)
}

fn threads(text: &str) -> Result<usize, String> {
    check::threads(whole(text)?)
}

fn duration(text: &str) -> Result<f64, String> {
    check::duration_ms(number(text)?)
}

fn idle(text: &str) -> Result<f64, String> {
    check::idle_min(number(text)?)
}

fn time(text: &str) -> Result<f64, String> {
    check::time_ms(number(text)?)
}

impl VariationArgs {
    fn options(self, preset: Option<String>) -> ModelOptions {
        let Self { scheme, dt, seed, current, stimulus, table, reach } = self;
        let column = |text: Option<String>| text.as_deref().map(Column::named);
        let table = TableChoice {
            time: column(table.time_column),
            current: column(table.current_column),
            sample_ms: table.sample_ms,
        };
        let reach = reach.into();
        ModelOptions { preset, scheme, steps_per_ms: dt, seed, current, stimulus, table, reach }
    }
}

impl From<ViewArgs> for ViewOptions {
    fn from(args: ViewArgs) -> Self {
        Self {
            speed: args.speed,
            display: args.display,
            fps: args.fps,
            window_ms: args.window,
            marker: args.marker,
            color: args.color,
            theme: args.theme,
            mouse: args.no_mouse.then_some(false),
            artificial: args.artificial.then_some(true),
            config: args.config,
        }
    }
}

impl From<LiveArgs> for LiveOptions {
    fn from(args: LiveArgs) -> Self {
        Self {
            model: args.model.variation.options(args.model.preset),
            view: args.view.into(),
            record: args.record,
            overwrite: args.overwrite,
            threads: args.threads.threads,
            kiosk: args.kiosk.options(),
        }
    }
}

impl From<FiArgs> for FiOptions {
    fn from(args: FiArgs) -> Self {
        let (preset, scheme, steps_per_ms) = (Some(args.preset), args.scheme, args.dt);
        let reach = args.reach.into();
        Self {
            model: ModelOptions { preset, scheme, steps_per_ms, reach, ..ModelOptions::default() },
            from: args.from,
            to: args.to,
            points: args.points.unwrap_or(Self::POINTS_DEFAULT),
            duration_ms: args.duration.unwrap_or(Self::DURATION_MS_DEFAULT),
            threads: args.threads.unwrap_or(1),
            format: args.output.unwrap_or_default(),
            file: args.file,
            overwrite: args.overwrite,
        }
    }
}

impl From<Cli> for Request {
    fn from(cli: Cli) -> Self {
        match cli.command {
            None => Self::Live(cli.live.into()),
            Some(Command::Replay(args)) => Self::Replay(ReplayOptions {
                file: args.file,
                verify: args.verify,
                list: args.list.then(|| args.output.unwrap_or_default()),
                at_ms: args.at,
                paused: args.paused,
                threads: args.threads.threads,
                view: args.view.into(),
            }),
            Some(Command::Run(args)) => Self::Run(RunOptions {
                model: args.run.variation.options(Some(args.run.preset)),
                duration_ms: args.run.duration,
                threads: args.threads.threads.unwrap_or(1),
                format: args.output.unwrap_or_default(),
                file: args.file,
                overwrite: args.overwrite,
            }),
            Some(Command::Fi(args)) => Self::Fi(args.into()),
            Some(Command::Gallery(args)) => Self::Gallery(GalleryOptions {
                types: args.types,
                check: args.check,
                view: args.view.into(),
                reach: args.reach.into(),
                kiosk: args.kiosk.options(),
            }),
            Some(Command::Compare(args)) => Self::Compare(CompareOptions {
                model: args.run.variation.options(Some(args.run.preset)),
                duration_ms: args.run.duration,
                theta: args.theta,
                slope: args.slope,
                format: args.output.unwrap_or_default(),
            }),
            Some(Command::Presets(args)) => Self::Presets(PresetsOptions {
                name: args.name,
                json: args.json,
                reach: args.reach.into(),
            }),
            Some(Command::Completions { shell }) => Self::Print(completions(shell)),
            Some(Command::Man) => Self::Print(man::page(Cli::command())),
        }
    }
}

fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "izh-tui", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// The lines to print: what is wrong, without any control character.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, String> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let error = match Cli::try_parse_from(&arguments) {
        Ok(cli) => return Ok(cli.into()),
        Err(error) => error,
    };
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return Ok(Request::Print(error.render().to_string()));
    }
    // The same mistake in arguments made fit to be shown gives the message to be shown.
    let shown = arguments.iter().map(|argument| clean(&argument.to_string_lossy()).into_owned());
    let error = Cli::try_parse_from(shown).err().unwrap_or(error);
    let text = error.render().to_string();
    let mut lines: Vec<_> = text.trim_end().lines().map(clean).collect();
    if error.kind() == ErrorKind::ValueValidation {
        lines.truncate(1);
    }
    let text = lines.join("\n");
    Err(text.strip_prefix("error: ").unwrap_or(&text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request, String> {
        parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_negative_current_may_follow_a_space() {
        let Ok(Request::Run(options)) = parsed("izh-tui run --preset rs --current -5") else {
            panic!("expected a run");
        };
        assert_eq!(options.model.current, Some(-5.0));
    }

    #[test]
    fn a_value_out_of_range_is_one_line() {
        let message = parsed("izh-tui --fps 500").unwrap_err();
        assert_eq!(message, "invalid value '500' for '--fps <N>': expected 1 to 240, found 500");
    }

    #[test]
    fn what_is_echoed_is_clean() {
        let message = parsed("izh-tui --pre\u{1b}[31m\n=x").unwrap_err();
        assert!(message.contains("\\u{1b}[31m\\u{a}"), "{message}");
        assert!(!message.contains('\u{1b}'));
    }

    #[test]
    fn the_manual_names_every_command() {
        let page = man::page(Cli::command());
        for section in [
            "REPLAY",
            "RUN",
            "FI",
            "GALLERY",
            "COMPARE",
            "PRESETS",
            "COMPLETIONS",
            "MAN",
            "KEYS",
            "\"KEYS OF THE PARAMETERS\"",
            "\"KEYS OF THE GALLERY\"",
            "\"EXIT STATUS\"",
        ] {
            assert!(page.contains(&format!(".SH {section}\n")), "{section}");
        }
    }
}
