//! Whether the machine has the memory that a circuit takes, asked before it is built.

use std::path::Path;

use super::{CommandError, names};
use crate::circuit::Recipe;
use crate::input::{Document, InputError};
use crate::machine::Rest;
use crate::preset::{CircuitEntry, too_large};
use crate::session::Session;

/// Whether there is room beside `rest` for the circuit of `recipe`, which `entry` has and `name` means.
///
/// # Errors
/// Names the place in the circuit's text of what takes most memory.
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

/// Whether there is room for the circuit that a recording begins with.
///
/// # Errors
/// Says how much there is.
pub(super) fn check_recorded(recorded: &Session, threads: usize) -> Result<(), CommandError> {
    let subject = recorded.experiment().subject();
    let Some(recipe) = subject.recipe() else { return Ok(()) };
    let room = recipe.memory(threads).check_room(Rest::Scope);
    Ok(room.map_err(|large| InputError::whole(recorded.name(), large.to_string()))?)
}
