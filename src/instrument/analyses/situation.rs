//! What stays as it is from one command to the next.

use crate::circuit::{NeuronId, PopulationId};
use crate::engine::{Engine, Site, Subject};
use crate::instrument::Constant;
use crate::model::{Neuron, Scheme};
use crate::trace::ModelNs;

/// What stays as it is from one command to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// Name of the neuron.
    pub name: String,
    /// The neuron.
    pub neuron: Neuron,
    /// Whether its parameters are no longer those that it came with.
    pub is_edited: bool,
    /// The integration scheme.
    pub scheme: Scheme,
    /// The step (ms).
    pub dt_ms: f64,
    /// The constant current that flows.
    pub constant: Constant,
    /// Since when that neuron runs (ns).
    pub(in crate::instrument) since_ns: ModelNs,
}

impl Situation {
    /// What stands in `engine` for the neuron with this number, which is looked at since `since_ns`; the
    /// neurons of the subject came with the parameters in `originals`, by population.
    pub(in crate::instrument) fn of(
        engine: &Engine,
        number: NeuronId,
        originals: &[Neuron],
        since_ns: ModelNs,
    ) -> Self {
        let subject = engine.subject();
        let (population, site) = match subject {
            Subject::Neuron(_) => (None, Site::Subject),
            Subject::Circuit(recipe) => (recipe.population_of(number), Site::Neuron(number)),
        };
        let original = originals.get(population.map_or(0, PopulationId::index));
        Self {
            name: subject.neuron_name(number),
            neuron: engine.neuron(number),
            is_edited: original != subject.neuron(number),
            scheme: engine.scheme(),
            dt_ms: engine.clock().dt_ms(),
            constant: Constant::at(engine, site),
            since_ns,
        }
    }
}

/// The parameters of the neuron alone, or of each population.
pub(in crate::instrument) fn originals(subject: &Subject) -> Vec<Neuron> {
    match subject {
        Subject::Neuron(setup) => vec![setup.cell.neuron],
        Subject::Circuit(recipe) => recipe.populations.iter().map(|it| it.neuron).collect(),
    }
}
