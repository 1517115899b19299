//! The subcommands, one file each, and what they share. Files enter the program here.

pub mod check;
mod compare;
pub mod config;
mod error;
#[cfg(debug_assertions)]
mod fault;
mod fi;
pub mod files;
mod gallery;
mod kiosk;
pub mod library;
mod listing;
mod live;
mod options;
pub mod output;
mod presets;
mod progress;
mod reach;
mod recordings;
mod replay;
mod room;
mod run;
mod run_circuit;
mod stage;
mod stored;
mod unstable;

pub use error::CommandError;
pub use kiosk::Kiosk;
pub use options::{
    Choice, CompareFormat, CompareOptions, DisplayChoice, FiFormat, FiOptions, GalleryOptions,
    ListFormat, LiveOptions, ModelOptions, PRESET_DEFAULT, PresetsOptions, ReplayOptions,
    RunFormat, RunOptions, SEED_DEFAULT, TableChoice, ViewOptions,
};
pub use reach::Reach;

use std::io::Write;

use crate::input::{LINE_BYTES_MAX, fitted};
use crate::machine::{self, Shortage};
use crate::term;

/// What the user asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The live scope.
    Live(LiveOptions),
    /// A recorded session.
    Replay(ReplayOptions),
    /// A run without a screen.
    Run(RunOptions),
    /// An f-I curve without a screen.
    Fi(FiOptions),
    /// All panels at once.
    Gallery(GalleryOptions),
    /// A neuron beside artificial units, without a screen.
    Compare(CompareOptions),
    /// The list of presets.
    Presets(PresetsOptions),
    /// A text that is ready: help, version, completion script, manual page.
    Print(String),
}

/// Does what was asked for.
///
/// # Errors
/// Says in one line what went wrong.
pub fn run(request: &Request) -> Result<(), CommandError> {
    let done = carry_out(request);
    if let Some(Shortage { had, wanted }) = machine::shortage() {
        let had = if had == 1 { "1 thread".to_owned() } else { format!("{had} threads") };
        warn(&format!("went on with {had} of {wanted}: no more could be started"));
    }
    done
}

fn carry_out(request: &Request) -> Result<(), CommandError> {
    match request {
        Request::Live(options) => live::live(options),
        Request::Replay(options) => replay::replay(options),
        Request::Run(options) => run::run(options),
        Request::Fi(options) => fi::fi(options),
        Request::Gallery(options) => gallery::gallery(options),
        Request::Compare(options) => compare::compare(options),
        Request::Presets(options) => presets::presets(options),
        Request::Print(text) => print(text),
    }
}

/// Prints `error` on standard error, on one line and without control characters; returns the exit
/// code.
pub fn report(error: &CommandError) -> u8 {
    if !matches!(error, CommandError::ClosedPipe) {
        warn(&error.to_string());
    }
    error.exit_code()
}

/// Prints what is wrong with the command line, line by line; returns the exit code.
pub fn report_usage(usage: &str) -> u8 {
    let mut lines = usage.lines();
    warn(lines.next().unwrap_or_default());
    for line in lines {
        put_line("", line);
    }
    2
}

/// Prints a line about this program on standard error.
fn warn(message: &str) {
    put_line("izh-tui: ", message);
}

/// Prints a line on standard error. Here every one is cleaned and kept short.
fn put_line(start: &str, text: &str) {
    let text = fitted(text, LINE_BYTES_MAX - start.len() - 1);
    term::say(&format!("{start}{text}"));
}

/// Writes `text` to standard output.
fn print(text: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| CommandError::write(None, error))
}
