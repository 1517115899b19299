//! Speed of the model: steps per second of one neuron.

use divan::counter::ItemsCount;
use izh_tui::engine::{Digest, DriveState, Engine, Experiment, Setup, SpikeCount};
use izh_tui::model::Scheme;
use izh_tui::model::stimulus::steps_through;
use izh_tui::preset::{Library, Preset};

/// Steps in one go.
const STEPS: u64 = 1_000_000;

fn main() {
    divan::main();
}

fn experiment(preset: &Preset, scheme: Scheme) -> Experiment {
    let setup = Setup { scheme, ..preset.subject.clone() };
    Experiment::neuron(&setup, DriveState::run(&setup.cell.protocol), 1)
}

fn chattering(scheme: Scheme) -> Engine {
    let preset = Library::default().find("chattering").expect("a built-in preset").preset;
    let setup = Setup { scheme, ..preset.subject };
    Engine::new(&Experiment::neuron(&setup, DriveState::holding(10.0), 1))
}

/// The target is 1e8 steps per second under `paper`.
#[divan::bench(args = [Scheme::Paper, Scheme::Euler, Scheme::Izh2003])]
fn fixed_step(bencher: divan::Bencher, scheme: Scheme) {
    let mut engine = chattering(scheme);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| {
        let mut spikes = SpikeCount::default();
        engine.advance(STEPS, &mut spikes);
        spikes.0
    });
}

#[divan::bench]
fn exact(bencher: divan::Bencher) {
    let mut engine = chattering(Scheme::Exact);
    bencher.counter(ItemsCount::new(10_000u64)).bench_local(|| {
        let mut spikes = SpikeCount::default();
        engine.advance(10_000, &mut spikes);
        spikes.0
    });
}

#[divan::bench]
fn paper_with_digest(bencher: divan::Bencher) {
    let mut engine = chattering(Scheme::Paper);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| {
        let mut digest = Digest::new(1);
        engine.advance(STEPS, &mut digest);
        digest.checkpoint()
    });
}

/// The twenty panels of 2004 one after the other; the target is 50 ms for all.
#[divan::bench]
fn exact_panels(bencher: divan::Bencher) {
    let entries = Library::default().entries();
    let panels: Vec<_> = entries
        .iter()
        .map(|entry| &entry.preset)
        .filter(|preset| preset.panel.is_some() && preset.subject.scheme == Scheme::Paper)
        .collect();
    assert_eq!(panels.len(), 20);
    bencher.bench_local(|| {
        let mut spikes = SpikeCount::default();
        for preset in &panels {
            let experiment = experiment(preset, Scheme::Exact);
            let end_ms = experiment.subject().duration_ms();
            let steps = steps_through(end_ms, experiment.steps_per_ms());
            Engine::new(&experiment).advance(steps, &mut spikes);
        }
        spikes.0
    });
}
