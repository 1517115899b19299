//! The model follows the wall clock.

use super::App;
use super::monitor::Monitor;
use crate::model::Scheme;

/// Steps between two looks at the clock: about a tenth of a millisecond of work.
const BATCH_STEPS: u64 = 10_000;
/// How long a lag stays on the screen (ns).
const LAG_SHOWN_NS: u64 = 2_000_000_000;

impl App {
    /// Lets `elapsed_ns` of wall time pass. `go_on` is asked between batches of steps whether
    /// there is time for another; steps for which there is none are dropped and shown as lag.
    pub fn tick(&mut self, elapsed_ns: u64, mut go_on: impl FnMut() -> bool) {
        self.wall_ns += elapsed_ns;
        self.expire();
        if self.paused {
            return;
        }
        let steps_per_ms = self.engine.clock().steps_per_ms();
        let pace = self.pacer.pace(elapsed_ns, self.speed, steps_per_ms);
        let mut left = pace.steps;
        while left > 0 && !self.paused {
            let batch = left.min(BATCH_STEPS);
            self.advance(batch);
            left -= batch;
            if left > 0 && !go_on() {
                break;
            }
        }
        let left = if self.paused { 0 } else { left };
        let dropped_ms = pace.dropped_ns as f64 / 1e6 * self.speed.factor();
        self.add_lag(dropped_ms + left as f64 / f64::from(steps_per_ms));
    }

    fn expire(&mut self) {
        if self.notice.as_ref().is_some_and(|notice| notice.expires_ns <= self.wall_ns) {
            self.notice = None;
        }
        if self.lag_expires_ns <= self.wall_ns {
            self.lag_ms = 0.0;
        }
    }

    fn add_lag(&mut self, lag_ms: f64) {
        if lag_ms > 0.0 {
            self.lag_ms += lag_ms;
            self.lag_expires_ns = self.wall_ns + LAG_SHOWN_NS;
        }
    }

    /// Makes `steps` steps, as one train of spikes for each pass of a repeating protocol.
    pub(super) fn advance(&mut self, steps: u64) {
        let end = self.engine.step().0.saturating_add(steps);
        while self.engine.step().0 < end {
            let now = self.engine.step();
            if self.engine.pass_start() == Some(now) {
                self.train.begin_train();
            }
            let stop = self.engine.next_pass().map_or(end, |pass| pass.0.min(end));
            self.advance_within_pass(stop - now.0);
        }
    }

    fn advance_within_pass(&mut self, steps: u64) {
        let exact = self.engine.scheme() == Scheme::Exact;
        let monitor = Monitor {
            trace: &mut self.trace,
            train: &mut self.train,
            timebase: &mut self.timebase,
            spikes: &mut self.spikes,
            clock: *self.engine.clock(),
            peak_between_mv: exact.then_some(self.engine.subject().neuron.peak_mv),
        };
        self.engine.advance(steps, &mut (monitor, self.recording.as_mut()));
    }
}
