//! Spikes of a circuit counted in bins: how the rate of each population varies, how uneven the
//! counts are, and how synchronous the neurons.

use super::Figure;
use crate::circuit::{NeuronId, PopulationId};

/// Counts of one group of neurons in bins of one width, up to the last bin that was left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    /// The bin of the last spike, and the spikes in it so far.
    present: Option<(u64, u32)>,
    /// Sum of the counts, and of their squares.
    sum: u64,
    squares: u128,
    /// Number of bins with spikes.
    filled: u64,
    /// Least and largest count of a bin with spikes.
    extremes: Option<(u32, u32)>,
    /// The last bin with spikes, and its count.
    last: Option<(u64, u32)>,
}

impl Counts {
    /// Takes a spike in `bin`; returns whether it is the first there.
    fn add(&mut self, bin: u64) -> bool {
        match &mut self.present {
            Some((present, count)) if bin <= *present => *count += 1,
            _ => {
                self.close();
                self.present = Some((bin, 1));
                return true;
            }
        }
        false
    }

    fn close(&mut self) {
        let Some((bin, count)) = self.present.take() else { return };
        self.sum += u64::from(count);
        self.squares += u128::from(count) * u128::from(count);
        self.filled += 1;
        let (low, high) = self.extremes.unwrap_or((count, count));
        self.extremes = Some((low.min(count), high.max(count)));
        self.last = Some((bin, count));
    }

    /// The same with the counts of the first `bins` bins, all of which are over.
    fn over(mut self, bins: u64) -> Self {
        if self.present.is_some_and(|(present, _)| present < bins) {
            self.close();
        }
        self
    }

    fn mean(&self, bins: u64) -> f64 {
        self.sum as f64 / bins as f64
    }

    /// Variance of the counts in `bins` bins: whole numbers up to one division.
    fn variance(&self, bins: u64) -> f64 {
        let (wide, sum) = (u128::from(bins), u128::from(self.sum));
        (wide * self.squares - sum * sum) as f64 / (wide as f64 * wide as f64)
    }

    /// The counts of `bins` bins times `scale`.
    fn figure(self, bins: u64, scale: f64) -> Figure {
        if bins == 0 {
            return Figure::default();
        }
        let counts = self.over(bins);
        let (low, high) = counts.extremes.unwrap_or((0, 0));
        let low = if counts.filled < bins { 0 } else { low };
        let now = counts.last.filter(|(bin, _)| bin + 1 == bins).map_or(0, |(_, count)| count);
        Figure {
            n: bins,
            now: Some(f64::from(now) * scale),
            mean: Some(counts.mean(bins) * scale),
            sd: Some(counts.variance(bins).sqrt() * scale),
            min: Some(f64::from(low) * scale),
            max: Some(f64::from(high) * scale),
        }
    }
}

/// Counts of one neuron in the bins of the synchrony.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    bin: u32,
    in_bin: u32,
    total: u32,
}

/// How much of the neurons' variance they have in common.
#[derive(Clone, Debug, PartialEq)]
struct Synchrony {
    neurons: Vec<Share>,
    all: Counts,
    /// Over all neurons: squares of their counts in each bin, and of their totals.
    squares: (u128, u128),
    /// The same before the present bin.
    closed: (u128, u128),
}

impl Synchrony {
    fn add(&mut self, bin: u64, neuron: NeuronId) {
        if self.all.add(bin) {
            self.closed = self.squares;
        }
        let Some(share) = self.neurons.get_mut(neuron.index()) else { return };
        if u64::from(share.bin) != bin {
            (share.bin, share.in_bin) = (bin as u32, 0);
        }
        self.squares.0 += 2 * u128::from(share.in_bin) + 1;
        self.squares.1 += 2 * u128::from(share.total) + 1;
        (share.in_bin, share.total) =
            (share.in_bin.saturating_add(1), share.total.saturating_add(1));
    }

    /// The variance ratio over `bins` bins.
    fn ratio(&self, bins: u64) -> Option<f64> {
        let is_over = self.all.present.is_some_and(|(present, _)| present < bins);
        let (of_bins, of_totals) = if is_over { self.squares } else { self.closed };
        let (wide, neurons) = (bins as f64, self.neurons.len() as f64);
        // The sum of the neurons' own variances.
        let own = (u128::from(bins) * of_bins).checked_sub(of_totals)? as f64 / (wide * wide);
        let all = self.all.over(bins).variance(bins);
        (bins >= 2 && own > 0.0).then(|| all / (neurons * own))
    }
}

/// Spikes of a circuit in bins, from a given time on, in bounded memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    from_ms: f64,
    /// The number after the last of each population's neurons.
    ends: Vec<NeuronId>,
    populations: Vec<Counts>,
    all: Counts,
    synchrony: Synchrony,
}

impl Bins {
    /// Width of the bins of rates and of the Fano factor (ms).
    pub const WIDTH_MS: f64 = 100.0;
    /// Width of the bins of the synchrony (ms).
    pub const SYNCHRONY_MS: f64 = 5.0;

    /// No spikes yet, for populations whose numbers of neurons end at `ends`.
    #[must_use]
    pub fn new(ends: Vec<NeuronId>, from_ms: f64) -> Self {
        let neurons = ends.last().map_or(0, |end| end.index());
        let synchrony = Synchrony {
            neurons: vec![Share::default(); neurons],
            all: Counts::default(),
            squares: (0, 0),
            closed: (0, 0),
        };
        let populations = vec![Counts::default(); ends.len()];
        Self { from_ms, ends, populations, all: Counts::default(), synchrony }
    }

    /// Takes a spike of `neuron` of `population` at `time_ms`.
    pub fn add(&mut self, population: PopulationId, neuron: NeuronId, time_ms: f64) {
        let since_ms = time_ms - self.from_ms;
        if since_ms < 0.0 {
            return;
        }
        let bin = (since_ms / Self::WIDTH_MS) as u64;
        self.all.add(bin);
        if let Some(counts) = self.populations.get_mut(population.index()) {
            counts.add(bin);
        }
        self.synchrony.add((since_ms / Self::SYNCHRONY_MS) as u64, neuron);
    }

    /// The population of `neuron`.
    #[must_use]
    pub fn population_of(&self, neuron: NeuronId) -> PopulationId {
        PopulationId::new(self.ends.partition_point(|end| *end <= neuron))
    }

    /// Number of bins of `width_ms` that are over at `now_ms`.
    fn over(&self, now_ms: f64, width_ms: f64) -> u64 {
        ((now_ms - self.from_ms) / width_ms) as u64
    }

    /// The rate of a neuron of `population` (Hz) in each bin that is over at `now_ms`.
    #[must_use]
    pub fn rate(&self, population: PopulationId, now_ms: f64) -> Figure {
        let index = population.index();
        let before = index.checked_sub(1).map_or(0, |before| self.ends[before].index());
        let neurons = (self.ends[index].index() - before).max(1);
        let scale = 1000.0 / (Self::WIDTH_MS * neurons as f64);
        self.populations[index].figure(self.over(now_ms, Self::WIDTH_MS), scale)
    }

    /// The Fano factor of the spikes of all neurons in bins that are over at `now_ms`: variance over
    /// mean; 1 for a Poisson process.
    #[must_use]
    pub fn fano(&self, now_ms: f64) -> Figure {
        let bins = self.over(now_ms, Self::WIDTH_MS);
        let counts = self.all.over(bins);
        let factor =
            (bins >= 2 && counts.sum > 0).then(|| counts.variance(bins) / counts.mean(bins));
        Figure::of_all(bins, factor)
    }

    /// The variance of the neurons' mean count in bins that are over at `now_ms`, over the mean
    /// variance of their own counts: 1 if all fire together, about 1/N for N independent neurons
    /// (Golomb, Scholarpedia 2 (2007) 1347, of counts in the place of potentials).
    #[must_use]
    pub fn synchrony(&self, now_ms: f64) -> Figure {
        let bins = self.over(now_ms, Self::SYNCHRONY_MS);
        Figure::of_all(bins, self.synchrony.ratio(bins))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two populations, of two neurons and of one.
    fn after(spikes: &[(u32, f64)], from_ms: f64) -> Bins {
        let mut bins = Bins::new([2, 3].map(NeuronId::new).to_vec(), from_ms);
        for &(neuron, time_ms) in spikes {
            let neuron = NeuronId::new(neuron);
            bins.add(bins.population_of(neuron), neuron, time_ms);
        }
        bins
    }

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found}, expected {expected}");
    }

    #[test]
    fn rates_are_those_of_the_bins_that_are_over() {
        // Counts of the first population: 3, 0, 1 and one in a bin that is not over.
        let spikes = [(0, 0.0), (1, 50.0), (0, 99.0), (2, 100.0), (0, 250.0), (1, 310.0)];
        let bins = after(&spikes, 0.0);
        let rate = bins.rate(PopulationId::FIRST, 399.0);
        assert_eq!((rate.n, rate.now, rate.min, rate.max), (3, Some(5.0), Some(0.0), Some(15.0)));
        close(rate.mean, 20.0 / 3.0);
        close(rate.sd, ((225.0f64 + 25.0) / 3.0 - 400.0 / 9.0).sqrt());
        let other = bins.rate(PopulationId::new(1), 300.0);
        assert_eq!(
            (other.now, other.mean.map(f64::round), other.max),
            (Some(0.0), Some(3.0), Some(10.0))
        );
        // Silence counts.
        assert_eq!(bins.rate(PopulationId::FIRST, 800.0).now, Some(0.0));
        assert_eq!(bins.rate(PopulationId::FIRST, 99.0), Figure::default());
        // Counts 3, 1, 1 of all: mean 5/3, variance 8/9.
        close(bins.fano(300.0).mean, 8.0 / 15.0);
    }

    #[test]
    fn what_is_before_the_start_does_not_count() {
        let bins = after(&[(0, 5.0), (0, 50.0), (0, 60.0)], 50.0);
        assert_eq!(bins.rate(PopulationId::FIRST, 150.0).mean, Some(10.0));
    }

    #[test]
    fn synchrony_is_1_of_neurons_that_fire_together_and_small_of_others() {
        let together: Vec<(u32, f64)> = (0..40)
            .flat_map(|k| (0..3).map(move |neuron| (neuron, f64::from(k * k % 97) * 5.0)))
            .collect();
        let mut together = together;
        together.sort_by(|a, b| a.1.total_cmp(&b.1));
        close(after(&together, 0.0).synchrony(500.0).mean, 1.0);
        // In turn: the sum never changes.
        let turns: Vec<(u32, f64)> = (0..300).map(|k| (k % 3, f64::from(k) * 5.0)).collect();
        close(after(&turns, 0.0).synchrony(1500.0).mean, 0.0);
        // The present bin does not count.
        let late = after(&[(0, 1.0), (1, 6.0), (0, 11.0), (1, 11.5)], 0.0);
        assert_eq!(late.synchrony(14.0), after(&[(0, 1.0), (1, 6.0)], 0.0).synchrony(14.0));
        assert_eq!(after(&[], 0.0).synchrony(100.0).mean, None);
    }
}
