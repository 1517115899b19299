//! The kinds of presets.

use serde::{Deserialize, Serialize};

use crate::input::{Document, InputError};

/// The kind of a preset; a file without the key `kind` is a neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A neuron.
    Neuron,
    /// A circuit.
    Circuit,
}

impl Kind {
    /// The kind of the preset with this text.
    ///
    /// # Errors
    /// The position of invalid TOML or of an unknown kind.
    pub fn of(document: &Document<'_>) -> Result<Self, InputError> {
        #[derive(Deserialize)]
        struct RawKind {
            kind: Option<Kind>,
        }

        let raw: RawKind = document.parse()?;
        Ok(raw.kind.unwrap_or(Self::Neuron))
    }
}
