//! `replay --output csv`: every step of a recording without a screen, beside that of its fork.

use std::io::Write;

use super::CommandError;
use super::output::Target;
use super::replay_options::ReplayOptions;
use super::say::warn;
use crate::circuit::Recipe;
use crate::circuit::network::Effort;
use crate::engine::{Command, Step, Subject};
use crate::export::Replayed;
use crate::input::InputError;
use crate::machine::{Rest, check_room, megabytes};
use crate::session::{Entry, Replay, Session};

/// Steps that are made at once.
const STEPS_AT_ONCE: u64 = 1024;

/// Prints every step of `recorded`, up to the time that the options give.
///
/// # Errors
/// A recording that has no common columns, two circuits that find no room, an output that can't be
/// written, or a divergence, which is told when everything is printed.
pub(super) fn print(recorded: &Session, options: &ReplayOptions) -> Result<(), CommandError> {
    check_subjects(recorded, options)?;
    let mut replay = Replay::new(recorded.clone());
    replay.set_threads(options.threads.unwrap_or(1));
    replay.set_forks(options.ghost);
    let mut target = Target::open(options.output.as_deref(), options.overwrite)?;
    let mut read = Ok(());
    target.write(|out| {
        let subject = replay.engine().subject().clone();
        let mut rows = Replayed::new(out, &subject, options.ghost);
        read = write(&mut replay, &mut rows, options.at_ms);
        rows.finish()
    })?;
    read?;
    target.finish()?;
    if let Some(cut) = recorded.summary().cut {
        warn(&format!("{}: cut after line {}", recorded.name(), cut.line - 1));
    }
    match replay.divergence() {
        None => Ok(()),
        Some(divergence) => {
            Err(CommandError::Diverged(format!("{}: {divergence}", recorded.name())))
        }
    }
}

/// Makes the steps of `replay` up to `at_ms` and writes their rows.
fn write(
    replay: &mut Replay,
    rows: &mut Replayed<&mut dyn Write>,
    at_ms: Option<f64>,
) -> Result<(), InputError> {
    while !rows.has_failed() {
        replay.take_due(|_| ())?;
        let first = replay.engine().step();
        let steps = at_ms.map_or(u64::MAX, |at_ms| steps_to(replay, at_ms)).min(STEPS_AT_ONCE);
        if replay.is_over() || steps == 0 {
            break;
        }
        rows.begin(first);
        replay.advance_to_block(steps, rows.model());
        if let Some(fork) = rows.fork() {
            replay.advance_fork(Effort::UNBOUNDED, fork);
        }
        let engine = replay.engine();
        rows.write(engine.step(), engine.clock(), engine.forked_at().is_some());
    }
    Ok(())
}

/// Number of steps from the present one of `replay` to the one nearest to `at_ms`.
fn steps_to(replay: &Replay, at_ms: f64) -> u64 {
    let engine = replay.engine();
    let left_ms = (at_ms - engine.time_ms()).max(0.0);
    (left_ms * f64::from(engine.clock().steps_per_ms())).round() as u64
}

/// Checks that all subjects of the recording fit into the same columns, and twice into memory where
/// forks are asked for.
fn check_subjects(recorded: &Session, options: &ReplayOptions) -> Result<(), CommandError> {
    let first = recorded.experiment().subject();
    check_fork(&first, options)?;
    for block in recorded.blocks() {
        let Entry::Event(event) = block?.entry else { continue };
        if let Command::Switch(subject) = &event.command {
            check_columns(recorded.name(), (&first, subject), event.step)?;
            check_fork(subject, options)?;
        }
    }
    Ok(())
}

/// Refuses a switch to a circuit with other populations: a table has one title.
fn check_columns(
    name: &str,
    (first, other): (&Subject, &Subject),
    step: Step,
) -> Result<(), CommandError> {
    let names = |subject: &Subject| -> Vec<String> {
        let of = |recipe: &Recipe| recipe.populations.iter().map(|it| it.name.clone()).collect();
        subject.recipe().map_or_else(Vec::new, |recipe| of(recipe))
    };
    if names(first) == names(other) {
        return Ok(());
    }
    let message = format!(
        "{name}: --output csv: expected the populations of {} throughout, found {} at step {}",
        first.name(),
        other.name(),
        step.0
    );
    Err(CommandError::Usage(message))
}

/// Checks the memory for a circuit and its fork.
fn check_fork(subject: &Subject, options: &ReplayOptions) -> Result<(), CommandError> {
    let Some(recipe) = subject.recipe().filter(|_| options.ghost) else { return Ok(()) };
    let bytes = recipe.memory(options.threads.unwrap_or(1)).bytes().saturating_mul(2);
    check_room(bytes, Rest::Run).map_err(|room| {
        let wanted = megabytes(bytes);
        let message = format!("--ghost: two copies of the circuit take up to {wanted}: {room}");
        CommandError::Usage(message)
    })
}
