//! Piecewise constant values with a bounded history.

use std::collections::VecDeque;

use crate::trace::ModelNs;

/// Most changes that are kept.
const CHANGES_MAX: usize = 4096;

/// A piecewise constant value and its recent history.
#[derive(Clone, Debug)]
pub(super) struct Past<T> {
    /// Start time (ns) and value of each stretch, the latest last; never empty.
    changes: VecDeque<(ModelNs, T)>,
}

impl<T: PartialEq> Past<T> {
    /// A value that holds from the beginning of time.
    pub(super) fn new(value: T) -> Self {
        Self { changes: VecDeque::from([(ModelNs::ZERO, value)]) }
    }

    /// Sets the value from `from_ns` on.
    pub(super) fn set(&mut self, from_ns: ModelNs, value: T) {
        if self.changes.back().is_some_and(|(_, last)| *last == value) {
            return;
        }
        if self.changes.len() == CHANGES_MAX {
            self.changes.pop_front();
        }
        self.changes.push_back((from_ns, value));
    }

    /// The value at `ns`, or the oldest one that is kept.
    pub(super) fn at(&self, ns: ModelNs) -> &T {
        let after = self.changes.partition_point(|(from_ns, _)| *from_ns <= ns);
        &self.changes[after.saturating_sub(1)].1
    }

    /// The oldest time of which the value is known (ns).
    pub(super) fn oldest_ns(&self) -> ModelNs {
        self.changes[0].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_it_was() {
        let mut past = Past::new(0);
        for (from_ns, value) in [(10, 1), (20, 1), (20, 2), (20, 3)] {
            past.set(ModelNs::new(from_ns), value);
        }
        assert_eq!([0, 9, 10, 19, 20, 99].map(|ns| *past.at(ModelNs::new(ns))), [0, 0, 1, 1, 3, 3]);
        assert_eq!(past.oldest_ns(), ModelNs::ZERO);
        for ns in 100..10_000 {
            past.set(ModelNs::new(ns), ns);
        }
        assert_eq!(past.changes.len(), CHANGES_MAX);
        assert_eq!((*past.at(ModelNs::new(5)), past.oldest_ns()), (5904, ModelNs::new(5904)));
    }
}
