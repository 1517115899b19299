//! Statistics of a whole run as TOML.

use std::io::{self, Write};

use serde::Serialize;

use super::Encoder;
use crate::engine::{Digest, Sample, Sink, Spike, Unstable};
use crate::measure::{Extremes, SpikeTrain, UnstableSteps};

/// Gathers what a summary says.
#[derive(Clone, Debug)]
pub struct Summary<W> {
    out: W,
    end_ms: f64,
    train: SpikeTrain,
    extremes: Extremes,
    unstable: UnstableSteps,
    digest: Digest,
}

/// The keys of a summary in their order; one without a value is left out.
#[derive(Debug, Serialize)]
struct Table {
    spikes: u64,
    duration_ms: f64,
    mean_rate_hz: Option<f64>,
    first_spike_ms: Option<f64>,
    mean_isi_ms: Option<f64>,
    cv_isi: Option<f64>,
    adaptation_index: Option<f64>,
    v_min_mv: Option<f64>,
    v_max_mv: Option<f64>,
    unstable_steps: Option<u64>,
    unstable_first_ms: Option<f64>,
    digest: String,
}

impl<W: Write> Summary<W> {
    /// The summary of a run with `seed` up to `end_ms`, before its first step.
    pub fn new(out: W, seed: u64, end_ms: f64) -> Self {
        Self {
            out,
            end_ms,
            train: SpikeTrain::default(),
            extremes: Extremes::default(),
            unstable: UnstableSteps::default(),
            digest: Digest::new(seed),
        }
    }

    /// The summary as TOML.
    fn to_toml(&self) -> String {
        let duration_ms = self.end_ms;
        let finite = |value: f64| value.is_finite().then_some(value);
        let bounds_mv = self.extremes.bounds_mv();
        let unstable = self.unstable.first();
        let table = Table {
            spikes: self.train.spikes(),
            duration_ms,
            mean_rate_hz: finite(self.train.spikes() as f64 * 1000.0 / duration_ms),
            first_spike_ms: self.train.first_spike_ms(),
            mean_isi_ms: self.train.mean_isi_ms(),
            cv_isi: self.train.cv_isi(),
            adaptation_index: self.train.adaptation_index(),
            v_min_mv: bounds_mv.map(|(low, _)| low),
            v_max_mv: bounds_mv.map(|(_, high)| high),
            unstable_steps: unstable.map(|_| self.unstable.steps()),
            unstable_first_ms: unstable.map(|first| first.time_ms),
            digest: self.digest.checkpoint().to_string(),
        };
        toml::to_string(&table).expect("a table of numbers and a string is TOML")
    }
}

impl<W: Write> Encoder for Summary<W> {
    fn has_failed(&self) -> bool {
        false
    }

    /// Statistics of a run that stopped early would be those of another run: there are none then.
    fn finish(mut self, halted: bool) -> io::Result<()> {
        if halted {
            return Ok(());
        }
        let text = self.to_toml();
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

impl<W> Sink for Summary<W> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.extremes.sample(sample);
        self.digest.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.train.spike(spike);
        self.digest.spike(spike);
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.unstable.unstable(unstable);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Step;

    #[test]
    fn keys_stand_in_order_and_absent_values_are_left_out() {
        let mut summary = Summary::new(Vec::new(), 1, 1000.0);
        summary.sample(&Sample { step: Step(0), v: -65.0, u: -13.0, current: 0.0 });
        let text = summary.to_toml();
        let keys: Vec<_> = text.lines().map(|line| line.split(" = ").next().unwrap()).collect();
        let expected = ["spikes", "duration_ms", "mean_rate_hz", "v_min_mv", "v_max_mv", "digest"];
        assert_eq!(keys, expected);
        assert!(text.contains("duration_ms = 1000.0\n"), "{text}");
        assert!(!Summary::new(Vec::new(), 1, 0.0).to_toml().contains("mean_rate_hz"));
    }
}
