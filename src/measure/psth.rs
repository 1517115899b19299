//! The peri-stimulus time histogram: when in the repeats of a stimulus a neuron fires.

use super::BinWidth;
use crate::engine::{Clock, Sink, Spike, Step};
use crate::model::Sweeps;
use crate::model::stimulus::decimal;

/// Spikes by the time since their repeat began, summed over all repeats.
#[derive(Clone, Debug, PartialEq)]
pub struct Psth {
    bins: BinWidth,
    duration_ms: f64,
    spikes: Vec<u64>,
    /// Repeats that lasted to the end of each bin.
    repeats: Vec<u64>,
}

/// A bin of a [`Psth`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PsthBin {
    /// Its beginning (ms since the repeat began).
    pub from_ms: f64,
    /// Its end (ms); that of the last bin is the duration of a repeat.
    pub to_ms: f64,
    /// Spikes in all repeats.
    pub spikes: u64,
    /// Mean rate over the repeats (Hz); `None` without repeats.
    pub rate_hz: Option<f64>,
}

impl Psth {
    /// Most bins.
    pub const BINS_MAX: usize = 10_000_000;

    /// A histogram without repeats of `duration_ms` (ms, 0 or more), in bins of `bin_ms` (ms, above
    /// 0), of which the last may be shorter; `None` if they would be more than [`Self::BINS_MAX`].
    #[must_use]
    pub fn new(bin_ms: f64, duration_ms: f64) -> Option<Self> {
        let bins = BinWidth::Ms(bin_ms);
        if duration_ms / bin_ms > Self::BINS_MAX as f64 {
            return None;
        }
        let last = bins.index(duration_ms);
        let count = if bins.edge_ms(last) < duration_ms { last + 1 } else { last } as usize;
        Some(Self { bins, duration_ms, spikes: vec![0; count], repeats: vec![0; count] })
    }

    /// Adds a repeat that lasted until `until_ms` after its beginning.
    pub fn add_repeat(&mut self, until_ms: f64) {
        let whole = match until_ms >= self.duration_ms {
            true => self.repeats.len(),
            false => (self.bins.index(until_ms.max(0.0)) as usize).min(self.repeats.len()),
        };
        self.repeats[..whole].iter_mut().for_each(|repeats| *repeats += 1);
    }

    /// Adds a spike `at_ms` after its repeat began: the last bin includes the duration of a repeat,
    /// and has what comes later, too.
    pub fn add_spike(&mut self, at_ms: f64) {
        let place = self.bins.index(at_ms.max(0.0)) as usize;
        let last = self.spikes.len().saturating_sub(1);
        if let Some(count) = self.spikes.get_mut(place.min(last)) {
            *count += 1;
        }
    }

    /// Adds the repeats and spikes of `other`, which has the same bins.
    pub fn merge(&mut self, other: &Self) {
        let pairs = self.spikes.iter_mut().zip(&other.spikes);
        pairs
            .chain(self.repeats.iter_mut().zip(&other.repeats))
            .for_each(|(own, more)| *own += more);
    }

    /// Every bin in order.
    pub fn bins(&self) -> impl ExactSizeIterator<Item = PsthBin> + '_ {
        self.spikes.iter().zip(&self.repeats).enumerate().map(|(place, (&spikes, &repeats))| {
            let from_ms = self.bins.edge_ms(place as i64);
            let to_ms = self.bins.edge_ms(place as i64 + 1).min(self.duration_ms);
            let time_ms = repeats as f64 * decimal(to_ms - from_ms);
            let rate_hz = (repeats > 0).then(|| spikes as f64 * 1000.0 / time_ms);
            PsthBin { from_ms, to_ms, spikes, rate_hz }
        })
    }
}

/// The repeats of a run: the whole of it, or each of its sweeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeats {
    /// Length of one repeat (ms).
    pub duration_ms: f64,
    /// How many there are in one run.
    pub count: u32,
    sweeps: Option<Sweeps>,
}

impl Repeats {
    /// The repeats of a run of `end_ms` under a protocol that runs in `sweeps`. Only sweeps that end
    /// within the run count; where none does, the run is one repeat.
    #[must_use]
    pub fn of(end_ms: f64, sweeps: Option<Sweeps>) -> Self {
        let whole = sweeps.and_then(|sweeps| {
            let count =
                (0..sweeps.count).rev().find(|index| sweeps.start_ms(index + 1) <= end_ms)?;
            Some(Self { duration_ms: sweeps.length_ms, count: count + 1, sweeps: Some(sweeps) })
        });
        whole.unwrap_or(Self { duration_ms: end_ms, count: 1, sweeps: None })
    }

    /// The time of `spike` since its repeat began (ms); `None` if it falls in no repeat.
    #[must_use]
    pub fn at_ms(&self, spike: &Spike, clock: &Clock) -> Option<f64> {
        let Some(sweeps) = self.sweeps else { return Some(spike.time_ms) };
        let steps_per_ms = clock.steps_per_ms();
        let index = sweeps.index_at(spike.step.0, steps_per_ms);
        let first = sweeps.first_step(index, steps_per_ms);
        // Whole steps, so that a label stays free from the rounding of times.
        let steps = (spike.step.0 - first) as f64 / f64::from(steps_per_ms);
        let late_ms = clock.time_ms(Step(first)) - sweeps.start_ms(index);
        let at_ms = steps + (spike.time_ms - clock.time_ms(spike.step)) + late_ms;
        let is_last = index + 1 == sweeps.count;
        // The last sweep of a run ends where the protocol does.
        (index < self.count && !(is_last && at_ms > self.duration_ms)).then_some(at_ms)
    }
}

/// Fills a [`Psth`] with the spikes of a run that starts at step 0.
#[derive(Debug)]
pub struct PsthOfRun<'a> {
    /// The histogram.
    pub psth: &'a mut Psth,
    /// The repeats in the run.
    pub repeats: Repeats,
    /// The clock of the run.
    pub clock: Clock,
}

impl Sink for PsthOfRun<'_> {
    fn spike(&mut self, spike: &Spike) {
        if let Some(at_ms) = self.repeats.at_ms(spike, &self.clock) {
            self.psth.add_spike(at_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;

    #[test]
    fn the_last_bin_is_closed_and_may_be_shorter() {
        let mut psth = Psth::new(4.0, 10.0).unwrap();
        psth.add_repeat(10.0);
        psth.add_repeat(10.0);
        for at_ms in [0.0, 3.9, 4.0, 8.0, 10.0] {
            psth.add_spike(at_ms);
        }
        let bins: Vec<_> = psth.bins().collect();
        let bin = |from_ms, to_ms, spikes, rate_hz| PsthBin {
            from_ms,
            to_ms,
            spikes,
            rate_hz: Some(rate_hz),
        };
        assert_eq!(
            bins,
            [bin(0.0, 4.0, 2, 250.0), bin(4.0, 8.0, 1, 125.0), bin(8.0, 10.0, 2, 500.0)]
        );
        // Where a bin ends with the repeat, no other begins there, and a spike at the end is in it.
        let mut whole = Psth::new(5.0, 10.0).unwrap();
        whole.add_spike(10.0);
        assert_eq!(whole.bins().map(|bin| bin.spikes).collect::<Vec<_>>(), [0, 1]);
        let edges = |bin_ms, duration_ms| {
            Psth::new(bin_ms, duration_ms).unwrap().bins().map(|bin| bin.to_ms).collect::<Vec<_>>()
        };
        assert_eq!(edges(5.0, 10.0), [5.0, 10.0]);
        assert_eq!(edges(0.1, 0.3), [0.1, 0.2, 0.3]);
        assert_eq!(edges(50.0, 10.0), [10.0]);
        assert_eq!(edges(5.0, 0.0), [0.0; 0]);
        assert_eq!(Psth::new(1e-9, 1e9), None);
    }

    #[test]
    fn a_repeat_that_was_broken_off_counts_as_far_as_it_came() {
        let mut psth = Psth::new(5.0, 15.0).unwrap();
        psth.add_repeat(15.0);
        psth.add_repeat(12.0);
        psth.add_spike(1.0);
        psth.add_spike(12.0);
        let rates: Vec<_> = psth.bins().map(|bin| bin.rate_hz).collect();
        assert_eq!(rates, [Some(100.0), Some(0.0), Some(200.0)]);
        assert!(Psth::new(5.0, 15.0).unwrap().bins().all(|bin| bin.rate_hz.is_none()));
    }

    #[test]
    fn sweeps_count_as_repeats() {
        let sweeps = Some(Sweeps { length_ms: 20.0, count: 3, reset: false });
        let clock = Clock::new(10);
        let at = |repeats: Repeats, step: u64| {
            let (neuron, step) = (NeuronId::FIRST, Step(step));
            repeats.at_ms(&Spike { neuron, step, time_ms: clock.time_ms(step) }, &clock)
        };
        let all = Repeats::of(60.0, sweeps);
        assert_eq!((all.duration_ms, all.count), (20.0, 3));
        // The label of the second sweep's first row belongs to that; the last one's end is its own.
        let found = [199, 200, 203, 600, 601].map(|step| at(all, step));
        assert_eq!(found, [Some(19.9), Some(0.0), Some(0.3), Some(20.0), None]);
        let two = Repeats::of(59.0, sweeps);
        assert_eq!((two.count, at(two, 399), at(two, 400)), (2, Some(19.9), None));
        let part = Repeats::of(15.0, sweeps);
        assert_eq!((part.duration_ms, part.count, at(part, 30)), (15.0, 1, Some(3.0)));
        assert_eq!(Repeats::of(100.0, None).duration_ms, 100.0);
        // A longer run has no more sweeps.
        assert_eq!(Repeats::of(1000.0, sweeps), all);
    }
}
