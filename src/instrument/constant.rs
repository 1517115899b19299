//! The constant current into a neuron or a population.

use crate::engine::{Engine, Site};

/// The constant part of the current from outside, without pulses and protocols, in the unit of the
/// neuron's currents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Constant {
    /// The holding current; until a current is held, the current that the protocol settles on.
    pub holding: f64,
    /// The sustained step, if it is on.
    pub sustained: Option<f64>,
}

impl Constant {
    /// The present constant current at `site`; a neuron of a circuit also gets the sustained step of its
    /// population.
    pub(super) fn at(engine: &Engine, site: Site) -> Self {
        let of_population = match site {
            Site::Subject | Site::Population(_) => None,
            Site::Neuron(neuron) => engine
                .subject()
                .population_of(neuron)
                .and_then(|population| engine.sustained_current(Site::Population(population))),
        };
        let sustained = sum(engine.sustained_current(site), of_population);
        Self { holding: engine.holding_current(site), sustained }
    }

    /// The sum of both.
    #[must_use]
    pub fn total(self) -> f64 {
        self.holding + self.sustained.unwrap_or_default()
    }
}

/// The sum of two sustained steps, if at least one is on.
pub(super) fn sum(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}
