//! Parameters, scheme and constant current of a neuron: constant between two commands.

use crate::circuit::{NeuronId, PopulationId};
use crate::engine::{Engine, Site, Subject};
use crate::instrument::Constant;
use crate::model::{Neuron, Scheme};
use crate::trace::ModelNs;

/// Parameters, scheme and constant current of a neuron: constant between two commands.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// Name of the neuron.
    pub name: String,
    /// The neuron.
    pub neuron: Neuron,
    /// Whether the parameters differ from those of the preset.
    pub is_edited: bool,
    /// The integration scheme.
    pub scheme: Scheme,
    /// The step (ms).
    pub dt_ms: f64,
    /// The constant current from outside.
    pub constant: Constant,
    /// Start of the neuron's record (ns).
    pub(in crate::instrument) since_ns: ModelNs,
}

impl Situation {
    /// The present situation of the neuron with this number in `engine`. Its record begins at `since_ns`;
    /// `originals` are the parameters of the preset, by population.
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
