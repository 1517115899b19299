//! The inter-spike intervals of one neuron as a histogram.

use super::{BinWidth, Histogram};
use crate::engine::{Sink, Spike, Step};
use crate::model::Scheme;

/// The time from the spike at `from_ms` to that at `to_ms` (ms). Where spike times are those of steps, of
/// which `steps_per_ms` make a millisecond, the interval is a whole number of steps, free from the
/// rounding of times.
#[must_use]
pub fn interval_ms(from_ms: f64, to_ms: f64, steps_per_ms: Option<u32>) -> f64 {
    match steps_per_ms.map(f64::from) {
        None => to_ms - from_ms,
        Some(steps_per_ms) => ((to_ms - from_ms) * steps_per_ms).round() / steps_per_ms,
    }
}

/// Counts the inter-spike intervals of one neuron while it runs.
#[derive(Clone, Debug)]
pub struct IntervalCounts {
    histogram: Histogram,
    /// Steps in one millisecond where spike times are those of steps.
    steps_per_ms: Option<u32>,
    last_ms: Option<f64>,
}

impl IntervalCounts {
    /// No intervals yet, of a run under `scheme` in steps of `1/steps_per_ms` ms.
    #[must_use]
    pub fn new(bins: BinWidth, scheme: Scheme, steps_per_ms: u32) -> Self {
        let steps_per_ms = (scheme != Scheme::Exact).then_some(steps_per_ms);
        Self { histogram: Histogram::new(bins), steps_per_ms, last_ms: None }
    }

    /// The histogram of the intervals so far.
    #[must_use]
    pub fn histogram(&self) -> &Histogram {
        &self.histogram
    }
}

impl Sink for IntervalCounts {
    fn spike(&mut self, spike: &Spike) {
        if let Some(last_ms) = self.last_ms.replace(spike.time_ms) {
            self.histogram.add(interval_ms(last_ms, spike.time_ms, self.steps_per_ms));
        }
    }

    /// The time from one sweep to another that begins anew is no interval.
    fn restart(&mut self, _: Step) {
        self.last_ms = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;

    fn counts(scheme: Scheme, spikes: &[(u64, f64)]) -> Vec<u64> {
        let mut counts = IntervalCounts::new(BinWidth::Ms(0.1), scheme, 10);
        for &(step, time_ms) in spikes {
            let neuron = NeuronId::FIRST;
            counts.spike(&Spike { neuron, step: Step(step), time_ms });
        }
        counts.histogram().rows().map(|(_, _, n)| n).collect()
    }

    #[test]
    fn intervals_of_labels_are_whole_numbers_of_steps() {
        // 0.3 - 0.2 is less than 0.1.
        assert_eq!(counts(Scheme::Paper, &[(2, 0.2), (3, 0.3), (6, 0.6)]), [0, 1, 0, 1]);
        assert_eq!(counts(Scheme::Exact, &[(2, 0.2), (2, 0.25), (6, 0.6)]), [1, 0, 0, 1]);
    }

    #[test]
    fn a_restart_ends_an_interval() {
        let mut counts = IntervalCounts::new(BinWidth::Log, Scheme::Paper, 1);
        for step in [1, 11, 21, 31] {
            if step == 21 {
                counts.restart(Step(20));
            }
            let (neuron, step) = (NeuronId::FIRST, Step(step));
            counts.spike(&Spike { neuron, step, time_ms: step.0 as f64 });
        }
        assert_eq!(
            counts.histogram().rows().collect::<Vec<_>>(),
            [(10.0, BinWidth::Log.edge_ms(11), 2)]
        );
    }
}
