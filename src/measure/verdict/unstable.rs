//! No verdict where steps were too long.
//!
//! A step that is too long for the membrane potential ([`Neuron::unstable_below_mv`]) decides what the
//! neuron does, and its effect lasts until the recovery variable has forgotten it
//! ([`Neuron::forgets_ms`]) or the state is set from outside. Such a step withdraws all claims. None is
//! made before its effect is over, nor from anything that was seen before that.

use super::disturbance::Disturbance;
use super::text;
use super::watch::Watch;
use crate::model::Neuron;

impl Watch {
    /// Takes that the step at `time_ms`, whose sample has been taken, was too long for `neuron`: it
    /// started from below `bound_mv`.
    pub fn unstable(&mut self, time_ms: f64, bound_mv: f64, neuron: &Neuron) {
        let goes_on = self.disturbance.filter(|before| time_ms <= before.forgotten_ms);
        let first_ms = goes_on.map_or(time_ms, |before| before.first_ms);
        let forgotten_ms = time_ms + neuron.forgets_ms();
        self.clear();
        self.disturbance = Some(Disturbance { first_ms, last_ms: time_ms, bound_mv, forgotten_ms });
    }

    /// Why there is no verdict, if the reason is steps that were too long: because their effect lasts, or
    /// because they are no longer ago than the lifetime of a claim.
    pub(super) fn why_none(&self) -> Option<String> {
        let Disturbance { first_ms, last_ms, bound_mv, .. } = self.disturbance?;
        let tells = self.is_disturbed(self.now_ms) || self.now_ms - last_ms <= self.lifetime_ms;
        tells.then(|| text::too_long(first_ms, bound_mv))
    }

    /// Whether steps that were too long may still have an effect on the neuron at `time_ms`.
    pub(super) fn is_disturbed(&self, time_ms: f64) -> bool {
        self.disturbance.is_some_and(|disturbance| time_ms <= disturbance.forgotten_ms)
    }
}
