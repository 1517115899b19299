//! The same experiment and the same commands at the same steps give the same bits.

use std::fmt::Write;

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{
    Checkpoint, Command, Digest, Engine, Event, Experiment, Injection, Site, Step,
};
use izh_tui::model::stimulus::{Per, steps_through};
use izh_tui::model::{Scheme, Segment, Shape};
use izh_tui::preset::Library;
use proptest::prelude::*;

use crate::support::model::{inject, of, of_mut, published, stimulated, stimulus_names};

/// Steps of a run in these tests.
const STEPS: u64 = 3000;

fn setup(name: &str) -> Command {
    Command::Switch(crate::support::model::preset(name).subject.into())
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (-20.0..20.0, 0.5..50.0)
            .prop_map(|(amplitude, width_ms)| inject(Injection::Pulse { amplitude, width_ms })),
        prop::option::of(-5.0..15.0).prop_map(|current| inject(Injection::Sustain { current })),
        (-5.0..15.0).prop_map(|current| inject(Injection::Hold { current })),
        Just(Command::Fire { site: Site::Subject }),
        prop::sample::select(&Scheme::ALL[..]).prop_map(|scheme| Command::Scheme { scheme }),
        Just(Command::Reset {}),
        prop::sample::select(crate::support::model::panels()).prop_map(|name| setup(&name)),
        Just(Command::Marker { text: "here".to_owned() }),
    ]
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0..STEPS, any_command()), 0..12).prop_map(|events| {
        let mut events: Vec<Event> =
            events.into_iter().map(|(step, command)| Event { step: Step(step), command }).collect();
        events.sort_by_key(|event| event.step);
        events
    })
}

/// A preset whose protocol is noise.
fn noisy(scheme: Scheme) -> Experiment {
    let mut experiment = published("regular-spiking", Some(scheme));
    let protocol = &mut of_mut(&mut experiment).setup.cell.protocol;
    protocol.segments = vec![Segment {
        start_ms: 10.0,
        end_ms: protocol.duration_ms,
        shape: Shape::Noise { mean: 5.0, sd: 8.0, per: Per::Step },
        edges: izh_tui::model::Edges::Left,
    }];
    experiment
}

/// Runs with `events`, stopping for a frame wherever `frames`, used round and round, say.
fn run(experiment: &Experiment, events: &[Event], frames: &[u64]) -> Checkpoint {
    let mut engine = Engine::new(experiment);
    let mut digest = Digest::new(experiment.seed);
    let mut frames = frames.iter().cycle();
    let mut events = events.iter().peekable();
    while engine.step().0 < STEPS {
        while let Some(event) = events.next_if(|event| event.step == engine.step()) {
            // Whether it is refused does not depend on the frames either.
            let _ = engine.apply(&event.command);
        }
        let next = events.peek().map_or(STEPS, |event| event.step.0);
        let frame = *frames.next().unwrap();
        engine.advance(frame.min(next - engine.step().0), &mut digest);
    }
    digest.checkpoint()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn frames_leave_no_trace(
        scheme in prop::sample::select(&Scheme::ALL[..]),
        events in any_events(),
        frames in prop::collection::vec(1..400u64, 1..20),
    ) {
        let experiment = noisy(scheme);
        let whole = run(&experiment, &events, &[STEPS]);
        prop_assert_eq!(run(&experiment, &events, &frames), whole);
        prop_assert_eq!(run(&experiment, &events, &[1]), whole);
    }
}

#[test]
fn seed_and_input_both_count() {
    let experiment = noisy(Scheme::Paper);
    let other_seed = Experiment { seed: 2, ..experiment.clone() };
    let whole = run(&experiment, &[], &[STEPS]);
    assert_ne!(run(&other_seed, &[], &[STEPS]).digest, whole.digest);
    let pulse = inject(Injection::Pulse { amplitude: 1e-9, width_ms: 1.0 });
    let event = Event { step: Step(STEPS - 1), command: pulse };
    assert_ne!(run(&experiment, &[event], &[STEPS]).digest, whole.digest);
}

/// Model time for which a circuit is run (ms).
const CIRCUIT_MS: u64 = 200;

/// The digest of a built-in circuit after a while, with a command before its first step.
fn circuit_digest(experiment: &Experiment, first: Option<&Command>) -> Checkpoint {
    let mut engine = Engine::new(experiment);
    let mut digest = Digest::new(experiment.seed);
    if let Some(command) = first {
        engine.apply(command).expect("fits");
    }
    engine.advance(CIRCUIT_MS * u64::from(experiment.steps_per_ms()), &mut digest);
    digest.checkpoint()
}

#[test]
fn seed_and_input_of_a_circuit_both_count() {
    let recipe = Library::default().find_circuit("gamma-pair").expect("built in").preset.subject;
    let experiment = Experiment::circuit(recipe, 1);
    let whole = circuit_digest(&experiment, None);
    let other_seed = Experiment { seed: 2, ..experiment.clone() };
    assert_ne!(circuit_digest(&other_seed, None).digest, whole.digest);
    let injection = Injection::Pulse { amplitude: 1e-9, width_ms: 1.0 };
    let pulse = Command::Inject { site: Site::Neuron(NeuronId::new(17)), injection };
    assert_ne!(circuit_digest(&experiment, Some(&pulse)).digest, whole.digest);
}

/// Digests of every built-in preset's own protocol under every scheme it has, of a neuron under every
/// kind of stimulus, and of every circuit under every scheme: they may never change, on no machine and under no optimisation.
/// `UPDATE_DIGESTS=1` writes them anew.
#[test]
fn digests_are_those_on_record() {
    let entries = Library::default().entries();
    let presets = entries.iter().map(|entry| entry.preset.name().to_owned());
    let stimuli = stimulus_names().into_iter().map(|name| format!("stimulus-{name}"));
    let mut text = String::new();
    for name in presets.chain(stimuli) {
        let experiment = |scheme| match name.strip_prefix("stimulus-") {
            Some(stimulus) => stimulated(stimulus, scheme),
            None => published(&name, scheme),
        };
        for scheme in experiment(None).subject().schemes() {
            let experiment = experiment(Some(scheme));
            let end_ms = of(&experiment).setup.cell.protocol.duration_ms;
            let mut engine = Engine::new(&experiment);
            let mut digest = Digest::new(experiment.seed);
            engine.advance(steps_through(end_ms, experiment.steps_per_ms()), &mut digest);
            writeln!(text, "{name} {scheme} {}", digest.checkpoint()).unwrap();
        }
    }
    for entry in Library::default().circuits() {
        for scheme in entry.preset.subject.schemes() {
            let mut recipe = (*entry.preset.subject).clone();
            recipe.scheme = scheme;
            let experiment = Experiment::circuit(recipe.into(), 1);
            let digest = circuit_digest(&experiment, None);
            writeln!(text, "{} {scheme} {digest}", entry.preset.name()).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/digests.txt");
    if std::env::var_os("UPDATE_DIGESTS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let recorded = std::fs::read_to_string(path).unwrap();
    for (found, expected) in text.lines().zip(recorded.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(text.lines().count(), recorded.lines().count());
}
