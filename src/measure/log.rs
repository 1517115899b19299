//! Statistics of a neuron's spikes at the present moment and at any moment of the recent past.

use super::SpikeTrain;
use super::history::{History, Statistics};
use crate::engine::{Sink, Spike};
use crate::trace::ModelNs;

/// Statistics of a neuron's spikes at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpikeStatistics {
    /// Spikes since the start, or since they were zeroed.
    pub spikes: u64,
    /// Model time from which on the train counts (ms).
    pub since_ms: f64,
    /// Rates and intervals.
    pub train: SpikeTrain,
}

/// An event that changes the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A spike.
    Spike,
    /// A stimulus, from which on adaptation is measured.
    Response,
    /// A state set from outside: the time from the last spike to the next is no interval.
    Train,
    /// Another neuron: a new train begins, and the count of spikes goes on.
    Neuron,
    /// All statistics are set to zero.
    Zero,
}

impl Statistics for SpikeStatistics {
    type Event = Mark;

    fn take(&mut self, mark: Mark, time_ms: f64) {
        match mark {
            Mark::Spike => {
                self.spikes += 1;
                self.train.add(time_ms);
            }
            Mark::Response => self.train.begin_response(),
            Mark::Train => self.train.begin_train(),
            Mark::Neuron => {
                (self.since_ms, self.train) = (time_ms, SpikeTrain::default());
            }
            Mark::Zero => *self = Self { since_ms: time_ms, ..Self::default() },
        }
    }
}

/// Statistics of a neuron's spikes, and of the latest 250,000 events.
pub type SpikeLog = History<SpikeStatistics, 64, 4096>;

impl SpikeLog {
    /// Number of spikes from `from_ns` to `to_ns`, both included; none if spikes that far back are no longer
    /// kept.
    #[must_use]
    pub fn spikes_within(&self, from_ns: ModelNs, to_ns: ModelNs) -> Option<u64> {
        // A label need not be a whole number of nanoseconds.
        let (from, to) = (from_ns - ModelNs::ONE, to_ns + ModelNs::ONE);
        let spikes = spikes_of(self.between(from.to_ms(), to.to_ms())?);
        Some(spikes.filter(|ns| (from_ns..=to_ns).contains(ns)).count() as u64)
    }

    /// Time of the last spike before `time_ns` that is kept (ns).
    #[must_use]
    pub fn spike_before(&self, time_ns: ModelNs) -> Option<ModelNs> {
        spikes_of(self.back_from((time_ns + ModelNs::ONE).to_ms())).find(|ns| *ns < time_ns)
    }

    /// Time of the first spike after `time_ns` (ns).
    #[must_use]
    pub fn spike_after(&self, time_ns: ModelNs) -> Option<ModelNs> {
        spikes_of(self.on_from((time_ns - ModelNs::ONE).to_ms())).find(|ns| *ns > time_ns)
    }
}

/// The times of the spikes among `events` (ns).
fn spikes_of(events: impl Iterator<Item = (f64, Mark)>) -> impl Iterator<Item = ModelNs> {
    events.filter(|(_, mark)| *mark == Mark::Spike).map(|(ms, _)| ModelNs::from_ms(ms))
}

impl Sink for SpikeLog {
    fn spike(&mut self, spike: &Spike) {
        self.push(Mark::Spike, spike.time_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spikes `interval_ms` apart with marks of every kind between.
    fn feed(log: &mut SpikeLog, events: u64, mut see: impl FnMut(&SpikeLog, f64)) {
        let marks = [Mark::Response, Mark::Train, Mark::Zero, Mark::Neuron];
        for k in 0..events {
            let time_ms = k as f64 * 1.5 + (k % 7) as f64 * 0.2;
            let mark = if k % 97 == 96 { marks[(k / 97 % 4) as usize] } else { Mark::Spike };
            log.push(mark, time_ms);
            see(log, time_ms);
        }
    }

    #[test]
    fn spikes_are_found_on_both_sides_of_a_moment_and_counted_with_both_ends() {
        let mut log = SpikeLog::default();
        // 1/3 ms is no whole number of nanoseconds.
        let marks = [(1.0 / 3.0, Mark::Spike), (1.0, Mark::Response), (2.0, Mark::Spike)];
        marks.into_iter().chain([(2.5, Mark::Spike)]).for_each(|(ms, mark)| log.push(mark, ms));
        let ns = ModelNs::from_ms;
        assert_eq!(log.spike_before(ns(2.0)), Some(ns(1.0 / 3.0)));
        assert_eq!(log.spike_before(ns(1.0 / 3.0)), None);
        assert_eq!(log.spike_after(ns(1.0 / 3.0)), Some(ns(2.0)));
        assert_eq!(log.spike_after(ns(2.5)), None);
        let within = |from_ms, to_ms| log.spikes_within(ns(from_ms), ns(to_ms));
        assert_eq!(within(1.0 / 3.0, 2.0), Some(2));
        let counts = [within(0.4, 1.9), within(-5.0, 9.0), within(3.0, 1.0)];
        assert_eq!(counts, [Some(0), Some(3), Some(0)]);
    }

    #[test]
    fn the_past_is_what_it_was() {
        let (mut seen, mut asked) = (Vec::new(), 0);
        let mut log = SpikeLog::default();
        feed(&mut log, 12_388, |log, time_ms| {
            asked += 1;
            if asked % 61 == 0 || asked < 3 {
                seen.push((time_ms, log.now().clone()));
            }
        });
        assert_eq!(log.at(-1.0).as_deref(), Some(&SpikeStatistics::default()));
        for (time_ms, then) in &seen {
            assert_eq!(log.at(*time_ms).as_deref(), Some(then), "{time_ms}");
            // Until the next event nothing of it counts.
            assert_eq!(log.at(time_ms + 0.1).as_deref(), Some(then), "{time_ms}");
        }
        assert_eq!(log.at(f64::INFINITY).as_deref(), Some(log.now()));
    }
}
