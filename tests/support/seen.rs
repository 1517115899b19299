//! Networks carried in tests, and all that is seen of them.

use std::ops::Range;
use std::sync::Arc;

use izh_tui::circuit::network::{Current, Currents, Effort, Network};
use izh_tui::circuit::{Arrival, NeuronId, Observer, Probe, Reading, Recipe};

/// Everything that was seen.
#[derive(Default, Debug, PartialEq, Clone)]
pub struct Seen {
    pub spikes: Vec<(u64, u32)>,
    pub arrivals: Vec<(u64, Arrival)>,
    pub readings: Vec<(usize, Reading)>,
    pub unstable: Vec<(u64, u32)>,
    pub word: u64,
}

impl Observer for Seen {
    fn spike(&mut self, neuron: NeuronId, step: u64, _: f64) {
        self.spikes.push((step, neuron.number()));
    }
    fn arrival(&mut self, step: u64, arrival: &Arrival) {
        self.arrivals.push((step, *arrival));
    }
    fn reading(&mut self, probe: usize, _: u64, reading: Reading) {
        self.readings.push((probe, reading));
    }
    fn unstable(&mut self, neuron: NeuronId, step: u64, _: Option<f64>) {
        self.unstable.push((step, neuron.number()));
    }
    fn end(&mut self, _: u64, word: u64) {
        self.word = self.word.rotate_left(1) ^ word;
    }
}

/// Carries `network` from one step to another.
pub fn advance(
    network: &mut Network,
    from: u64,
    to: u64,
    probes: &[Probe],
    threads: usize,
) -> Seen {
    let mut seen = Seen::default();
    network.advance(from..to, &nothing(network), probes, threads, &mut seen);
    seen
}

/// No current from outside.
fn nothing(network: &Network) -> Currents {
    let populations = vec![Current::default(); network.recipe().populations.len()];
    Currents { populations, neurons: Vec::new() }
}

/// Carries `network` through `steps`, adding to what was seen.
pub fn advance_into(network: &mut Network, steps: Range<u64>, probes: &[Probe], seen: &mut Seen) {
    network.advance(steps, &nothing(network), probes, 1, seen);
}

/// The same as far as an effort of so much gets; returns the number of steps made.
pub fn advance_some(
    network: &mut Network,
    steps: Range<u64>,
    probes: &[Probe],
    effort: u64,
    seen: &mut Seen,
) -> u64 {
    network.advance_some(steps, &nothing(network), probes, (1, Effort::of(effort)), seen)
}

/// The first steps of a network.
pub fn see(recipe: &Recipe, seed: u64, probes: &[Probe], steps: u64) -> Seen {
    advance(&mut Network::new(Arc::new(recipe.clone()), seed), 0, steps, probes, 1)
}
