//! Speed of a replay: one hour of model time at 0.25 ms, with every check compared.

use divan::counter::ItemsCount;
use izh_tui::engine::{Command, DriveState, Engine, Event, Experiment, Injection, Site};
use izh_tui::preset::Library;
use izh_tui::session::{About, CommandLog, Recorder, read};

/// Steps in an hour.
const STEPS: u64 = 4 * 3_600_000;
/// Steps between two pulses: one every ten seconds.
const STEPS_PER_PULSE: u64 = 40_000;

fn main() {
    divan::main();
}

/// An hour of chattering with a pulse every ten seconds and a check every second.
fn hour() -> Vec<u8> {
    let setup = Library::default().find("chattering").expect("a built-in preset").preset.subject;
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    let mut engine = Engine::new(&experiment);
    let log = CommandLog::begin(&mut engine);
    let recorder = Recorder::start(Vec::new(), &About::default(), &log, engine.step());
    let mut recorder = recorder.expect("memory takes all");
    let injection = Injection::Pulse { amplitude: -10.0, width_ms: 5.0 };
    let command = Command::Inject { site: Site::Subject, injection };
    while engine.step().0 < STEPS {
        engine.apply(&command).expect("a pulse in range");
        let event = Event { step: engine.step(), command: command.clone() };
        recorder.event(&event).expect("memory takes all");
        for _ in 0..10 {
            engine.advance(STEPS_PER_PULSE / 10, &mut recorder);
            recorder.check(engine.step()).expect("memory takes all");
        }
    }
    recorder.finish(engine.step()).expect("memory takes all");
    recorder.into_medium()
}

/// The target is 5e7 steps per second.
#[divan::bench(sample_count = 10)]
fn verify_an_hour(bencher: divan::Bencher) {
    let session = read("hour", hour()).expect("a valid recording");
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| {
        let verified = session.verify(1).expect("every command fits");
        assert!(verified.divergence.is_none() && verified.steps == STEPS);
    });
}

#[divan::bench(sample_count = 10)]
fn parse_an_hour(bencher: divan::Bencher) {
    let bytes = hour();
    bencher.bench_local(|| read("hour", bytes.clone()).expect("a valid recording"));
}
