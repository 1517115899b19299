//! What stays as it is from one command to the next.

use crate::engine::{Engine, Site};
use crate::instrument::Constant;
use crate::instrument::subject::first_of;
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
    /// What stands in `engine`, whose neuron came with the parameters of `preset` and runs since `since_ns`.
    pub(in crate::instrument) fn of(engine: &Engine, preset: &Neuron, since_ns: ModelNs) -> Self {
        let (neuron, _) = first_of(engine.subject());
        let holding = engine.holding_current(Site::Subject);
        let sustained = engine.sustained_current(Site::Subject);
        Self {
            name: engine.subject().name().to_owned(),
            neuron,
            is_edited: neuron != *preset,
            scheme: engine.scheme(),
            dt_ms: engine.clock().dt_ms(),
            constant: Constant { holding, sustained },
            since_ns,
        }
    }
}
