//! Values that stay until they are changed, and how they were before.

use std::collections::VecDeque;

use crate::trace::ModelNs;

/// Most changes that are remembered.
const CHANGES_MAX: usize = 4096;

/// A value and its recent past.
#[derive(Clone, Debug)]
pub(super) struct Past<T> {
    /// From when on (ns) it was so, the latest last; never empty.
    changes: VecDeque<(ModelNs, T)>,
}

impl<T: PartialEq> Past<T> {
    /// A value that has been so for ever.
    pub(super) fn new(value: T) -> Self {
        Self { changes: VecDeque::from([(ModelNs::ZERO, value)]) }
    }

    /// It is `value` from `from_ns` on.
    pub(super) fn set(&mut self, from_ns: ModelNs, value: T) {
        if self.changes.back().is_some_and(|(_, last)| *last == value) {
            return;
        }
        if self.changes.len() == CHANGES_MAX {
            self.changes.pop_front();
        }
        self.changes.push_back((from_ns, value));
    }

    /// What it was at `ns`, or at the oldest moment that is remembered.
    pub(super) fn at(&self, ns: ModelNs) -> &T {
        let after = self.changes.partition_point(|(from_ns, _)| *from_ns <= ns);
        &self.changes[after.saturating_sub(1)].1
    }

    /// The oldest moment that is remembered (ns).
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
