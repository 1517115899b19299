//! The constant current that flows into what is looked at.

use crate::engine::{Engine, Site};

/// The constant current that flows, by its parts: pulses and protocols are none of them. In the unit of
/// the neuron's currents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Constant {
    /// The holding current; before the user takes over, what the protocol settles on.
    pub holding: f64,
    /// The sustained step, if it is on.
    pub sustained: Option<f64>,
}

impl Constant {
    /// What flows at `site` now: at a neuron of a circuit the step of its population counts, too.
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

    /// All that flows.
    #[must_use]
    pub fn total(self) -> f64 {
        self.holding + self.sustained.unwrap_or_default()
    }
}

/// The step that flows in all, if one does.
pub(super) fn sum(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}
