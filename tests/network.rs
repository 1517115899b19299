//! Networks do what their parts do, however they are cut up.

use std::sync::Arc;

use izh_tui::circuit::network::{Current, Currents, Network};
use izh_tui::circuit::{Arrival, Observer, Reading, Recipe};

#[path = "support/networks.rs"]
mod networks;

#[derive(Default, Debug, PartialEq, Clone)]
struct Seen {
    spikes: Vec<(u64, u32)>,
    word: u64,
}

impl Observer for Seen {
    fn spike(&mut self, neuron: u32, step: u64, _: f64) {
        self.spikes.push((step, neuron));
    }
    fn arrival(&mut self, _: u64, _: &Arrival) {}
    fn reading(&mut self, _: usize, _: u64, _: Reading) {}
    fn end(&mut self, _: u64, word: u64) {
        self.word = self.word.rotate_left(1) ^ word;
    }
}

fn run(recipe: &Recipe, seed: u64, shard: u32, threads: usize, steps: u64) -> Seen {
    let mut network = Network::with_shards(Arc::new(recipe.clone()), seed, shard);
    let populations = vec![Current::default(); recipe.populations.len()];
    let currents = Currents { populations, neurons: Vec::new() };
    let mut seen = Seen::default();
    network.advance(0..steps, &currents, &[], threads, &mut seen);
    assert_eq!(network.blowup(), None);
    seen
}

#[test]
fn shards_and_threads_change_no_bit() {
    for recipe in [networks::cortex(), networks::polychronization()] {
        let whole = run(&recipe, 1, 65_536, 1, 1500);
        for (shard, threads) in [(1000, 1), (300, 1), (300, 2), (130, 7), (64, 3)] {
            assert_eq!(run(&recipe, 1, shard, threads, 1500), whole, "{shard} {threads}");
        }
    }
}

#[test]
fn rates() {
    for (name, recipe) in [("cortex", networks::cortex()), ("poly", networks::polychronization())] {
        for seed in 1..=3 {
            let seen = run(&recipe, seed, 65_536, 1, 10_000);
            let rate = |from: u64, to: u64, low: u32, high: u32| {
                let n = seen
                    .spikes
                    .iter()
                    .filter(|(s, n)| (from..to).contains(s) && (low..high).contains(n))
                    .count();
                n as f64 * 1000.0 / (to - from) as f64 / f64::from(high - low)
            };
            eprintln!(
                "{name} {seed}: all {:.3} E {:.3} I {:.3}; first s {:.2} last s {:.2}",
                rate(1000, 10000, 0, 1000),
                rate(1000, 10000, 0, 800),
                rate(1000, 10000, 800, 1000),
                rate(0, 1000, 0, 1000),
                rate(9000, 10000, 0, 1000)
            );
        }
    }
}
