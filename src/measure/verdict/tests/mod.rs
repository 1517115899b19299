//! Inputs and spikes as they are watched, and what is said of them.

mod input_ended;
mod no_claim;
mod same_input;
mod standing;
mod wording;

use super::Watch;

const STEPS_PER_MS: u32 = 4;

/// Watches an input made of stretches (current, ms), with spikes at `spikes_ms`.
fn watched(input: &[(f64, f64)], spikes_ms: &[f64]) -> Watch {
    let currents = input.iter().flat_map(|&(current, length_ms)| {
        let samples = (length_ms * f64::from(STEPS_PER_MS)) as usize;
        std::iter::repeat_n(current, samples)
    });
    fed(currents, spikes_ms)
}

/// Watches a current for each step; a spike comes before the row of its step, as engines report it.
fn fed(currents: impl Iterator<Item = f64>, spikes_ms: &[f64]) -> Watch {
    let mut watch = Watch::new(f64::INFINITY);
    for (step, current) in (0u32..).zip(currents) {
        let time_ms = f64::from(step) / f64::from(STEPS_PER_MS);
        for &spike_ms in spikes_ms.iter().filter(|spike_ms| **spike_ms == time_ms) {
            watch.spike(spike_ms);
        }
        watch.sample(time_ms, current);
    }
    watch
}

fn said(input: &[(f64, f64)], spikes_ms: &[f64]) -> String {
    watched(input, spikes_ms).sentence(None)
}

/// Spike times from `from_ms` on, `interval_ms` apart.
fn train(from_ms: f64, interval_ms: f64, count: u32) -> Vec<f64> {
    (0..count).map(|k| from_ms + f64::from(k) * interval_ms).collect()
}
