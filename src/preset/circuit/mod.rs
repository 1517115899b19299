//! Circuits as TOML: parsing, validation, and back.

mod drawn;
mod file;
mod input;
mod names;
pub(super) mod number;
mod plasticity;
mod population;
mod projection;
mod recipe;
mod rule;
mod spread;

pub use file::{circuit_to_toml, parse_circuit, too_large};
pub use recipe::RawCircuit;

use crate::input::quoted;

use crate::model::{Neuron, State};

/// Most pairs in all lists of a circuit, so that they fit into a block of a recording.
const PAIRS_MAX: usize = 100_000;

/// Looks up a neuron and its initial state by the name of a preset; fails with a message.
pub type Resolve<'a> = dyn Fn(&str) -> Result<(Neuron, State), String> + 'a;

/// A look-up without presets, for recordings, whose neurons are inline.
///
/// # Errors
/// Always.
pub fn no_presets(name: &str) -> Result<(Neuron, State), String> {
    Err(format!(
        "expected a neuron in its place, since no preset can be named here, found {}",
        quoted(name)
    ))
}

#[cfg(test)]
mod tests;
