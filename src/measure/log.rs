//! Statistics of a neuron's spikes at the present moment and at any moment of the recent past.

use super::SpikeTrain;
use super::history::{History, Statistics};
use crate::engine::{Sink, Spike};

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
