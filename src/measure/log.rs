//! Statistics of a neuron's spikes at the present moment and at any moment of the recent past.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::SpikeTrain;
use crate::engine::{Sink, Spike};

/// Events between two saved states.
const SPACING: u64 = 4096;
/// Most saved states. They reach back over the latest 250,000 events.
const STATES_MAX: usize = 64;

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

impl SpikeStatistics {
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

/// Statistics with their history of events, in bounded memory.
#[derive(Clone, Debug, Default)]
pub struct SpikeLog {
    now: SpikeStatistics,
    /// Events with their times (ms), in order, from the first saved state on.
    events: VecDeque<(f64, Mark)>,
    /// Statistics saved every [`SPACING`] events; the first precedes all events that are kept.
    states: VecDeque<SpikeStatistics>,
}

impl SpikeLog {
    /// Adds an event at `time_ms`, which must not be before the last one.
    pub fn push(&mut self, mark: Mark, time_ms: f64) {
        if (self.events.len() as u64).is_multiple_of(SPACING) {
            if self.states.len() == STATES_MAX {
                self.states.pop_front();
                self.events.drain(..SPACING as usize);
            }
            self.states.push_back(self.now.clone());
        }
        self.events.push_back((time_ms, mark));
        self.now.take(mark, time_ms);
    }

    /// The present statistics.
    #[must_use]
    pub fn now(&self) -> &SpikeStatistics {
        &self.now
    }

    /// The statistics at `time_ms`, with events at that very moment; none if events that far back are no
    /// longer kept.
    #[must_use]
    pub fn at(&self, time_ms: f64) -> Option<Cow<'_, SpikeStatistics>> {
        let count = self.events.partition_point(|(event_ms, _)| *event_ms <= time_ms);
        if count == self.events.len() {
            return Some(Cow::Borrowed(&self.now));
        }
        // Events before the first that is kept may have been dropped.
        if count == 0 && self.states.len() == STATES_MAX {
            return None;
        }
        let place = count / SPACING as usize;
        let mut then = self.states.get(place)?.clone();
        for (event_ms, mark) in self.events.range(place * SPACING as usize..count) {
            then.take(*mark, *event_ms);
        }
        Some(Cow::Owned(then))
    }
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
    fn the_past_is_what_it_was() {
        let (mut seen, mut asked) = (Vec::new(), 0);
        let mut log = SpikeLog::default();
        feed(&mut log, 3 * SPACING + 100, |log, time_ms| {
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

    #[test]
    fn memory_is_bounded_and_says_where_it_ends() {
        let mut log = SpikeLog::default();
        let events = SPACING * (STATES_MAX as u64 + 3) + 5;
        let mut late = None;
        feed(&mut log, events, |log, time_ms| {
            if late.is_none() && time_ms > 30_000.0 {
                late = Some((time_ms, log.now().clone()));
            }
        });
        assert!(log.events.len() as u64 <= SPACING * STATES_MAX as u64);
        assert_eq!(log.states.len(), STATES_MAX);
        assert_eq!(log.at(10.0), None);
        let (time_ms, then) = late.expect("seen");
        assert_eq!(log.at(time_ms).as_deref(), Some(&then));
    }
}
