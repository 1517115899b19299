//! Options of the `replay` command, and what they ask for.

use std::path::PathBuf;

use super::{Choice, CommandError, ListFormat, ViewOptions};

/// Options of the `replay` command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplayOptions {
    /// The session file, or `-` for standard input.
    pub file: PathBuf,
    /// Whether to verify every check without a screen.
    pub verify: bool,
    /// Whether to list the blocks without a screen.
    pub list: bool,
    /// What to print without a screen.
    pub format: Option<ReplayFormat>,
    /// Whether to print, beside every step, the run without the newest injection.
    pub ghost: bool,
    /// File to print the steps to; `None` or `-` is standard output.
    pub output: Option<PathBuf>,
    /// Whether that may replace a file.
    pub overwrite: bool,
    /// Model time at which the replay starts (ms), or up to which steps are printed.
    pub at_ms: Option<f64>,
    /// Whether the replay starts paused.
    pub paused: bool,
    /// Most threads for a circuit, 1 to 256.
    pub threads: Option<usize>,
    /// How the scope looks and moves.
    pub view: ViewOptions,
}

/// Output format of `replay`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayFormat {
    /// The blocks of the recording, with `--list`.
    List(ListFormat),
    /// Every step, without `--list`.
    Csv,
}

impl Choice for ReplayFormat {
    const ALL: &'static [Self] = &[
        Self::Csv,
        Self::List(ListFormat::Text),
        Self::List(ListFormat::Toml),
        Self::List(ListFormat::Json),
    ];
    fn name(self) -> &'static str {
        match self {
            Self::List(format) => format.name(),
            Self::Csv => "csv",
        }
    }
}

/// The task of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Show the recording on the scope.
    Show,
    /// Compare every check.
    Verify,
    /// List the blocks.
    List(ListFormat),
    /// Print every step.
    Rows,
}

impl Task {
    /// The task that `options` describe.
    ///
    /// # Errors
    /// Names a flag that does not fit the others.
    pub(super) fn of(options: &ReplayOptions) -> Result<Self, CommandError> {
        let task = match (options.list, options.format) {
            (true, None) => Self::List(ListFormat::default()),
            (true, Some(ReplayFormat::List(format))) => Self::List(format),
            (true, Some(ReplayFormat::Csv)) => {
                return refused("--output", "text, toml or json with --list", "csv");
            }
            (false, Some(ReplayFormat::List(format))) => {
                return refused("--output", "csv without --list", format.name());
            }
            (false, Some(ReplayFormat::Csv)) if options.verify => {
                return refused("--output", "no --verify", "both");
            }
            (false, Some(ReplayFormat::Csv)) => Self::Rows,
            (false, None) if options.verify => Self::Verify,
            (false, None) => Self::Show,
        };
        let of_rows = [
            ("--ghost", options.ghost),
            ("-o", options.output.is_some()),
            ("--overwrite", options.overwrite),
        ];
        match of_rows.into_iter().find(|(_, is_given)| *is_given && task != Self::Rows) {
            Some((flag, _)) => {
                let found = options.format.map_or("none", |format| format.name());
                refused(flag, "--output csv", found)
            }
            None => Ok(task),
        }
    }
}

fn refused(flag: &str, expected: &str, found: &str) -> Result<Task, CommandError> {
    Err(CommandError::Usage(format!("{flag}: expected {expected}, found {found}")))
}
