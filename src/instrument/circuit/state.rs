//! The state of a scope that only a circuit has.

use std::sync::Arc;

use super::settings::{Aim, Zoom};
use super::stimuli::Stimuli;
use super::stretches::Stretches;
use super::weights::WeightHistogram;
use crate::circuit::network::Network;
use crate::circuit::{NeuronId, Recipe};
use crate::engine::Engine;
use crate::instrument::past::Past;
use crate::measure::{Bins, Populations};
use crate::model::Scheme;
use crate::trace::ModelNs;

/// The recipe of the circuit that `engine` runs.
pub(super) fn recipe_of(engine: &Engine) -> &Arc<Recipe> {
    engine.recipe().expect("a circuit")
}

/// The network that `engine` runs.
pub(super) fn network_of(engine: &Engine) -> &Network {
    engine.network().expect("a circuit")
}

/// The state of a scope that only a circuit has.
#[derive(Debug)]
pub(in crate::instrument) struct CircuitState {
    pub(super) stimuli: Stimuli,
    pub(super) aim: Aim,
    pub(super) zoom: Zoom,
    /// The channel of each of the engine's probes.
    pub(in crate::instrument) routes: Vec<Route>,
    /// Spikes of all neurons since the start of the program.
    pub(super) total: u64,
    /// Start of the count that is shown.
    pub(super) zeroed: Past<Zeroed>,
    pub(super) schemes: Past<Scheme>,
    pub(super) recalled: Option<Recalled>,
    pub(super) firing: Populations,
    pub(super) bins: Bins,
    pub(super) too_long: Stretches,
    /// The number after the last of each population's neurons.
    pub(super) ends: Vec<NeuronId>,
    pub(super) weights: Vec<WeightHistogram>,
    /// Number of successive ticks during which one step stayed incomplete.
    pub(super) amid_ticks: u32,
}

impl CircuitState {
    /// The state before the first step of the circuit that `engine` runs.
    pub(in crate::instrument) fn new(engine: &Engine) -> Self {
        Self {
            stimuli: Stimuli::new(recipe_of(engine), engine.seed(), ModelNs::ZERO),
            aim: Aim::default(),
            zoom: Zoom::default(),
            routes: Vec::new(),
            total: 0,
            zeroed: Past::new(Zeroed { since_ms: 0.0, before: 0 }),
            schemes: Past::new(engine.scheme()),
            recalled: None,
            firing: Populations::new([], 0.0),
            bins: Bins::new(Vec::new(), 0.0),
            too_long: Stretches::default(),
            ends: Vec::new(),
            weights: Vec::new(),
            amid_ticks: 0,
        }
    }
}

/// Start of a count of spikes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Zeroed {
    /// Model time at which the count was zeroed or the circuit started (ms).
    pub(super) since_ms: f64,
    /// Spikes before that time.
    pub(super) before: u64,
}

/// The statistics up to a moment of the past, as far as they are still known.
#[derive(Clone, Debug)]
pub(super) struct Recalled {
    pub(super) spikes: Option<u64>,
    pub(super) firing: Option<(Populations, Bins)>,
}

/// The channel of a probe, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::instrument) struct Route(pub(in crate::instrument) usize);
