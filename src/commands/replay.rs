//! The `replay` command: shows a recording on the scope, or verifies, lists or prints it without a
//! screen.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::config::Config;
use super::library::load_library;
use super::progress::{Progress, Timed};
use super::replay_options::{ReplayOptions, Task};
use super::say::print;
use super::stage::{Stage, start};
use super::{CommandError, Reach, listing, names, replay_rows, room, stored};
use crate::app::App;
use crate::desk::{Paced, Tone, Work};
use crate::instrument::Scope;
use crate::preset::Catalog;
use crate::session::{Session, Verification, read_from};

/// Time between two progress reports while a circuit is built.
const BUILD_PIECE: Duration = Duration::from_millis(5);

/// Shows, lists, prints or verifies a recording.
///
/// # Errors
/// An invalid file, an unsuitable terminal, or a divergence.
pub fn replay(options: &ReplayOptions) -> Result<(), CommandError> {
    let task = Task::of(options)?;
    let recorded = read(&options.file)?;
    room::check_recorded(&recorded, options.threads.unwrap_or(1))?;
    match task {
        Task::List(format) => return listing::list(&recorded, format),
        Task::Verify => return check(&recorded, options.threads.unwrap_or(1)),
        Task::Rows | Task::Show => {}
    }
    check_start(options.at_ms, recorded.summary().duration_ms)?;
    if task == Task::Rows {
        replay_rows::print(&recorded, options)
    } else {
        play(recorded, options)
    }
}

/// Reads and validates the whole recording at `path`.
fn read(path: &Path) -> Result<Session, CommandError> {
    let (name, storage) = (names::shown_name(path), stored::open(path)?);
    let bytes = storage.bytes();
    let task = format!("{name}: reading {:.1} MB", bytes as f64 / 1e6);
    let mut progress = Progress::new(task, bytes);
    let recorded = read_from(&name, storage, &mut |bytes| {
        progress.at(bytes);
        true
    })?;
    Ok(recorded.expect("never told to stop"))
}

/// Refuses a start at `at_ms` that is after the end of the recording.
fn check_start(at_ms: Option<f64>, end_ms: f64) -> Result<(), CommandError> {
    match at_ms {
        Some(at_ms) if at_ms > end_ms => {
            let message = format!(
                "--at: expected at most {end_ms} ms, the end of the recording, found {at_ms}"
            );
            Err(CommandError::Usage(message))
        }
        _ => Ok(()),
    }
}

fn play(recorded: Session, options: &ReplayOptions) -> Result<(), CommandError> {
    let config = Config::load(&options.view)?;
    let settings = options.view.over(config.settings)?;
    let stage = Stage::new(&settings)?;
    let cut = recorded.summary().cut;
    let cut = cut.map(|cut| format!("the recording is cut off at line {}", cut.line));
    let catalog = Catalog::from(&load_library(Reach::Below)?);
    let start = start(&settings, options.paused, options.threads.or(config.threads));
    let (name, at_ms) = (recorded.name().to_owned(), options.at_ms.unwrap_or(0.0));
    let mut scope = Scope::replay(recorded, catalog, start);
    cut.into_iter().for_each(|cut| scope.desk_mut().notify(Tone::Info, cut));
    if at_ms > 0.0 {
        build(&name, &mut scope);
    }
    go_to(&name, at_ms, |steps| scope.seek_on(at_ms, steps).then(|| scope.engine().time_ms()));
    // All steps are made; this only refreshes the slow measurements.
    scope.seek(at_ms);
    stage.show(App::scope(scope), None)
}

/// Builds the circuit of `scope`; reports progress if that takes long.
fn build(name: &str, scope: &mut Scope) {
    let Some(Work { what, progress }) = scope.work() else { return };
    let mut told = Progress::new(format!("{name}: {what}"), progress.total);
    while let Some(Work { progress, .. }) = scope.work() {
        told.at(progress.done);
        let begun = Instant::now();
        scope.build(&mut || begun.elapsed() < BUILD_PIECE);
    }
}

/// Calls `seek_on` with numbers of steps until it returns `None`, at `at_ms`; before, it returns
/// the present time (ms). Reports progress if that takes long: the terminal is not yet taken over.
fn go_to(name: &str, at_ms: f64, mut seek_on: impl FnMut(u64) -> Option<f64>) {
    let us = |time_ms: f64| (time_ms * 1e3) as u64;
    let mut progress = Progress::new(format!("{name}: going to {at_ms} ms"), us(at_ms));
    let mut pieces = Timed::new();
    while let Some(now_ms) = seek_on(pieces.next()) {
        progress.at(us(now_ms));
    }
}

/// Prints the result of the verification on one line.
fn check(recorded: &Session, threads: usize) -> Result<(), CommandError> {
    let started = Instant::now();
    let verified = verify(recorded, threads)?;
    let elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    if let Some(divergence) = &verified.divergence {
        return Err(CommandError::Diverged(format!("{}: {divergence}", recorded.name())));
    }
    print(&format!("{}\n", report(recorded.name(), &verified, elapsed_ms)))?;
    std::io::stdout().flush().map_err(|error| CommandError::write(None, error))
}

/// Verifies the recording; reports progress if that takes long.
fn verify(recorded: &Session, threads: usize) -> Result<Verification, CommandError> {
    let (name, summary) = (recorded.name(), recorded.summary());
    let task = format!("{name}: verifying {} steps", summary.end.0);
    let mut progress = Progress::new(task, summary.work_steps());
    let mut pieces = Timed::new();
    let verified = recorded.verify_in_pieces(threads, &mut |done| {
        progress.at(done);
        pieces.next()
    })?;
    Ok(verified.expect("never told to stop"))
}

fn report(name: &str, verified: &Verification, elapsed_ms: f64) -> String {
    let Verification { steps, spikes, model_ms, cut, .. } = verified;
    let ratio = if elapsed_ms > 0.0 { model_ms / elapsed_ms } else { 0.0 };
    let cut = match cut {
        Some(cut) => format!(", cut after line {}", cut.line - 1),
        None => String::new(),
    };
    let name = crate::input::clean(name);
    format!(
        "{name}: ok, {steps} steps, {spikes} spikes, {model_ms} ms at {ratio:.0}x real time{cut}"
    )
}
