//! Checks that the machine has enough memory for a circuit before the circuit is built.

use std::path::Path;

use super::{CommandError, names};
use crate::circuit::Recipe;
use crate::input::{Document, InputError};
use crate::machine::Rest;
use crate::preset::{CircuitEntry, too_large};
use crate::session::Session;

/// Checks the memory for the circuit of `recipe` beside `rest`; errors name `entry` as `name`.
///
/// # Errors
/// Names the position in the circuit's text of the largest part.
pub(super) fn check(
    recipe: &Recipe,
    (threads, rest): (usize, Rest),
    entry: &CircuitEntry,
    name: &str,
) -> Result<(), CommandError> {
    let room = recipe.memory(threads).check_room(rest);
    let name = names::shown_name(Path::new(name));
    Ok(room.map_err(|large| too_large(&Document::new(&name, &entry.text), &large))?)
}

/// Checks the memory for the initial circuit of a recording.
///
/// # Errors
/// Says how much memory is available.
pub(super) fn check_recorded(recorded: &Session, threads: usize) -> Result<(), CommandError> {
    let subject = recorded.experiment().subject();
    let Some(recipe) = subject.recipe() else { return Ok(()) };
    let room = recipe.memory(threads).check_room(Rest::Scope);
    Ok(room.map_err(|large| InputError::whole(recorded.name(), large.to_string()))?)
}
