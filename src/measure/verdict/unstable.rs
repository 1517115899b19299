//! No verdict on what came of steps that were too long.
//!
//! Where a step is too long for the membrane potential ([`Neuron::unstable_below_mv`]), the neuron does
//! what its step makes it do, and so it does afterwards until it has forgotten: until its recovery
//! variable has, see [`Neuron::forgets_ms`], or its state is set from outside. All claims are withdrawn by
//! such a step and none is made before that time, nor from anything that was seen before it.

use super::disturbance::Disturbance;
use super::text;
use super::watch::Watch;
use crate::model::Neuron;

impl Watch {
    /// The step at `time_ms`, whose sample has been taken, was too long for `neuron`: it started from
    /// below `bound_mv`.
    pub fn unstable(&mut self, time_ms: f64, bound_mv: f64, neuron: &Neuron) {
        let goes_on = self.disturbance.filter(|before| time_ms <= before.forgotten_ms);
        let first_ms = goes_on.map_or(time_ms, |before| before.first_ms);
        let forgotten_ms = time_ms + neuron.forgets_ms();
        self.clear();
        self.disturbance = Some(Disturbance { first_ms, last_ms: time_ms, bound_mv, forgotten_ms });
    }

    /// Why there is no verdict, if it is for steps that were too long and tell on the neuron still or are no
    /// longer ago than a claim may be.
    pub(super) fn why_none(&self) -> Option<String> {
        let Disturbance { first_ms, last_ms, bound_mv, .. } = self.disturbance?;
        let tells = self.is_disturbed(self.now_ms) || self.now_ms - last_ms <= self.lifetime_ms;
        tells.then(|| text::too_long(first_ms, bound_mv))
    }

    /// Whether what the neuron does at `time_ms` may come of steps that were too long.
    pub(super) fn is_disturbed(&self, time_ms: f64) -> bool {
        self.disturbance.is_some_and(|disturbance| time_ms <= disturbance.forgotten_ms)
    }
}
