//! Where a current can be injected, and what.

use super::rejection::PULSE_WIDTH_MS_MAX;
use super::{CURRENT_MAX, Rejection};
use crate::circuit::{NeuronId, PopulationId, Recipe};

/// Where a current is injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// The subject itself, which is a neuron alone.
    Subject,
    /// Every neuron of a population.
    Population(PopulationId),
    /// One neuron of a circuit.
    Neuron(NeuronId),
}

impl Site {
    /// The population that it is, or that its neuron is in, in the circuit of `recipe`.
    #[must_use]
    pub fn population(self, recipe: &Recipe) -> Option<PopulationId> {
        match self {
            Self::Subject => None,
            Self::Population(population) => Some(population),
            Self::Neuron(neuron) => recipe.population_of(neuron),
        }
    }
}

/// A current that is injected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Injection {
    /// Adds a current for a while.
    Pulse {
        /// The current to add; negative inhibits.
        amplitude: f64,
        /// For how long (ms).
        width_ms: f64,
    },
    /// Turns a sustained current on, or off. Ends the repeating protocol of a neuron alone.
    Sustain {
        /// The current to add, `None` for off.
        current: Option<f64>,
    },
    /// Sets the holding current, in the place of what a protocol gives: that of a neuron alone
    /// ends.
    Hold {
        /// The new holding current.
        current: f64,
    },
}

impl Injection {
    /// Whether its values are in range.
    ///
    /// # Errors
    /// Names the value that is not.
    pub fn validate(&self) -> Result<(), Rejection> {
        let current = |value: f64| {
            // Written so that NaN is refused, too.
            if value.abs() <= CURRENT_MAX { Ok(()) } else { Err(Rejection::Current(value)) }
        };
        match self {
            Self::Pulse { amplitude, width_ms } => {
                current(*amplitude)?;
                let fits = *width_ms > 0.0 && *width_ms <= PULSE_WIDTH_MS_MAX;
                if fits { Ok(()) } else { Err(Rejection::Width(*width_ms)) }
            }
            Self::Sustain { current: Some(value) } | Self::Hold { current: value } => {
                current(*value)
            }
            Self::Sustain { current: None } => Ok(()),
        }
    }
}
