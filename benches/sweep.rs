//! Speed of a sweep of currents: neuron-updates per second, a full step of v and u each.

use divan::Bencher;
use divan::counter::ItemsCount;
use izh_tui::engine::Setup;
use izh_tui::measure::{Sweep, currents, usual_range};
use izh_tui::model::Scheme;
use izh_tui::preset::Library;

/// Currents of a sweep.
const POINTS: usize = 200;
/// How long each lasts (ms).
const DURATION_MS: f64 = 2000.0;

fn main() {
    divan::main();
}

fn sweep(name: &str, scheme: Scheme) -> Sweep {
    let setup = Library::default().find(name).expect("a built-in preset").preset.subject;
    Sweep::new(&Setup { scheme, ..setup }, DURATION_MS)
}

fn range(sweep: &Sweep, points: usize) -> Vec<f64> {
    let (from, to) = usual_range(&sweep.setup().cell);
    currents(from, to, points)
}

fn updates(sweep: &Sweep, points: usize) -> ItemsCount {
    ItemsCount::new(sweep.steps() * points as u64)
}

/// Threads and currents. The target is 1e9 updates per second with one thread, and more with more.
#[divan::bench(args = [(1, POINTS), (2, POINTS), (1, 16 * POINTS), (2, 16 * POINTS)])]
fn threads(bencher: Bencher, (threads, points): (usize, usize)) {
    let sweep = sweep("regular-spiking", Scheme::Paper);
    let currents = range(&sweep, points);
    bencher.counter(updates(&sweep, points)).bench_local(|| sweep.answers(&currents, threads));
}

/// What the same costs one current after the other.
#[divan::bench(sample_count = 20)]
fn one_by_one(bencher: Bencher) {
    let sweep = sweep("regular-spiking", Scheme::Paper);
    let currents = range(&sweep, POINTS);
    bencher.counter(updates(&sweep, POINTS)).bench_local(|| {
        currents.iter().filter(|&&current| sweep.answer_alone(current).is_ok()).count()
    });
}

/// One thread, every form of the equations under every kind of scheme.
#[divan::bench(args = [
    ("regular-spiking", Scheme::Euler),
    ("regular-spiking", Scheme::Izh2003),
    ("class-1-excitable", Scheme::Paper),
    ("accommodation", Scheme::Paper),
    ("regular-spiking-2007", Scheme::Euler),
    ("low-threshold-spiking-2007", Scheme::Euler),
    ("fast-spiking-2007", Scheme::Euler),
    ("thalamo-cortical-2007", Scheme::Euler),
])]
fn forms(bencher: Bencher, (name, scheme): (&str, Scheme)) {
    let sweep = sweep(name, scheme);
    let currents = range(&sweep, POINTS);
    bencher.counter(updates(&sweep, POINTS)).bench_local(|| sweep.answers(&currents, 1));
}
