//! Speed of networks: neuron-updates, model time and synaptic events.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use izh_tui::circuit::network::{Current, Currents, Network};
use izh_tui::circuit::{Distribution, NeuronId, Observer, Recipe};

#[path = "../tests/support/networks.rs"]
#[allow(dead_code)]
mod networks;

fn main() {
    divan::main();
}

/// Counts spikes.
#[derive(Default)]
struct Count(u64);

impl Observer for Count {
    fn spike(&mut self, _: NeuronId, _: u64, _: f64) {
        self.0 += 1;
    }
}

fn run(recipe: &Recipe, steps: u64, threads: usize) -> u64 {
    let mut network = Network::new(Arc::new(recipe.clone()), 1);
    advance(&mut network, 0, steps, threads)
}

fn advance(network: &mut Network, from: u64, steps: u64, threads: usize) -> u64 {
    let populations = vec![Current::default(); network.recipe().populations.len()];
    let currents = Currents { populations, neurons: Vec::new() };
    let mut count = Count::default();
    network.advance(from..from + steps, &currents, &[], threads, &mut count);
    count.0
}

/// Updates of uncoupled neurons; the target is 1.2e9 a second.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn uncoupled(bencher: Bencher, neurons: u32) {
    let steps = 1_000_000 / u64::from(neurons);
    let mut network = Network::new(Arc::new(networks::uncoupled(neurons)), 1);
    let mut step = 0;
    let updates = steps * u64::from(neurons);
    bencher.counter(ItemsCount::new(updates)).bench_local(|| {
        let spikes = advance(&mut network, step, steps, 1);
        step += steps;
        spikes
    });
}

/// Milliseconds of the network of 2003; the target is 250,000 a second.
#[divan::bench]
fn cortex_2003(bencher: Bencher) {
    let recipe = networks::cortex();
    bencher.counter(ItemsCount::new(10_000u64)).bench_local(|| run(&recipe, 10_000, 1));
}

/// Milliseconds of the network of 2006 from its start; the target is 250,000 a second.
#[divan::bench]
fn polychronization_2006(bencher: Bencher) {
    let recipe = networks::polychronization();
    bencher.counter(ItemsCount::new(10_000u64)).bench_local(|| run(&recipe, 10_000, 1));
}

/// How the cost grows with neurons and synapses: a second of model time past the start, in which all are
/// alike. Printed beside it is how that compares with real time. Weights are drawn or all the same.
#[divan::bench(sample_count = 2, args = [
    (100, 10, true),
    (1_000, 10, true),
    (1_000, 100, true),
    (10_000, 10, true),
    (10_000, 100, true),
    (10_000, 1_000, true),
    (10_000, 1_000, false),
    (100_000, 10, true),
    (100_000, 100, true),
    (100_000, 1_000, true),
    (100_000, 1_000, false),
])]
fn scale(bencher: Bencher, (neurons, synapses, drawn): (u32, u32, bool)) {
    const START: u64 = 300;
    const STEPS: u64 = 1000;
    let mut recipe = networks::large(neurons, synapses);
    if !drawn {
        for projection in &mut recipe.projections {
            projection.weight = Distribution::Constant(projection.mean_weight());
        }
    }
    let mut network = Network::new(Arc::new(recipe), 1);
    advance(&mut network, 0, START, 1);
    let mut step = START;
    bencher.bench_local(|| {
        let started = std::time::Instant::now();
        let spikes = advance(&mut network, step, STEPS, 1) as f64;
        step += STEPS;
        let elapsed_s = started.elapsed().as_secs_f64();
        let rate_hz = spikes / f64::from(neurons);
        let events = spikes * f64::from(synapses) / elapsed_s;
        let real = STEPS as f64 / 1000.0 / elapsed_s;
        println!(
            "{neurons} x {synapses}: {rate_hz:.1} Hz, {real:.2} x real time, {events:.2e} events/s"
        );
    });
}
