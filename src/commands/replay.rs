//! Recorded sessions, on the scope or checked without a screen.

use std::io::Write;
use std::time::Instant;

use super::config::Config;
use super::stage::{Stage, start};
use super::{CommandError, Reach, ReplayOptions, files, print};
use crate::app::{App, Catalog, CircuitScope, Program, Tone};
use crate::preset::ReadTable;
use crate::session::{FILE_BYTES_MAX, Recorded, Verification, read_with};

/// Plays or verifies a recorded session.
///
/// # Errors
/// What is wrong with the file or the terminal, or where the replay diverges.
pub fn replay(options: &ReplayOptions) -> Result<(), CommandError> {
    let bytes = files::read_bytes(&options.file, FILE_BYTES_MAX)?;
    let name = files::shown_name(&options.file);
    let recorded = {
        let read = |tables: Option<&ReadTable<'_>>| read_with(&name, bytes, tables);
        files::with_tables_beside(&options.file, Reach::Below, read)?
    };
    if options.verify {
        return check(&recorded, options.threads.unwrap_or(1));
    }
    check_start(options.at_ms, recorded.summary().duration_ms)?;
    play(recorded, options)
}

/// Refuses to start at `at_ms` of a recording that ends at `end_ms`, if that comes after.
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

fn play(recorded: Recorded, options: &ReplayOptions) -> Result<(), CommandError> {
    let config = Config::load(&options.view)?;
    let view = options.view.clone().or(config.view);
    let stage = Stage::new(&view)?;
    let cut = recorded.summary().cut;
    let cut = cut.map(|cut| format!("the recording is cut off at line {}", cut.line));
    let catalog = Catalog::from(&files::load_library(Reach::Below));
    let start = start(&view, options.paused, options.threads.or(config.threads));
    let at_ms = options.at_ms.unwrap_or(0.0);
    let program = match recorded {
        Recorded::Neuron(session) => {
            let mut app = App::replay(*session, catalog, start);
            cut.into_iter().for_each(|cut| app.notify(Tone::Info, cut));
            app.seek(at_ms);
            Program::scope(app)
        }
        Recorded::Circuit(session) => {
            let mut scope = CircuitScope::replay(session, catalog, start);
            cut.into_iter().for_each(|cut| scope.notify(Tone::Info, cut));
            scope.seek(at_ms);
            Program::circuit(scope)
        }
    };
    stage.show(program, None)
}

/// Prints one line on what the replay came to.
fn check(recorded: &Recorded, threads: usize) -> Result<(), CommandError> {
    let started = Instant::now();
    let verified = recorded.verify(threads)?;
    let elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    if let Some(divergence) = &verified.divergence {
        return Err(CommandError::Diverged(format!("{}: {divergence}", recorded.name())));
    }
    print(&format!("{}\n", report(recorded.name(), &verified, elapsed_ms)))?;
    std::io::stdout().flush().map_err(|error| CommandError::write(None, error))
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
