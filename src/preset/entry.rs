//! A preset with its text and where it is from.

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
    /// Where it is from.
    pub origin: Origin,
    /// The file's text, as it can be copied and edited.
    pub text: String,
}

/// A circuit in the library.
pub type CircuitEntry = Entry<Arc<Recipe>>;

/// What a name can mean.
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
    /// It is a circuit.
    pub fn neuron(self) -> Result<Entry, LookupError> {
        match self {
            Self::Neuron(entry) => Ok(*entry),
            Self::Circuit(entry) => Err(LookupError::Circuit(entry.preset.name().to_owned())),
        }
    }

    /// The circuit.
    ///
    /// # Errors
    /// It is a neuron.
    pub fn circuit(self) -> Result<CircuitEntry, LookupError> {
        match self {
            Self::Circuit(entry) => Ok(*entry),
            Self::Neuron(entry) => Err(LookupError::Neuron(entry.preset.name().to_owned())),
        }
    }
}
