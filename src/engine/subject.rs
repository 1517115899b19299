//! What can be run: a neuron with its protocol, or a circuit.

use std::borrow::Cow;
use std::sync::Arc;

use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::model::{Neuron, Protocol, Scheme, State};

/// A neuron and the protocol it was published with.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The preset's name.
    pub name: String,
    /// Equations and parameters.
    pub neuron: Neuron,
    /// The state in which a pass of the protocol starts.
    pub initial: State,
    /// The stimulus protocol.
    pub protocol: Protocol,
}

/// A neuron with everything that a switch to it sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The neuron and its protocol.
    pub cell: Cell,
    /// The integration scheme.
    pub scheme: Scheme,
    /// Steps in one millisecond, 1 to 1,000,000.
    pub steps_per_ms: u32,
}

/// The one thing that an engine runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A neuron alone. Its number is 0.
    Neuron(Box<Setup>),
    /// A circuit, the scheme and the step included.
    Circuit(Arc<Recipe>),
}

impl Subject {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Neuron(setup) => &setup.cell.name,
            Self::Circuit(recipe) => &recipe.name,
        }
    }

    /// The integration scheme that it starts with.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Neuron(setup) => setup.scheme,
            Self::Circuit(recipe) => recipe.scheme,
        }
    }

    /// The schemes under which it can be run.
    #[must_use]
    pub fn schemes(&self) -> Vec<Scheme> {
        match self {
            Self::Neuron(setup) => setup.cell.neuron.schemes().to_vec(),
            Self::Circuit(recipe) => recipe.schemes(),
        }
    }

    /// Steps in one millisecond, 1 to 1,000,000.
    #[must_use]
    pub fn steps_per_ms(&self) -> u32 {
        match self {
            Self::Neuron(setup) => setup.steps_per_ms,
            Self::Circuit(recipe) => recipe.steps_per_ms,
        }
    }

    /// How long a run without a screen lasts where nothing else is said (ms).
    #[must_use]
    pub fn duration_ms(&self) -> f64 {
        match self {
            Self::Neuron(setup) => setup.cell.protocol.duration_ms,
            Self::Circuit(recipe) => recipe.duration_ms,
        }
    }

    /// The stimulus protocol of the neuron, or of each population.
    #[must_use]
    pub fn protocols(&self) -> Vec<&Protocol> {
        match self {
            Self::Neuron(setup) => vec![&setup.cell.protocol],
            Self::Circuit(recipe) => recipe.protocols().collect(),
        }
    }

    /// Number of neurons.
    #[must_use]
    pub fn neurons(&self) -> u32 {
        match self {
            Self::Neuron(_) => 1,
            Self::Circuit(recipe) => recipe.neurons(),
        }
    }

    /// Number of populations; a neuron alone is in none.
    #[must_use]
    pub fn populations(&self) -> usize {
        match self {
            Self::Neuron(_) => 0,
            Self::Circuit(recipe) => recipe.populations.len(),
        }
    }

    /// Equations and parameters of the neuron with this number, in a circuit those of its
    /// population; none if there is no such neuron.
    #[must_use]
    pub fn neuron(&self, number: NeuronId) -> Option<&Neuron> {
        match self {
            Self::Neuron(setup) => (number == NeuronId::FIRST).then_some(&setup.cell.neuron),
            Self::Circuit(recipe) => Some(&recipe.population(recipe.population_of(number)?).neuron),
        }
    }

    /// The population of the neuron with this number; a neuron alone is in none.
    #[must_use]
    pub fn population_of(&self, number: NeuronId) -> Option<PopulationId> {
        self.recipe()?.population_of(number)
    }

    /// What the neuron with this number is called: by the subject's name if it is one alone, else by
    /// its population and its place in that, as `E 12`.
    #[must_use]
    pub fn neuron_name(&self, number: NeuronId) -> String {
        match self {
            Self::Neuron(setup) => setup.cell.name.clone(),
            Self::Circuit(recipe) => recipe.neuron_name(number),
        }
    }

    /// What the neuron with this number is and starts from, as if it were alone: in a circuit what its
    /// population has in common, none if there is no such neuron.
    #[must_use]
    pub fn cell_of(&self, number: NeuronId) -> Option<Cow<'_, Cell>> {
        match self {
            Self::Neuron(setup) => {
                (number == NeuronId::FIRST).then_some(Cow::Borrowed(&setup.cell))
            }
            Self::Circuit(recipe) => {
                let population = recipe.population(recipe.population_of(number)?);
                let u = population.u0.unwrap_or_else(|| population.neuron.usual_u0(population.v0));
                Some(Cow::Owned(Cell {
                    name: recipe.neuron_name(number),
                    neuron: population.neuron,
                    initial: State { v: population.v0, u },
                    protocol: population.protocol.clone(),
                }))
            }
        }
    }

    /// The stimulus protocol of the neuron with this number, in a circuit that of its population; none
    /// if there is no such neuron.
    #[must_use]
    pub fn protocol_of(&self, number: NeuronId) -> Option<&Protocol> {
        match self {
            Self::Neuron(setup) => (number == NeuronId::FIRST).then_some(&setup.cell.protocol),
            Self::Circuit(recipe) => {
                Some(&recipe.population(recipe.population_of(number)?).protocol)
            }
        }
    }

    /// The neuron with its scheme and its step, if it is one alone.
    #[must_use]
    pub fn setup(&self) -> Option<&Setup> {
        match self {
            Self::Neuron(setup) => Some(setup),
            Self::Circuit(_) => None,
        }
    }

    /// What the circuit is made of, if it is one.
    #[must_use]
    pub fn recipe(&self) -> Option<&Arc<Recipe>> {
        match self {
            Self::Neuron(_) => None,
            Self::Circuit(recipe) => Some(recipe),
        }
    }
}

impl From<Setup> for Subject {
    fn from(setup: Setup) -> Self {
        Self::Neuron(Box::new(setup))
    }
}

impl From<Arc<Recipe>> for Subject {
    fn from(recipe: Arc<Recipe>) -> Self {
        Self::Circuit(recipe)
    }
}
