//! Recordings of circuits: from whatever moment on they are made, they begin at the circuit's start.

use std::sync::Arc;

use izh_tui::circuit::{NeuronId, PopulationId, Recipe};
use izh_tui::engine::{Command, Experiment, Injection, Site, Step};
use izh_tui::model::Scheme;
use izh_tui::session::{CommandLog, Entry, Recorder, Session, encode, read};
use proptest::prelude::*;

use crate::lab::{Bench, lab, recipe, tour, tour_of_populations};
use crate::support::{Act, about, acts, parse};

fn injection() -> impl Strategy<Value = Injection> {
    prop_oneof![
        (-20.0..20.0, 0.2..30.0)
            .prop_map(|(amplitude, width_ms)| Injection::Pulse { amplitude, width_ms }),
        prop::option::of(-10.0..10.0).prop_map(|current| Injection::Sustain { current }),
        (-10.0..15.0).prop_map(|current| Injection::Hold { current }),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let site = prop_oneof![
        (0usize..3).prop_map(|index| Site::Population(PopulationId::new(index))),
        (0u32..13).prop_map(|number| Site::Neuron(NeuronId::new(number)))
    ];
    let circuits = [lab(), recipe("half-centre"), recipe("burst-synapse"), recipe("gamma-pair")];
    prop_oneof![
        6 => (site, injection()).prop_map(|(site, injection)| Command::Inject { site, injection }),
        1 => prop::sample::select(&Scheme::ALL[..]).prop_map(|scheme| Command::Scheme { scheme }),
        1 => Just(Command::Reset {}),
        1 => prop::sample::select(circuits.to_vec()).prop_map(|recipe| Command::Switch(recipe.into())),
        1 => ".{0,12}".prop_map(|text| Command::Marker { text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_recording_begun_at_any_moment_replays_from_the_circuit_s_start(
        before in acts(command(), 0..300), during in acts(command(), 0..300), seed in 0..=i64::MAX as u64,
    ) {
        let mut bench = Bench::new(lab(), seed);
        bench.perform(&before, None);
        let origin = bench.engine.origin().0;
        let bytes = bench.record(&during);
        let outcome = parse(&bytes).verify(1).unwrap();
        prop_assert_eq!(outcome.divergence, None, "{}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(outcome.steps, bench.engine.step().0 - origin);
        prop_assert_eq!(outcome.cut, None);
    }
}

fn commands(session: &Session) -> Vec<Command> {
    let entries = session.blocks().map(|block| block.unwrap().entry);
    entries
        .filter_map(
            |entry| if let Entry::Event(event) = entry { Some(event.command) } else { None },
        )
        .collect()
}

fn given(acts: Vec<Act>) -> Vec<Command> {
    acts.into_iter()
        .filter_map(|act| if let Act::Command(c) = act { Some(c) } else { None })
        .collect()
}

#[test]
fn every_command_of_a_circuit_comes_back_as_it_was() {
    let mut bench = Bench::new(lab(), 7);
    let session = parse(&bench.record(&tour()));
    assert_eq!(commands(&session), given(tour()));
    assert_eq!(session.experiment(), &Experiment::circuit(lab(), 7));
    assert_eq!((session.summary().events, session.summary().checks), (12, 13));
    // Ten times 60 steps of 0.5 ms, then of 0.25 ms.
    assert_eq!(session.summary().duration_ms, bench.engine.time_ms());
    assert_eq!(session.summary().duration_ms, 330.0);
    assert_eq!(session.about(), &about());
    let outcome = session.verify(1).unwrap();
    assert_eq!(outcome.divergence, None);
    assert!(outcome.spikes > 20, "{}", outcome.spikes);
}

#[test]
fn what_is_done_to_populations_comes_back_as_it_was() {
    let mut bench = Bench::new(lab(), 7);
    let session = parse(&bench.record(&tour_of_populations()));
    assert_eq!(commands(&session), given(tour_of_populations()));
    assert_eq!(session.verify(1).unwrap().divergence, None);
    let edited = &bench.engine.recipe().expect("a circuit").populations[0];
    assert_eq!(edited.neuron.d, lab().populations[0].neuron.d + 1.5, "a reset leaves parameters");
    // A recording that begins now starts from the circuit as it was, and edits it.
    let session = parse(&bench.record(&[Act::Advance(50)]));
    assert_eq!(session.experiment(), &Experiment::circuit(lab(), 7));
    assert_eq!(session.verify(2).unwrap().divergence, None);
}

#[test]
fn what_was_done_before_is_written_first() {
    let mut bench = Bench::new(recipe("chain"), 1);
    bench.perform(&[Act::Advance(50), Act::Command(Command::Switch(lab().into()))], None);
    let before = tour()[..30].to_vec();
    bench.perform(&before, None);
    let session = parse(&bench.record(&[Act::Advance(10)]));
    let blocks: Vec<_> = session.blocks().map(|block| block.unwrap().entry).collect();
    // All but the marker, which stands in the recording in which it was dropped.
    let unmarked: Vec<_> =
        given(before).into_iter().filter(|c| !matches!(c, Command::Marker { .. })).collect();
    assert_eq!(commands(&session), unmarked);
    assert_eq!(blocks.len(), 1 + 9 + 2);
    assert!(matches!(&blocks[0], Entry::Check(check) if check.step == Step(0)));
    assert!(matches!(&blocks[10], Entry::Check(check) if check.step == Step(600)));
    assert!(matches!(&blocks[11], Entry::End(check) if check.step == Step(610)));
    assert_eq!(session.experiment().subject(), lab().into());
    assert_eq!(session.verify(1).unwrap().divergence, None);
}

#[test]
fn a_recording_from_the_start_has_no_second_check_there() {
    let session = parse(&Bench::new(lab(), 1).record(&[]));
    assert_eq!((session.summary().checks, session.summary().end), (1, Step(0)));
}

#[test]
fn a_history_that_is_too_long_is_told_before_anything_is_written() {
    let mut bench = Bench::new(recipe("half-centre"), 1);
    let hold = Command::Inject {
        site: Site::Neuron(NeuronId::FIRST),
        injection: Injection::Hold { current: 0.5 },
    };
    for _ in 0..CommandLog::COMMANDS_MAX {
        bench.log.add(&mut bench.engine, &hold);
    }
    let mut medium = Vec::new();
    assert!(Recorder::start(&mut medium, &about(), &bench.log, bench.engine.step()).is_ok());
    assert_eq!(parse(&medium).summary().events, 65_536);
    medium.clear();
    bench.log.add(&mut bench.engine, &hold);
    let error = Recorder::start(&mut medium, &about(), &bench.log, bench.engine.step());
    let error = error.map(drop).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert_eq!(
        error.to_string(),
        "a recording would need more than 65536 commands since the circuit was started"
    );
    assert!(medium.is_empty());
    // Another circuit has a log of its own.
    bench.perform(&[Act::Command(Command::Switch(lab().into())), Act::Advance(30)], None);
    assert_eq!(parse(&bench.record(&[])).verify(1).unwrap().divergence, None);
}

#[test]
fn a_check_is_due_every_minute_of_the_model_at_any_step() {
    let mut bench = Bench::new(recipe("chain"), 1);
    // Four steps a millisecond at first, two after the switch, which finds a check due at once.
    let mut acts = vec![Act::Advance(24_000); 15];
    acts.push(Act::Command(Command::Switch(lab().into())));
    acts.extend(vec![Act::Advance(12_000); 26]);
    let session = parse(&bench.record(&acts));
    let checks = session.blocks().filter_map(|block| match block.unwrap().entry {
        Entry::Check(check) => Some(check.step.0),
        _ => None,
    });
    assert_eq!(checks.collect::<Vec<_>>(), [0, 240_000, 372_000, 492_000, 612_000]);
}

/// A recording of the lab with a check after every 200 steps.
fn two_pulses() -> String {
    let pulse = |amplitude| {
        let injection = Injection::Pulse { amplitude, width_ms: 2.0 };
        Act::Command(Command::Inject { site: Site::Population(PopulationId::FIRST), injection })
    };
    let half = Act::Advance(100);
    let acts =
        [pulse(10.0), half.clone(), half.clone(), Act::Check, half.clone(), pulse(-10.0), half];
    String::from_utf8(Bench::new(lab(), 1).record(&acts)).unwrap()
}

#[test]
fn an_edited_recording_diverges_between_the_two_checks_around_the_edit() {
    let text = two_pulses();
    let verified = |text: String| parse(text.as_bytes()).verify(1).unwrap();
    assert_eq!(verified(text.clone()).divergence, None);
    for (from, to, after, at) in [
        ("amplitude = 10.0", "amplitude = 10.000001", 0, 200),
        ("amplitude = -10.0", "amplitude = -10.5", 200, 400),
        ("seed = 1", "seed = 2", 0, 0),
        ("degree = 3", "degree = 4", 0, 200),
        ("weight = 6.0", "weight = 7.0", 0, 200),
        ("release = 0.5", "release = 0.625", 0, 200),
        ("population = 0 }", "neuron = 0 }", 0, 200),
    ] {
        assert!(text.contains(from), "{from}");
        let divergence = verified(text.replacen(from, to, 1)).divergence;
        let divergence = divergence.unwrap_or_else(|| panic!("{from} -> {to}: no divergence"));
        assert_eq!((divergence.after.step.0, divergence.at.step.0), (after, at), "{from}");
    }
}

#[test]
fn a_circuit_that_blows_up_replays() {
    let mut broken = Recipe::clone(&lab());
    broken.populations[0].protocol = izh_tui::model::Protocol::constant(1e6);
    broken.populations[0].neuron.d = 1e308;
    let mut bench = Bench::new(Arc::new(broken), 1);
    bench.perform(&[Act::Advance(300)], None);
    assert!(bench.engine.halt().is_some());
    let acts = [Act::Advance(30), Act::Check, Act::Command(Command::Reset {}), Act::Advance(30)];
    let outcome = parse(&bench.record(&acts)).verify(1).unwrap();
    assert_eq!((outcome.divergence, outcome.steps), (None, 360));
}

#[test]
fn any_number_of_threads_gives_one_file() {
    let mut large = Recipe::clone(&lab());
    // More than two shards, which is what threads share out.
    large.populations[0].count = 30_000;
    large.populations[1].count = 9_000;
    large.projections.remove(1);
    let large = Arc::new(large);
    let acts = [
        Act::Advance(20),
        Act::Check,
        tour()[0].clone(),
        Act::Advance(30),
        Act::Command(Command::Switch(lab().into())),
        Act::Advance(30),
    ];
    let file = |threads: usize| {
        let mut bench = Bench::new(large.clone(), 5);
        bench.engine.set_threads(threads);
        bench.record(&acts)
    };
    let one = file(1);
    let recorded = read("a.toml", one.as_slice()).unwrap();
    for threads in [2, 7] {
        assert_eq!(file(threads), one);
        assert_eq!(recorded.verify(threads).unwrap().divergence, None);
    }
}

#[test]
fn a_seed_that_toml_can_not_carry_is_refused() {
    let bench = Bench::new(lab(), 1 << 63);
    let error = Recorder::start(Vec::new(), &about(), &bench.log, bench.engine.step());
    assert_eq!(error.map(drop).unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}

/// The recording in `tests/data/sessions/circuit-v2.toml`. `UPDATE_SESSIONS=1` writes it anew, which
/// nobody's own recordings survive.
#[test]
fn the_second_version_is_written_and_read_for_ever() {
    let mut bench = Bench::new(lab(), 1);
    bench.perform(&tour()[..6], None);
    let bytes = bench.record(&tour()[6..]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sessions/circuit-v2.toml");
    if std::env::var_os("UPDATE_SESSIONS").is_some() {
        std::fs::write(path, &bytes).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), kept);
    assert_eq!(parse(kept.as_bytes()).verify(1).unwrap().divergence, None);
    let neuron = include_str!("../data/sessions/v2.toml");
    let session = read("v2.toml", neuron).unwrap();
    assert!(neuron.starts_with(&encode::header(session.about(), session.experiment())));
}
