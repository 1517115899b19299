//! How the neurons of a circuit fire: counts, rates and the regularity of their spike trains, by
//! population, in bounded memory.

use std::ops::Range;

use crate::circuit::PopulationId;
use crate::engine::{Sink, Spike};

/// Fewest intervals of a neuron whose coefficient of variation counts: that of a single interval is 0,
/// however irregular the neuron is.
const INTERVALS_MIN: u32 = 2;

/// Statistics of a circuit's spikes from a given time on.
///
/// A neuron takes 32 bytes, however much it fires.
#[derive(Clone, Debug)]
pub struct Populations {
    from_ms: f64,
    /// The first neuron of each population, and the number of all neurons.
    bounds: Vec<usize>,
    /// Spikes of each population.
    spikes: Vec<u64>,
    neurons: Vec<Intervals>,
}

/// How a group of neurons fired.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Firing {
    /// Number of neurons, silent ones included.
    pub neurons: u32,
    /// Number of their spikes.
    pub spikes: u64,
    /// Mean rate of a neuron (Hz); none if no time has passed.
    pub rate_hz: Option<f64>,
    /// Coefficient of variation of the inter-spike intervals, 0 for regular firing and 1 for a Poisson
    /// process: for each neuron with at least two intervals their population standard deviation over
    /// their mean, and the mean of that over these neurons; none if there is no such neuron.
    pub cv_isi: Option<f64>,
}

/// The intervals of one neuron so far (Welford's update).
#[derive(Clone, Copy, Debug)]
struct Intervals {
    last_ms: f64,
    mean_ms: f64,
    squares: f64,
    count: u32,
}

impl Intervals {
    const NONE: Self = Self { last_ms: f64::NAN, mean_ms: 0.0, squares: 0.0, count: 0 };

    #[inline]
    fn add(&mut self, time_ms: f64) {
        let interval_ms = time_ms - self.last_ms;
        self.last_ms = time_ms;
        // The first spike ends no interval.
        if interval_ms.is_nan() || self.count == u32::MAX {
            return;
        }
        self.count += 1;
        let before = interval_ms - self.mean_ms;
        self.mean_ms += before / f64::from(self.count);
        self.squares += before * (interval_ms - self.mean_ms);
    }

    fn cv(&self) -> Option<f64> {
        let counts = self.count >= INTERVALS_MIN && self.mean_ms > 0.0;
        counts.then(|| (self.squares / f64::from(self.count)).sqrt() / self.mean_ms)
    }
}

impl Populations {
    /// No spikes yet, for populations of these numbers of neurons. Spikes before `from_ms` do not count;
    /// an interval counts if both of its spikes do.
    #[must_use]
    pub fn new(counts: impl IntoIterator<Item = u32>, from_ms: f64) -> Self {
        let mut bounds = vec![0];
        for count in counts {
            bounds.push(bounds[bounds.len() - 1] + count as usize);
        }
        let neurons = vec![Intervals::NONE; bounds[bounds.len() - 1]];
        Self { from_ms, spikes: vec![0; bounds.len() - 1], bounds, neurons }
    }

    /// The time from which spikes count (ms).
    #[must_use]
    pub fn from_ms(&self) -> f64 {
        self.from_ms
    }

    /// Number of spikes of `population` so far.
    #[must_use]
    pub fn spikes(&self, population: PopulationId) -> u64 {
        self.spikes[population.index()]
    }

    /// How `population` fired from the start until `end_ms`, the present time.
    #[must_use]
    pub fn population(&self, population: PopulationId, end_ms: f64) -> Firing {
        let index = population.index();
        self.firing(self.bounds[index]..self.bounds[index + 1], self.spikes[index], end_ms)
    }

    /// How all neurons together fired from the start until `end_ms`, the present time.
    #[must_use]
    pub fn all(&self, end_ms: f64) -> Firing {
        self.firing(0..self.neurons.len(), self.spikes.iter().sum(), end_ms)
    }

    fn firing(&self, neurons: Range<usize>, spikes: u64, end_ms: f64) -> Firing {
        let span_ms = end_ms - self.from_ms;
        let rate_hz = spikes as f64 * 1000.0 / (neurons.len() as f64 * span_ms);
        let mut sum = 0.0;
        let mut counted = 0u32;
        for cv in self.neurons[neurons.clone()].iter().filter_map(Intervals::cv) {
            sum += cv;
            counted += 1;
        }
        Firing {
            neurons: neurons.len() as u32,
            spikes,
            rate_hz: (span_ms > 0.0).then_some(rate_hz).filter(|rate_hz| rate_hz.is_finite()),
            cv_isi: (counted > 0).then(|| sum / f64::from(counted)),
        }
    }
}

impl Sink for Populations {
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if spike.time_ms < self.from_ms {
            return;
        }
        // A linear search: populations are few, and most spikes come from the first.
        let index = self.bounds[1..].iter().position(|&end| spike.neuron.index() < end);
        self.spikes[index.expect("a neuron of the circuit")] += 1;
        self.neurons[spike.neuron.index()].add(spike.time_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;
    use crate::engine::Step;

    /// Two populations, of two neurons and of one.
    fn after(spikes: &[(u32, f64)], from_ms: f64) -> Populations {
        let mut populations = Populations::new([2, 1], from_ms);
        for &(neuron, time_ms) in spikes {
            populations.spike(&Spike { neuron: NeuronId::new(neuron), step: Step(0), time_ms });
        }
        populations
    }

    #[test]
    fn counts_rates_and_variation_by_population() {
        let spikes =
            [(0, 0.0), (2, 5.0), (0, 10.0), (2, 15.0), (0, 20.0), (2, 25.0), (0, 40.0), (1, 50.0)];
        let populations = after(&spikes, 0.0);
        let (first, second) = (
            populations.population(PopulationId::FIRST, 100.0),
            populations.population(PopulationId::new(1), 100.0),
        );
        assert_eq!((first.neurons, first.spikes, first.rate_hz), (2, 5, Some(25.0)));
        assert_eq!((second.neurons, second.spikes, second.rate_hz), (1, 3, Some(30.0)));
        // Intervals 10, 10, 20 of neuron 0: population variance 200/9. Neuron 1 has none and does
        // not count, neuron 2 is a clock.
        let cv = (200.0f64 / 9.0).sqrt() / (40.0 / 3.0);
        assert!((first.cv_isi.unwrap() - cv).abs() < 1e-12);
        assert_eq!(second.cv_isi, Some(0.0));
        let all = populations.all(100.0);
        assert_eq!((all.neurons, all.spikes), (3, 8));
        assert!((all.cv_isi.unwrap() - 0.5 * cv).abs() < 1e-12);
    }

    #[test]
    fn a_start_is_left_out_with_the_interval_that_reaches_over_it() {
        let spikes = [(0, 0.0), (0, 999.5), (0, 1000.0), (0, 1010.0), (0, 1040.0)];
        let firing = after(&spikes, 1000.0).population(PopulationId::FIRST, 3000.0);
        assert_eq!((firing.spikes, firing.rate_hz), (3, Some(0.75)));
        // Intervals 10 and 30.
        assert!((firing.cv_isi.unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_value_is_absent() {
        let one_interval = after(&[(0, 1.0), (0, 2.0)], 0.0);
        assert_eq!(one_interval.all(10.0).cv_isi, None);
        assert_eq!(one_interval.all(0.0).rate_hz, None);
        assert_eq!(one_interval.population(PopulationId::new(1), 10.0).rate_hz, Some(0.0));
    }
}
