//! When steps were too long for neurons of the circuit.

use std::collections::VecDeque;

use crate::circuit::NeuronId;
use crate::engine::Unstable;
use crate::trace::ModelNs;

/// Steps further apart than this belong to two stretches (ns).
const GAP_NS: ModelNs = ModelNs::new(10_000_000);
/// Most stretches that are kept.
const STRETCHES_MAX: usize = 256;

/// Steps that were too long for neurons, within a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooLong {
    /// Number of steps, each counted once for each neuron.
    pub steps: u64,
    /// The neuron of the first of these steps.
    pub neuron: NeuronId,
    /// The time of the first of these steps (ms).
    pub first_ms: f64,
    /// The potential below which the step was too long for that neuron (mV).
    pub bound_mv: f64,
    last_ns: ModelNs,
}

/// The latest stretches of such steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches(VecDeque<TooLong>);

impl Stretches {
    /// Adds a step that was too long, since it started from below `bound_mv`.
    pub(super) fn push(&mut self, unstable: &Unstable, bound_mv: f64) {
        let now_ns = ModelNs::from_ms(unstable.time_ms);
        if let Some(latest) = self.0.back_mut().filter(|it| now_ns.since(it.last_ns) <= GAP_NS) {
            latest.steps += 1;
            latest.last_ns = now_ns;
            return;
        }
        if self.0.len() == STRETCHES_MAX {
            self.0.pop_front();
        }
        let &Unstable { neuron, time_ms: first_ms, .. } = unstable;
        self.0.push_back(TooLong { steps: 1, neuron, first_ms, bound_mv, last_ns: now_ns });
    }

    /// The sum of all stretches that overlap the time from `start_ns` to `end_ns`, if any does.
    pub(super) fn within(&self, start_ns: ModelNs, end_ns: ModelNs) -> Option<TooLong> {
        let begins = |it: &TooLong| ModelNs::from_ms(it.first_ms) < end_ns;
        let reaches = |it: &&TooLong| begins(it) && it.last_ns >= start_ns;
        let joined = |all: TooLong, it: TooLong| TooLong { steps: all.steps + it.steps, ..all };
        self.0.iter().filter(reaches).copied().reduce(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_told_apart_and_bounded() {
        let mut stretches = Stretches::default();
        let step =
            |number, time_ms| Unstable { neuron: NeuronId::new(number), time_ms, lowest_mv: None };
        for (neuron, time_ms) in [(7, 1.0), (3, 1.25), (4, 11.0), (5, 100.0), (6, 100.0)] {
            stretches.push(&step(neuron, time_ms), -162.5);
        }
        let within = |from_ms: f64, to_ms: f64| {
            let found = stretches.within(ModelNs::from_ms(from_ms), ModelNs::from_ms(to_ms));
            found.map(|it| (it.steps, it.neuron.number(), it.first_ms))
        };
        assert_eq!(within(0.0, 50.0), Some((3, 7, 1.0)));
        assert_eq!(within(11.0, 12.0), Some((3, 7, 1.0)));
        assert_eq!(within(12.0, 100.0), None);
        assert_eq!(within(-10.0, 1000.0), Some((5, 7, 1.0)));
        assert_eq!(within(50.0, 101.0), Some((2, 5, 100.0)));
        for k in 0..1000 {
            stretches.push(&step(0, 200.0 + 20.0 * f64::from(k)), -162.5);
        }
        assert_eq!(stretches.0.len(), STRETCHES_MAX);
    }
}
