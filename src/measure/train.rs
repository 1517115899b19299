//! Statistics of a spike train, updated with every spike, in bounded memory.

use std::collections::VecDeque;

use crate::engine::{Sink, Spike, Step};

/// Window over which the rate on the scope is counted (ms).
pub const RATE_WINDOW_MS: f64 = 1000.0;
/// Most intervals that are kept to be shown one by one.
const RECENT_MAX: usize = 256;
/// Most spike times that are kept for the rate over a window.
const WINDOW_SPIKES_MAX: usize = 16_384;

/// Count, rate, inter-spike intervals and adaptation of one neuron's spikes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpikeTrain {
    spikes: u64,
    first_ms: Option<f64>,
    last_ms: Option<f64>,
    intervals: u64,
    mean_ms: f64,
    /// Sum of squared deviations from the mean (Welford's update).
    squares: f64,
    first_interval_ms: Option<f64>,
    last_interval_ms: Option<f64>,
    recent_ms: VecDeque<f64>,
    window: VecDeque<f64>,
}

impl SpikeTrain {
    /// Number of spikes.
    #[must_use]
    pub fn spikes(&self) -> u64 {
        self.spikes
    }

    /// Time of the first spike (ms).
    #[must_use]
    pub fn first_spike_ms(&self) -> Option<f64> {
        self.first_ms
    }

    /// Number of inter-spike intervals.
    #[must_use]
    pub fn intervals(&self) -> u64 {
        self.intervals
    }

    /// Mean inter-spike interval (ms).
    #[must_use]
    pub fn mean_isi_ms(&self) -> Option<f64> {
        (self.intervals > 0).then_some(self.mean_ms)
    }

    /// The last inter-spike interval (ms).
    #[must_use]
    pub fn last_isi_ms(&self) -> Option<f64> {
        self.last_interval_ms
    }

    /// Coefficient of variation of the intervals: their population standard deviation over their mean.
    #[must_use]
    pub fn cv_isi(&self) -> Option<f64> {
        if self.intervals == 0 || self.mean_ms <= 0.0 {
            return None;
        }
        Some((self.squares / self.intervals as f64).sqrt() / self.mean_ms)
    }

    /// Adaptation index: `(last - first) / (last + first)` of the last and the first interval of the
    /// response. Positive if the train slows down.
    #[must_use]
    pub fn adaptation_index(&self) -> Option<f64> {
        let (first, last) = (self.first_interval_ms?, self.last_interval_ms?);
        (last + first > 0.0).then(|| (last - first) / (last + first))
    }

    /// Starts a new response: adaptation is measured against its first interval.
    pub fn begin_response(&mut self) {
        self.first_interval_ms = None;
        self.last_interval_ms = None;
    }

    /// Starts a new train: the time to its first spike is no inter-spike interval.
    pub fn begin_train(&mut self) {
        self.begin_response();
        self.last_ms = None;
    }

    /// Reciprocal of the last interval, or of the time since the last spike if that is longer (Hz).
    #[must_use]
    pub fn instantaneous_rate_hz(&self, now_ms: f64) -> f64 {
        let (Some(interval_ms), Some(last_ms)) = (self.last_interval_ms, self.last_ms) else {
            return 0.0;
        };
        // The present interval is at least as long as the silence since the last spike.
        let interval_ms = interval_ms.max(now_ms - last_ms);
        if interval_ms > 0.0 { 1000.0 / interval_ms } else { 0.0 }
    }

    /// Rate over the last [`RATE_WINDOW_MS`], or over the time since `since_ms` if that is shorter (Hz).
    #[must_use]
    pub fn window_rate_hz(&self, now_ms: f64, since_ms: f64) -> f64 {
        let mut span_ms = (now_ms - since_ms).min(RATE_WINDOW_MS);
        // Where the kept spikes do not fill the window, they are counted over their own span.
        if self.window.len() == WINDOW_SPIKES_MAX {
            span_ms = span_ms.min(now_ms - self.window[0]);
        }
        if span_ms <= 0.0 {
            return 0.0;
        }
        let from_ms = now_ms - span_ms;
        let inside = self.window.iter().rev().take_while(|&&time_ms| time_ms >= from_ms).count();
        inside as f64 * 1000.0 / span_ms
    }

    /// The latest intervals (ms), oldest first.
    pub fn recent_isi_ms(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + '_ {
        self.recent_ms.iter().copied()
    }

    fn add_interval(&mut self, interval_ms: f64) {
        self.intervals += 1;
        let before = interval_ms - self.mean_ms;
        self.mean_ms += before / self.intervals as f64;
        self.squares += before * (interval_ms - self.mean_ms);
        self.first_interval_ms.get_or_insert(interval_ms);
        self.last_interval_ms = Some(interval_ms);
        push_bounded(&mut self.recent_ms, interval_ms, RECENT_MAX);
    }
}

fn push_bounded(queue: &mut VecDeque<f64>, value: f64, most: usize) {
    if queue.len() == most {
        queue.pop_front();
    }
    queue.push_back(value);
}

impl SpikeTrain {
    /// Adds a spike at `time_ms`.
    pub fn add(&mut self, time_ms: f64) {
        if let Some(last_ms) = self.last_ms {
            self.add_interval(time_ms - last_ms);
        }
        self.spikes += 1;
        self.first_ms.get_or_insert(time_ms);
        self.last_ms = Some(time_ms);
        push_bounded(&mut self.window, time_ms, WINDOW_SPIKES_MAX);
        while self.window.front().is_some_and(|&front| front < time_ms - RATE_WINDOW_MS) {
            self.window.pop_front();
        }
    }
}

impl Sink for SpikeTrain {
    fn spike(&mut self, spike: &Spike) {
        self.add(spike.time_ms);
    }

    fn restart(&mut self, _: Step) {
        self.begin_train();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;

    fn train(times_ms: &[f64]) -> SpikeTrain {
        let mut train = SpikeTrain::default();
        for &time_ms in times_ms {
            train.spike(&Spike { neuron: NeuronId::FIRST, step: Step(0), time_ms });
        }
        train
    }

    #[test]
    fn intervals_mean_and_variation() {
        let train = train(&[0.0, 10.0, 20.0, 40.0]);
        assert_eq!(train.intervals(), 3);
        assert!((train.mean_isi_ms().unwrap() - 40.0 / 3.0).abs() < 1e-12);
        // Intervals 10, 10, 20: population variance 200/9.
        let cv = (200.0f64 / 9.0).sqrt() / (40.0 / 3.0);
        assert!((train.cv_isi().unwrap() - cv).abs() < 1e-12);
        assert!((train.adaptation_index().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_value_is_absent() {
        let one = train(&[5.0]);
        assert_eq!((one.mean_isi_ms(), one.cv_isi(), one.adaptation_index()), (None, None, None));
        assert_eq!(train(&[5.0, 6.0]).adaptation_index(), Some(0.0));
        assert_eq!(one.instantaneous_rate_hz(6.0), 0.0);
    }

    #[test]
    fn rates_follow_spikes_and_silence() {
        let train = train(&[0.0, 100.0, 200.0]);
        assert_eq!(train.instantaneous_rate_hz(210.0), 10.0);
        assert_eq!(train.instantaneous_rate_hz(700.0), 2.0);
        assert_eq!(train.window_rate_hz(500.0, 0.0), 6.0);
        assert_eq!(train.window_rate_hz(1150.0, 0.0), 1.0);
    }
}
