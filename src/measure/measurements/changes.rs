//! Changes of the current into a neuron, and the spikes that follow them.

use std::collections::VecDeque;

/// Most runs of changes that are kept.
const RUNS_MAX: usize = 4096;

/// Successive rows each of which has another current than the row before it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    /// Labels of its first and last row (ms).
    from_ms: f64,
    to_ms: f64,
    /// Number of rows.
    rows: u64,
    /// Time of the first spike at or after the last row (ms).
    spike_ms: Option<f64>,
}

impl Run {
    /// The label of its last row up to `end_ms` (ms).
    fn last_until(&self, end_ms: f64) -> f64 {
        if end_ms >= self.to_ms {
            return self.to_ms;
        }
        let step_ms = (self.to_ms - self.from_ms) / (self.rows - 1).max(1) as f64;
        let steps = (end_ms - self.from_ms) / step_ms;
        // The end may itself be the label of a row, but for rounding.
        match steps.round() {
            whole if (steps - whole).abs() < 1e-6 => end_ms,
            _ => self.from_ms + steps.floor() * step_ms,
        }
    }
}

/// What is known of the current in the row before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Before {
    /// There is no such row: the next one counts as a change.
    #[default]
    None,
    /// There is one, but its current is unknown.
    Unknown,
    /// Its current.
    Known(f64),
}

/// The rows in which the current is another than in the row before, in bounded memory.
///
/// Where each of many rows changes the current, as noise does, they are kept as one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    before: Before,
    /// Whether the last row changed the current.
    goes_on: bool,
    last_spike_ms: Option<f64>,
    runs: VecDeque<Run>,
}

impl Changes {
    /// Takes the current of the row labelled `time_ms`. The first of all rows is a change. One that
    /// does not count is compared with only.
    #[inline]
    pub(super) fn row(&mut self, time_ms: f64, current: f64, counts: bool) {
        if self.before == Before::Known(current) {
            self.goes_on = false;
            return;
        }
        let is_change = counts && self.before != Before::Unknown;
        self.before = Before::Known(current);
        if is_change {
            self.change(time_ms);
        }
        self.goes_on = is_change;
    }

    fn change(&mut self, time_ms: f64) {
        let spike_ms = self.last_spike_ms.filter(|spike_ms| *spike_ms >= time_ms);
        match self.runs.back_mut() {
            Some(run) if self.goes_on => {
                (run.to_ms, run.rows, run.spike_ms) = (time_ms, run.rows + 1, spike_ms);
            }
            _ => {
                if self.runs.len() == RUNS_MAX {
                    self.runs.pop_front();
                }
                self.runs.push_back(Run { from_ms: time_ms, to_ms: time_ms, rows: 1, spike_ms });
            }
        }
    }

    /// Another neuron begins: its first row counts as a change.
    pub(super) fn begin_neuron(&mut self) {
        (self.before, self.goes_on) = (Before::None, false);
    }

    /// A neuron that has been running is looked at: its first row is no change.
    pub(super) fn join(&mut self) {
        (self.before, self.goes_on) = (Before::Unknown, false);
    }

    /// Takes a spike at `time_ms`.
    pub(super) fn spike(&mut self, time_ms: f64) {
        self.last_spike_ms = Some(time_ms);
        if let Some(run) = self.runs.back_mut() {
            run.spike_ms.get_or_insert(time_ms);
        }
    }

    /// Time from the last change from `from_ms` to `to_ms` to the first spike at or after it, up to
    /// `to_ms` (ms). `first_spike` finds the first spike from one time to another, for a change in
    /// the middle of a run.
    pub(super) fn latency_ms(
        &self,
        (from_ms, to_ms): (f64, f64),
        first_spike: impl FnOnce(f64, f64) -> Option<f64>,
    ) -> Option<f64> {
        let begun = self.runs.partition_point(|run| run.from_ms <= to_ms);
        let run = self.runs.get(begun.checked_sub(1)?)?;
        let change_ms = run.last_until(to_ms);
        if change_ms < from_ms {
            return None;
        }
        let spike_ms = match change_ms == run.to_ms {
            true => run.spike_ms.filter(|spike_ms| *spike_ms <= to_ms),
            false => first_spike(change_ms, to_ms),
        };
        spike_ms.map(|spike_ms| spike_ms - change_ms)
    }
}
