//! What a preset is of.

use serde::{Deserialize, Serialize};

use crate::input::{Document, InputError};

/// What a preset is of; of a neuron, where it does not say.
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
    /// Names the place of what is not TOML, or no kind.
    pub fn of(document: &Document<'_>) -> Result<Self, InputError> {
        #[derive(Deserialize)]
        struct RawKind {
            kind: Option<Kind>,
        }

        let raw: RawKind = document.parse()?;
        Ok(raw.kind.unwrap_or(Self::Neuron))
    }
}
