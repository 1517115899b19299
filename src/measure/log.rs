//! The statistics of a neuron's spikes as they are, and as they were at any moment of the recent
//! past.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::SpikeTrain;
use crate::engine::{Sink, Spike};

/// Events between two states that are kept whole.
const SPACING: u64 = 4096;
/// States that are kept, so that a moment after the latest 250,000 events can be gone back to.
const STATES_MAX: usize = 64;

/// What there is to say of a neuron's spikes at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpikeStatistics {
    /// Spikes since the start, or since they were zeroed.
    pub spikes: u64,
    /// Model time from which on the train counts (ms).
    pub since_ms: f64,
    /// Rates and intervals.
    pub train: SpikeTrain,
}

/// What changes the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A spike.
    Spike,
    /// A stimulus: adaptation is measured from here on.
    Response,
    /// A state that was set from outside: the time to the next spike is no interval.
    Train,
    /// Another neuron: its train is a new one, and the count goes on.
    Neuron,
    /// Everything is zeroed.
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

/// Statistics with a bounded memory of what led to them.
#[derive(Clone, Debug, Default)]
pub struct SpikeLog {
    now: SpikeStatistics,
    /// What happened, in order of time (ms), from the first kept state on.
    events: VecDeque<(f64, Mark)>,
    /// Statistics saved every few events; the first before all events that are kept.
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

    /// The statistics as they are.
    #[must_use]
    pub fn now(&self) -> &SpikeStatistics {
        &self.now
    }

    /// The statistics as they were at `time_ms`, from what had happened up to then and at that very
    /// moment; none where that is no longer known.
    #[must_use]
    pub fn at(&self, time_ms: f64) -> Option<Cow<'_, SpikeStatistics>> {
        let count = self.events.partition_point(|(event_ms, _)| *event_ms <= time_ms);
        if count == self.events.len() {
            return Some(Cow::Borrowed(&self.now));
        }
        // Before the first event that is kept there may have been others.
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
