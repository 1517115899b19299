//! Speed of random numbers: normal numbers a second on one core.

use divan::counter::ItemsCount;
use izh_tui::model::Counter;
use izh_tui::model::noise::Noise;

/// Numbers in one go: those of a network's step.
const NUMBERS: usize = 1000;

fn main() {
    divan::main();
}

/// The target is 1e9 numbers per second. The second range begins within a block.
#[divan::bench(args = [0, 1000])]
fn add_normals(bencher: divan::Bencher, first: u64) {
    let counter = Counter::new(1, 0);
    let mut out = vec![0.0; NUMBERS];
    bencher.counter(ItemsCount::new(NUMBERS)).bench_local(|| {
        counter.add_normals(divan::black_box(first), 5.0, divan::black_box(&mut out));
    });
}

#[divan::bench]
fn one_by_one(bencher: divan::Bencher) {
    let counter = Counter::new(1, 0);
    let indices = 0..NUMBERS as u64;
    bencher.counter(ItemsCount::new(NUMBERS)).bench_local(|| {
        indices.clone().map(|index| counter.normal(divan::black_box(index))).sum::<f64>()
    });
}

#[divan::bench]
fn chacha(bencher: divan::Bencher) {
    let noise = Noise::new(1, 0);
    bencher
        .counter(ItemsCount::new(NUMBERS))
        .bench_local(|| noise.normals_from(divan::black_box(0)).take(NUMBERS).sum::<f64>());
}
