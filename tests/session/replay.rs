//! What was recorded replays to the bit, and what was edited does not.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use izh_tui::engine::{Command, DriveState, Engine, Event, Injection, Mode, Setup, Site, Step};
use izh_tui::model::stimulus::Per;
use izh_tui::model::{Protocol, Scheme, Segment, Shape, State, Sweeps};
use izh_tui::session::{Entry, Replay, Storage, encode, read, read_from};
use proptest::prelude::*;

use crate::model::{inject, of, of_mut, setup};
use crate::support::{Act, acts, live, ms, parse, perform, record, start, tour};

fn noisy() -> Setup {
    let mut setup = setup("tonic-bursting");
    let shape = Shape::Noise { mean: 8.0, sd: 3.0, per: Per::SqrtMs };
    let edges = Default::default();
    setup.cell.protocol.segments = vec![Segment { start_ms: 2.0, end_ms: 60.0, shape, edges }];
    setup.cell.protocol = Protocol { duration_ms: 70.0, pause_ms: 5.0, ..setup.cell.protocol };
    setup
}

/// The same in seven sweeps, each from the initial state.
fn swept() -> Setup {
    let mut setup = noisy();
    setup.cell.protocol.sweeps = Some(Sweeps { length_ms: 10.0, count: 7, reset: true });
    setup
}

fn command() -> impl Strategy<Value = Command> {
    let presets = prop::sample::select(vec![
        "rs",
        "integrator",
        "spike-latency",
        "accommodation",
        "ca1-pyramidal-2014",
    ]);
    prop_oneof![
        (-20.0..20.0, 0.2..30.0)
            .prop_map(|(amplitude, width_ms)| inject(Injection::Pulse { amplitude, width_ms })),
        prop::option::of(-10.0..10.0).prop_map(|current| inject(Injection::Sustain { current })),
        (-10.0..15.0).prop_map(|current| inject(Injection::Hold { current })),
        Just(Command::Fire { site: Site::Subject }),
        prop::sample::select(Scheme::ALL.to_vec()).prop_map(|scheme| Command::Scheme { scheme }),
        Just(Command::Reset {}),
        presets.prop_map(|name| Command::Switch(setup(name).into())),
        Just(Command::Switch(noisy().into())),
        Just(Command::Switch(swept().into())),
        ".{0,12}".prop_map(|text| Command::Marker { text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_recording_begun_at_any_moment_replays_to_the_bit(
        before in acts(command(), 0..900), during in acts(command(), 0..900), scheme in prop::sample::select(Scheme::ALL.to_vec()),
    ) {
        let mut experiment = live("resonator");
        of_mut(&mut experiment).setup.scheme = scheme;
        let mut engine = Engine::new(&experiment);
        let mut unrecorded = start(&mut engine);
        perform(&mut engine, &mut unrecorded, &before);
        let origin = engine.step().0;
        let bytes = record(&mut engine, &during);
        let session = parse(&bytes);
        let outcome = session.verify(1).unwrap();
        prop_assert_eq!(outcome.divergence, None, "{}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(outcome.steps, engine.step().0 - origin);
        prop_assert_eq!(outcome.cut, None);
    }

    #[test]
    fn any_finite_number_comes_back_to_the_bit(v: f64, u: f64, holding: f64, seed in 0..=i64::MAX) {
        prop_assume!(v.is_finite() && u.is_finite() && holding.is_finite());
        let mut experiment = live("chattering");
        of_mut(&mut experiment).state = State { v, u };
        of_mut(&mut experiment).drive = DriveState::holding(holding);
        experiment.seed = seed as u64;
        let session = parse(&record(&mut Engine::new(&experiment), &[]));
        prop_assert_eq!(of(session.experiment()).state.v.to_bits(), v.to_bits());
        prop_assert_eq!(of(session.experiment()).state.u.to_bits(), u.to_bits());
        prop_assert_eq!(of(session.experiment()).drive.holding.to_bits(), holding.to_bits());
        prop_assert_eq!(session.experiment(), &experiment);
    }
}

#[test]
fn every_command_comes_back_as_it_was() {
    let mut engine = Engine::new(&live("chattering"));
    let acts = tour();
    let session = parse(&record(&mut engine, &acts));
    let recorded: Vec<Command> = session
        .blocks()
        .map(Result::unwrap)
        .filter_map(|block| match block.entry {
            Entry::Event(event) => Some(event.command),
            _ => None,
        })
        .collect();
    let given = acts.into_iter().filter_map(|act| match act {
        Act::Command(command) => Some(command),
        _ => None,
    });
    assert_eq!(recorded, given.collect::<Vec<_>>());
    assert_eq!(session.verify(1).unwrap().divergence, None);
    assert_eq!((session.summary().events, session.summary().checks), (10, 11));
    assert_eq!(session.summary().duration_ms, engine.time_ms());
    assert_eq!(session.about(), &crate::support::about());
}

#[test]
fn a_recording_begun_within_a_repeat_with_pulses_under_way_replays() {
    let mut engine = Engine::new(&live("rebound-burst"));
    let step = ms(&engine, 30 * 1000 + 22);
    engine.advance(step.0, &mut ());
    engine.apply(&inject(Injection::Pulse { amplitude: 3.0, width_ms: 500.0 })).unwrap();
    engine.apply(&inject(Injection::Pulse { amplitude: 0.1, width_ms: 7.0 })).unwrap();
    engine.advance(9, &mut ());
    let bytes = record(&mut engine, &[Act::Advance(5000), Act::Check, Act::Advance(1)]);
    let session = parse(&bytes);
    let drive = &of(session.experiment()).drive;
    assert_eq!(drive.pulses.len(), 2);
    let program = drive.program.unwrap();
    assert_eq!((program.mode, program.elapsed_steps), (Mode::Repeat, step.0 + 9));
    let outcome = session.verify(1).unwrap();
    assert_eq!((outcome.divergence, outcome.steps), (None, 5001));
    assert!(outcome.spikes > 0);
}

#[test]
fn a_recording_of_a_neuron_that_was_stopped_replays() {
    // Thousands of spikes within a millisecond end this run under the exact scheme.
    let mut experiment = live("inhibition-induced-bursting");
    of_mut(&mut experiment).setup.scheme = Scheme::Exact;
    let mut engine = Engine::new(&experiment);
    while engine.halt().is_none() {
        engine.advance(1, &mut ());
        assert!(engine.time_ms() < 350.0);
    }
    engine.advance(1, &mut ());
    let acts = [
        Act::Advance(40),
        Act::Command(inject(Injection::Hold { current: -100.0 })),
        Act::Advance(400),
        Act::Command(Command::Reset {}),
        Act::Advance(400),
    ];
    let session = parse(&record(&mut engine, &acts));
    assert_eq!(session.verify(1).unwrap().divergence, None);
}

/// A file that is another one once it has been read.
#[derive(Debug)]
struct Changing {
    before: Vec<u8>,
    after: Vec<u8>,
    is_changed: AtomicBool,
}

impl Storage for Changing {
    fn bytes(&self) -> u64 {
        self.before.bytes()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let is_changed = self.is_changed.load(Ordering::SeqCst);
        if is_changed { &self.after } else { &self.before }.read_at(buffer, offset)
    }
}

#[test]
fn a_switch_of_kind_in_a_file_that_was_changed_is_an_obstacle() {
    let mut acts = vec![Act::Command(Command::Marker { text: "x".repeat(1000) }); 20];
    acts.push(Act::Advance(10));
    let before = record(&mut Engine::new(&live("chattering")), &acts);
    let text = String::from_utf8(before.clone()).unwrap();
    let head = &text[..text.find("[[event]]").unwrap()];
    let event = Event { step: Step(0), command: Command::Switch(crate::lab::lab().into()) };
    let mut after = format!("{head}{}", encode::event(&event)).into_bytes();
    assert!(after.len() < before.len());
    after.resize(before.len(), b'\n');
    let storage = Arc::new(Changing { before, after, is_changed: AtomicBool::new(false) });
    let session = read_from("a.toml", storage.clone(), &mut |_| true).unwrap().unwrap();
    assert_eq!(session.verify(1).unwrap().divergence, None);
    storage.is_changed.store(true, Ordering::SeqCst);
    let error = session.verify(1).unwrap_err().to_string();
    assert!(error.contains("this acts on a circuit, not on a single neuron"), "{error}");
}

#[test]
fn a_replay_in_pieces_is_the_replay_in_one() {
    let bytes = record(&mut Engine::new(&live("chattering")), &tour());
    let session = parse(&bytes);
    let whole = session.verify(1).unwrap();
    for piece in [1, 7, 100, 10_000] {
        let mut replay = Replay::new(session.clone());
        let mut made = 0;
        while !replay.is_finished() {
            made += replay.advance(piece, &mut ()).unwrap();
        }
        assert_eq!(made, whole.steps);
        assert_eq!(replay.advance(piece, &mut ()), Ok(0));
        assert_eq!(replay.checkpoint().spikes, whole.spikes);
        assert_eq!(replay.divergence(), None);
    }
}

/// Three checks around two pulses: at steps 0, 400, 800 and 1200.
fn two_pulses() -> String {
    let pulse = |amplitude| Act::Command(inject(Injection::Pulse { amplitude, width_ms: 2.0 }));
    let acts = [
        Act::Advance(400),
        Act::Check,
        Act::Advance(20),
        pulse(10.0),
        Act::Advance(380),
        Act::Check,
        pulse(-10.0),
        Act::Advance(400),
    ];
    String::from_utf8(record(&mut Engine::new(&live("rebound-spike")), &acts)).unwrap()
}

/// Between which steps the edited recording diverges.
fn diverges(text: &str) -> (u64, u64) {
    let session = read("a.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let divergence = session.verify(1).unwrap().divergence.expect("diverges");
    let title = |line: usize| text.lines().nth(line - 1).unwrap_or_default();
    assert!(matches!(title(divergence.at.line), "[[check]]" | "[end]"));
    if divergence.after.line > 0 {
        assert_eq!(title(divergence.after.line), "[[check]]");
    }
    (divergence.after.step.0, divergence.at.step.0)
}

#[test]
fn an_edit_is_named_between_the_right_checks() {
    let text = two_pulses();
    let edited = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        diverges(&text.replacen(from, to, 1))
    };
    let pulse = "[[event]]\nstep = 420\ncommand.pulse = { amplitude = 10.0, width_ms = 2.0 }\n\n";
    // One whose difference has long died out by the next check, too.
    assert_eq!(edited("amplitude = 10.0", "amplitude = 10.000000000001"), (400, 800));
    assert_eq!(edited(pulse, ""), (400, 800));
    assert_eq!(edited("step = 420\n", "step = 421\n"), (400, 800));
    assert_eq!(edited("amplitude = -10.0", "amplitude = -11.0"), (800, 1200));
    assert_eq!(edited("seed = 1", "seed = 2"), (0, 0));
    assert_eq!(
        edited("step = 800\nstate = { spikes = ", "step = 800\nstate = { spikes = 1"),
        (400, 800)
    );
    let digest = text.split("digest = \"").nth(2).unwrap().split('"').next().unwrap();
    assert_eq!(edited(digest, "0123456789abcdef"), (0, 400));
    let added = format!("{pulse}[end]").replace("420", "1100");
    assert_eq!(edited("[end]", &added), (800, 1200));
}

#[test]
fn a_replay_goes_on_after_a_divergence() {
    let text = two_pulses().replacen("amplitude = 10.0", "amplitude = 11.0", 1);
    let session = read("a.toml", text).unwrap();
    let mut replay = Replay::new(session);
    assert_eq!(replay.advance(u64::MAX, &mut ()), Ok(1200));
    assert!(replay.is_finished());
    assert_eq!(replay.divergence().unwrap().at.step, Step(800));
    let said = replay.divergence().unwrap().to_string();
    assert!(said.starts_with("diverged between the checks at step 400 (line "), "{said}");
}

#[test]
fn hand_edited_toml_is_read() {
    let text = two_pulses()
        .replace(
            "command.pulse = { amplitude = 10.0, width_ms = 2.0 }",
            "# by hand\n  [event . command.pulse]\namplitude=10\nwidth_ms = 2\n",
        )
        .replace("[[check]]", "  [[ 'check' ]]  # so far")
        .replace('\n', "\r\n");
    let outcome = read("a.toml", text).unwrap().verify(1).unwrap();
    assert_eq!((outcome.divergence, outcome.steps), (None, 1200));
}

#[test]
fn a_command_that_does_not_fit_is_named() {
    let text = two_pulses().replacen("width_ms = 2.0", "width_ms = 0.001", 1);
    let session = read("a.toml", text.as_str()).unwrap();
    let line = text.lines().position(|line| line == "step = 420").unwrap();
    let error = session.verify(1).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "a.toml:{line}:1: expected a command that fits: a pulse must be at least half a step wide"
        )
    );
    let mut replay = Replay::new(session);
    assert_eq!(replay.advance(u64::MAX, &mut ()), Err(error.clone()));
    assert_eq!(replay.advance(u64::MAX, &mut ()), Err(error));
    assert_eq!(replay.engine().step(), Step(420));
}

#[test]
fn every_version_of_a_neurons_recording_is_read_for_ever() {
    let first: &[u8] = include_bytes!("../data/sessions/v1.toml");
    for file in [first, include_bytes!("../data/sessions/v2.toml")] {
        let session = parse(file);
        let outcome = session.verify(1).unwrap();
        assert_eq!(outcome.divergence, None);
        assert_eq!(outcome.cut, None);
        assert_eq!(session.experiment().subject().name(), "chattering");
    }
}

/// In the first recordings white noise was counted per step, and did not say so.
#[test]
fn noise_of_the_first_format_is_per_step() {
    let v2 = include_str!("../data/sessions/v2.toml");
    let silent = v2.replace(", per = \"step\"", "");
    assert_ne!(silent, v2);
    let verified = |text: &str| {
        let session = read("noise.toml", text).expect("a valid recording");
        session.verify(1).expect("it runs").divergence
    };
    assert_eq!(verified(v2), None);
    assert_eq!(verified(&silent.replace("format = 2", "format = 1")), None);
    assert!(verified(&silent).is_some(), "it means another noise in format 2");
}

/// A file that becomes shorter once it has been read.
#[derive(Debug)]
struct Shrinking {
    bytes: Vec<u8>,
    left: AtomicU64,
}

impl Storage for Shrinking {
    fn bytes(&self) -> u64 {
        self.bytes.bytes()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let left = self.left.load(Ordering::SeqCst).saturating_sub(offset) as usize;
        let most = buffer.len().min(left);
        self.bytes.read_at(&mut buffer[..most], offset)
    }
}

#[test]
fn a_file_that_is_changed_while_it_is_played_ends_the_replay_with_an_error() {
    let mut acts = tour();
    // More than is read at once.
    let text = "x".repeat(1000);
    acts.extend((0..200).map(|_| Act::Command(Command::Marker { text: text.clone() })));
    acts.push(Act::Advance(100));
    let bytes = record(&mut Engine::new(&live("chattering")), &acts);
    for left in [0, 1_000, 70_000, 150_000] {
        let storage = Arc::new(Shrinking { left: AtomicU64::new(u64::MAX), bytes: bytes.clone() });
        let recorded = read_from("a.toml", storage.clone(), &mut |_| true).unwrap().unwrap();
        assert_eq!(recorded.verify(1).unwrap().divergence, None);
        storage.left.store(left, Ordering::SeqCst);
        let error = recorded.verify(1).unwrap_err().to_string();
        assert_eq!(error, "a.toml: expected as many bytes as when it was opened, found fewer");
        assert_eq!(recorded.blocks().last().unwrap().unwrap_err().to_string(), error);
        let mut replay = Replay::new(recorded);
        replay.advance(u64::MAX, &mut ()).unwrap_err();
        assert!(replay.is_over() && !replay.is_finished());
        assert_eq!(replay.obstacle(), Some(format!("stopped: {error}")));
    }
}
