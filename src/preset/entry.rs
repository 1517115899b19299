//! A preset with its text and origin.

use std::sync::Arc;

use super::lookup::LookupError;
use super::{Origin, Preset};
use crate::circuit::Recipe;
use crate::engine::Setup;

/// A preset in the library.
#[derive(Clone, Debug)]
pub struct Entry<S = Setup> {
    /// The preset.
    pub preset: Preset<S>,
    /// The origin of the preset.
    pub origin: Origin,
    /// The text of the file, to be copied and edited.
    pub text: String,
}

/// A circuit in the library.
pub type CircuitEntry = Entry<Arc<Recipe>>;

/// The preset that a name refers to.
#[derive(Clone, Debug)]
pub enum Found {
    /// A neuron.
    Neuron(Box<Entry>),
    /// A circuit.
    Circuit(Box<CircuitEntry>),
}

impl Found {
    /// The neuron.
    ///
    /// # Errors
    /// The preset is a circuit.
    pub fn neuron(self) -> Result<Entry, LookupError> {
        match self {
            Self::Neuron(entry) => Ok(*entry),
            Self::Circuit(entry) => Err(LookupError::Circuit(entry.preset.name().to_owned())),
        }
    }

    /// The circuit.
    ///
    /// # Errors
    /// The preset is a neuron.
    pub fn circuit(self) -> Result<CircuitEntry, LookupError> {
        match self {
            Self::Circuit(entry) => Ok(*entry),
            Self::Neuron(entry) => Err(LookupError::Neuron(entry.preset.name().to_owned())),
        }
    }
}
