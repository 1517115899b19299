//! What a replay is for: flags that only fit together in some ways.

use super::{Choice, CommandError, ListFormat, ReplayOptions};

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
