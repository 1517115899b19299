//! The command line: [`parse`] turns arguments into a [`Request`]. The parser's own types (clap)
//! stay in this module. Completions and the manual page derive from the same definition.
//!
//! This module belongs to the binary, like [`commands`](crate::commands), and is no part of the
//! library's interface.
//!
//! ```
//! use izh_tui::cli;
//! use izh_tui::commands::Request;
//!
//! let arguments = ["izh-tui", "run", "--preset", "chattering", "--for", "100"];
//! let Ok(Request::Run(options)) = cli::parse(arguments.map(Into::into)) else { panic!() };
//! assert_eq!(options.run.duration_ms, Some(100.0));
//! assert!(cli::parse(["izh-tui", "--fps", "500"].map(Into::into)).is_err());
//! ```

mod args;
mod convert;
mod man;
mod pictures;
mod settings;
mod values;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::commands::Request;
use crate::input::clean;
use crate::keys::{DEFAULT_KEYMAP, Task};
use args::{
    CompareArgs, FiArgs, GalleryArgs, LiveArgs, MeasureArgs, PresetsArgs, ReplayArgs, RunArgs,
    TriggerArgs,
};
use pictures::{IsiArgs, PsthArgs, StaArgs};

/// The last lines of the help text.
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
    /// Run a preset without a screen and print the time of every event of a trigger
    Trigger(TriggerArgs),
    /// Run a preset without a screen and print what is measured of it: intervals, onset, bursts
    Measure(MeasureArgs),
    /// Run a preset without a screen and print the average of a signal around its spikes
    Sta(StaArgs),
    /// Run a preset without a screen and print a histogram of its inter-spike intervals
    Isi(IsiArgs),
    /// Run a preset several times and print when in its protocol it fires, as a histogram
    Psth(PsthArgs),
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

impl From<Cli> for Request {
    fn from(cli: Cli) -> Self {
        match cli.command {
            None => Self::Live(cli.live.into()),
            Some(Command::Replay(args)) => Self::Replay(args.into()),
            Some(Command::Run(args)) => Self::Run(args.into()),
            Some(Command::Trigger(args)) => Self::Trigger(args.into()),
            Some(Command::Measure(args)) => Self::Measure(args.into()),
            Some(Command::Sta(args)) => Self::Sta(args.into()),
            Some(Command::Isi(args)) => Self::Isi(args.into()),
            Some(Command::Psth(args)) => Self::Psth(args.into()),
            Some(Command::Fi(args)) => Self::Fi(args.into()),
            Some(Command::Gallery(args)) => Self::Gallery(args.into()),
            Some(Command::Compare(args)) => Self::Compare(args.into()),
            Some(Command::Presets(args)) => Self::Presets(args.into()),
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

/// Parses the arguments, the first of which is the program's name.
///
/// # Errors
/// The lines to print about the error, without control characters.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, String> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let error = match Cli::try_parse_from(&arguments) {
        Ok(cli) => return Ok(cli.into()),
        Err(error) => error,
    };
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return Ok(Request::Print(error.render().to_string()));
    }
    // Cleaned arguments cause the same error, whose message then has no control characters.
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
    use crate::commands::settings::{Flag, SETTINGS};

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
        assert_eq!(options.run.model.current, Some(-5.0));
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
    fn every_setting_has_its_flag() {
        for setting in SETTINGS {
            let value = match setting.flag {
                Flag::Number(_) => "=2",
                Flag::Choice(_, names) => &format!("={}", names()[0]),
                Flag::On | Flag::Off(_) => "",
            };
            let line = format!("izh-tui replay x --{}{value}", setting.flag_name());
            let Ok(Request::Replay(options)) = parsed(&line) else { panic!("{line}") };
            assert!(options.view.given.has(setting.name), "{line}");
        }
    }

    #[test]
    fn the_manual_names_every_command() {
        let page = man::page(Cli::command());
        for section in [
            "REPLAY",
            "RUN",
            "TRIGGER",
            "MEASURE",
            "STA",
            "ISI",
            "PSTH",
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
