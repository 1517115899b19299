//! Statistics of events at the present moment and at any moment of the recent past.

use std::borrow::Cow;
use std::collections::VecDeque;

/// Statistics that follow from events alone.
pub trait Statistics: Clone + Default {
    /// What changes them.
    type Event: Copy;

    /// Takes an event at `time_ms`.
    fn take(&mut self, event: Self::Event, time_ms: f64);
}

/// Statistics with their history of events, in bounded memory: of the latest events, as many as
/// `STATES` saved states, `SPACING` events apart.
#[derive(Clone, Debug)]
pub struct History<S: Statistics, const STATES: usize, const SPACING: usize> {
    now: S,
    /// Events with their times (ms), in order, from the first saved state on.
    events: VecDeque<(f64, S::Event)>,
    /// Statistics saved every `SPACING` events; the first precedes all events that are kept.
    states: VecDeque<S>,
    /// Whether events were dropped.
    has_dropped: bool,
}

impl<S: Statistics, const STATES: usize, const SPACING: usize> Default
    for History<S, STATES, SPACING>
{
    fn default() -> Self {
        let (events, states) = (VecDeque::new(), VecDeque::new());
        Self { now: S::default(), events, states, has_dropped: false }
    }
}

impl<S: Statistics, const STATES: usize, const SPACING: usize> History<S, STATES, SPACING> {
    /// Adds an event at `time_ms`, which must not be before the last one.
    pub fn push(&mut self, event: S::Event, time_ms: f64) {
        if self.events.len().is_multiple_of(SPACING) {
            if self.states.len() == STATES {
                self.states.pop_front();
                self.events.drain(..SPACING);
                self.has_dropped = true;
            }
            self.states.push_back(self.now.clone());
        }
        self.events.push_back((time_ms, event));
        self.now.take(event, time_ms);
    }

    /// The present statistics.
    #[must_use]
    pub fn now(&self) -> &S {
        &self.now
    }

    /// The statistics at `time_ms`, with events at that very moment; none if events that far back
    /// are no longer kept.
    #[must_use]
    pub fn at(&self, time_ms: f64) -> Option<Cow<'_, S>> {
        let count = self.events.partition_point(|(event_ms, _)| *event_ms <= time_ms);
        if count == self.events.len() {
            return Some(Cow::Borrowed(&self.now));
        }
        if count == 0 && self.has_dropped {
            return None;
        }
        let place = count / SPACING;
        let mut then = self.states.get(place)?.clone();
        for (event_ms, event) in self.events.range(place * SPACING..count) {
            then.take(*event, *event_ms);
        }
        Some(Cow::Owned(then))
    }

    /// The events from `from_ms` to `to_ms` with their times (ms); none if some of them are no
    /// longer kept.
    pub fn between(
        &self,
        from_ms: f64,
        to_ms: f64,
    ) -> Option<impl Iterator<Item = (f64, S::Event)>> {
        let before = |limit: &dyn Fn(f64) -> bool| self.events.partition_point(|it| limit(it.0));
        let (first, end) = (before(&|ms| ms < from_ms), before(&|ms| ms <= to_ms));
        if first == 0 && self.has_dropped {
            return None;
        }
        Some(self.events.range(first..end.max(first)).copied())
    }

    /// The kept events before `time_ms` with their times (ms), the latest first.
    pub fn back_from(&self, time_ms: f64) -> impl Iterator<Item = (f64, S::Event)> {
        let end = self.events.partition_point(|(event_ms, _)| *event_ms < time_ms);
        self.events.range(..end).rev().copied()
    }

    /// The kept events after `time_ms` with their times (ms), the earliest first.
    pub fn on_from(&self, time_ms: f64) -> impl Iterator<Item = (f64, S::Event)> {
        let first = self.events.partition_point(|(event_ms, _)| *event_ms <= time_ms);
        self.events.range(first..).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACING: usize = 512;

    /// The sum of all numbers, each the event of its time.
    #[derive(Clone, Default, Debug, PartialEq)]
    struct Sum(u64);

    impl Statistics for Sum {
        type Event = u64;

        fn take(&mut self, event: u64, _: f64) {
            self.0 += event;
        }
    }

    #[test]
    fn the_past_is_what_it_was() {
        let mut history: History<Sum, 4, SPACING> = History::default();
        let events = 3 * SPACING as u64 + 100;
        (0..events).for_each(|k| history.push(k, k as f64 * 1.5));
        assert_eq!(history.at(-1.0).as_deref(), Some(&Sum(0)));
        for k in [0, 1, 2, 511, 512, 513, 1200, events - 1] {
            let sum = Sum(k * (k + 1) / 2);
            assert_eq!(history.at(k as f64 * 1.5).as_deref(), Some(&sum), "{k}");
            // Until the next event nothing of it counts.
            assert_eq!(history.at(k as f64 * 1.5 + 0.1).as_deref(), Some(&sum), "{k}");
        }
        assert_eq!(history.at(f64::INFINITY).as_deref(), Some(history.now()));
        let found: Vec<u64> = history.between(3.0, 6.1).expect("kept").map(|it| it.1).collect();
        assert_eq!(found, [2, 3, 4]);
        assert_eq!(history.between(6.1, 3.0).expect("kept").count(), 0);
        let back: Vec<u64> = history.back_from(6.1).map(|it| it.1).collect();
        assert_eq!(back, [4, 3, 2, 1, 0]);
    }

    #[test]
    fn memory_is_bounded_and_says_where_it_ends() {
        let mut history: History<Sum, 4, SPACING> = History::default();
        (0..6 * SPACING as u64 + 5).for_each(|k| history.push(1, k as f64));
        assert!(history.events.len() <= 4 * SPACING);
        assert_eq!(history.states.len(), 4);
        assert_eq!(history.at(10.0), None);
        assert!(history.between(10.0, 3000.0).is_none());
        assert_eq!(history.at(2000.0).as_deref(), Some(&Sum(2001)));
        assert_eq!(history.between(2000.0, 2004.5).expect("kept").count(), 5);
    }
}
