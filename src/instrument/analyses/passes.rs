//! The passes of a neuron's protocol.

use std::collections::VecDeque;

/// Most passes whose beginning is kept.
const PASSES_MAX: usize = 64;

/// When the passes of a neuron's protocol began (ms), the latest last.
#[derive(Clone, Debug, Default)]
pub(in crate::instrument) struct Passes(VecDeque<f64>);

impl Passes {
    /// A pass begins at `time_ms`.
    pub(in crate::instrument) fn begin(&mut self, time_ms: f64) {
        if self.0.back() == Some(&time_ms) {
            return;
        }
        if self.0.len() == PASSES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(time_ms);
    }

    /// Forgets all: another neuron runs.
    pub(in crate::instrument) fn clear(&mut self) {
        self.0.clear();
    }

    /// When the passes began that have begun before `time_ms` (ms), the latest first.
    pub(in crate::instrument) fn before(&self, time_ms: f64) -> impl Iterator<Item = f64> {
        self.0.iter().rev().copied().filter(move |pass_ms| *pass_ms < time_ms)
    }
}
