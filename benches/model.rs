//! Speed of the model: steps per second of one neuron.

use divan::counter::ItemsCount;
use izh_tui::circuit::PopulationId;
use izh_tui::circuit::network::Effort;
use izh_tui::engine::{
    Command, Digest, DriveState, Engine, Experiment, Injection, Setup, Site, SpikeCount,
};
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

/// A model and its fork: the target is twice the time of the model alone.
#[divan::bench(args = [(Scheme::Paper, false), (Scheme::Paper, true), (Scheme::Exact, false), (Scheme::Exact, true)])]
fn neuron_forked(bencher: divan::Bencher, (scheme, forks): (Scheme, bool)) {
    let steps = if scheme == Scheme::Exact { 10_000 } else { STEPS };
    measure_fork(bencher, chattering(scheme), Site::Subject, forks, steps);
}

/// The same with the network of 2003, a second each.
#[divan::bench(args = [false, true])]
fn cortex_forked(bencher: divan::Bencher, forks: bool) {
    let recipe = Library::default().find_circuit("cortex-2003").expect("built in").preset.subject;
    let mut engine = Engine::new(&Experiment::circuit(recipe, 1));
    engine.advance(1000, &mut ());
    measure_fork(bencher, engine, Site::Population(PopulationId::FIRST), forks, 1000);
}

/// What the key press itself costs: the copy of the network of 2003.
#[divan::bench]
fn cortex_copied(bencher: divan::Bencher) {
    let recipe = Library::default().find_circuit("cortex-2003").expect("built in").preset.subject;
    let engine = Engine::new(&Experiment::circuit(recipe, 1));
    bencher.bench_local(|| engine.clone());
}

fn measure_fork(bencher: divan::Bencher, mut engine: Engine, site: Site, forks: bool, steps: u64) {
    engine.set_forks(forks);
    let injection = Injection::Pulse { amplitude: 5.0, width_ms: 2.0 };
    engine.apply(&Command::Inject { site, injection }).expect("fits");
    bencher.counter(ItemsCount::new(steps)).bench_local(|| {
        let mut spikes = SpikeCount::default();
        engine.advance(steps, &mut spikes);
        engine.advance_fork(Effort::UNBOUNDED, &mut spikes);
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
