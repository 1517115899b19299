//! Whatever is done on the scope, its recording replays to the last bit.

use izh_tui::circuit::NeuronId;
use izh_tui::desk::Start;
use izh_tui::engine::Step;
use izh_tui::instrument::Scope;
use izh_tui::keys::{Context, DEFAULT_KEYMAP, Input, Key, Place};
use izh_tui::preset::Library;
use izh_tui::scope::ViewSettings;
use izh_tui::session::{About, read};
use proptest::prelude::*;

use crate::support::model::preset;
use crate::support::paper::Paper;
use crate::support::scope::{press, scope, type_text, wait};

/// Keys that do something, model or not.
const KEYS: &str = "eifI[]{}12345678nN .<>()-+=dsRmr0?/PowgBD";

fn key() -> impl Strategy<Value = Key> {
    let named = [Key::Enter, Key::Up, Key::Down, Key::Left, Key::Right, Key::Tab, Key::Esc];
    let chars: Vec<Key> = KEYS.chars().map(Key::Char).collect();
    prop_oneof![
        3 => prop::sample::select(chars),
        1 => prop::sample::select(named.to_vec()),
    ]
}

/// What is done, and how long is waited after it (ms).
fn script() -> impl Strategy<Value = Vec<(Key, u64)>> {
    prop::collection::vec((key(), 0u64..120), 1..40)
}

fn presets() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "chattering",
        "spike-latency",
        "inhibition-induced-bursting",
        "thalamo-cortical-2007",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_recording_from_any_moment_replays(
        preset in presets(),
        before in script(),
        recorded in script(),
    ) {
        let mut app = scope(preset);
        let paper = Paper::default();
        let play = |app: &mut izh_tui::instrument::Scope, script: Vec<(Key, u64)>| {
            for (key, ms) in script {
                // What the shell would have to do is not done: only the test starts a recording.
                let _ = app.handle(Input::Key(key));
                wait(app, ms);
            }
        };
        play(&mut app, before);
        press(&mut app, [Key::Esc]);
        let medium = Box::new(paper.clone());
        app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
        let recorded = recorded.into_iter().filter(|(key, _)| *key != Key::Char('R')).collect();
        play(&mut app, recorded);
        app.stop_recording();
        prop_assert!(app.recording_failure().is_none());

        let session = paper.session();
        prop_assert!(session.summary().cut.is_none());
        let verified = session.verify(1).expect("every recorded command fits");
        prop_assert_eq!(verified.divergence, None);
    }
}

#[test]
fn every_key_press_is_one_event_and_views_are_none() {
    let mut app = scope("chattering");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    type_text(&mut app, "eeif1nNsrm");
    press(&mut app, [Key::Enter, Key::Up, Key::Down]);
    assert_eq!(paper.session().summary().events, 13);
    type_text(&mut app, "[]{} .<>()-+=d0? ");
    press(&mut app, [Key::Esc, Key::Left, Key::Right, Key::Tab]);
    assert_eq!(paper.session().summary().events, 13);
    type_text(&mut app, "/rebound-b");
    press(&mut app, [Key::Enter]);
    assert_eq!(paper.session().summary().events, 14);
}

#[test]
fn at_its_end_a_replay_starts_over() {
    let mut app = scope("chattering");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    wait(&mut app, 200);
    type_text(&mut app, "4em");
    wait(&mut app, 300);
    app.stop_recording();
    let mut replay = crate::support::scope::replay(paper.session());
    let run = |replay: &mut izh_tui::instrument::Scope| {
        wait(replay, 160);
        assert_eq!(replay.cell().name, "chattering");
        wait(replay, 1000);
        assert!(replay.desk().paused);
        assert!(replay.desk().notice().expect("it is told").text.contains("Space starts over"));
        (
            replay.engine().time_ms(),
            replay.engine().state(NeuronId::FIRST),
            replay.spikes(),
            replay.trail().len(),
        )
    };
    let first = run(&mut replay);
    assert_eq!(first.0, 500.0);
    type_text(&mut replay, " ");
    assert!(!replay.desk().paused && replay.engine().time_ms() == 0.0 && replay.spikes() == 0);
    assert_eq!((replay.trace().oldest_ns(), replay.desk().notice()), (None, None));
    assert_eq!(run(&mut replay), first);
    // Before the end Space is what it is elsewhere.
    type_text(&mut replay, " ");
    wait(&mut replay, 80);
    type_text(&mut replay, " ");
    assert!(replay.desk().paused && replay.engine().time_ms() == 80.0);
    type_text(&mut replay, " ");
    assert!(!replay.desk().paused && replay.engine().time_ms() == 80.0);
}

#[test]
fn a_replay_offers_the_keys_that_work_in_it() {
    let mut app = scope("chattering");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    wait(&mut app, 400);
    app.stop_recording();
    let mut replay = crate::support::scope::replay(paper.session());
    let drives = "the recording drives the neuron";
    for row in DEFAULT_KEYMAP.rows(Context::live(Place::Neuron)) {
        for key in row.bindings.iter().flat_map(|binding| binding.2) {
            let does = |binding: &izh_tui::keys::Binding<_>| binding.2.contains(key);
            let offered = replay.bindings().iter().any(|row| row.bindings.iter().any(does));
            if !offered {
                let _ = replay.handle(Input::Key(*key));
                assert!(replay.desk().notice().is_some_and(|n| n.text.contains(drives)), "{key}");
                assert!(replay.overlay().is_none(), "{key}");
            }
        }
    }
    // In the panel of parameters, too, where digits begin a value.
    type_text(&mut replay, "P");
    for key in [Key::Left, Key::Right, Key::Enter, Key::Char('5'), Key::Char('o')] {
        let mut replay = crate::support::scope::replay(paper.session());
        type_text(&mut replay, "P");
        press(&mut replay, [key]);
        assert!(replay.desk().notice().is_some_and(|n| n.text.contains(drives)), "{key}");
    }
    let buf = crate::support::scope::cells(&replay, 80, 24, izh_tui::ui::Marker::Braille);
    let screen = crate::support::scope::text(&buf);
    assert!(screen.contains("save as a preset") && !screen.contains("type a value"), "{screen}");
    let footer = screen.lines().last().expect("a footer");
    for word in ["pulse", "step", "fire", "hold", "type", "find", "scheme", "record"] {
        assert!(!footer.contains(word), "{word}: {footer}");
    }
    assert!(footer.contains("pause") && footer.contains("speed"), "{footer}");
}

#[test]
fn a_check_is_written_every_second() {
    let mut app = scope("chattering");
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    wait(&mut app, 10_000);
    let checks = paper.session().summary().checks;
    assert!((9..=12).contains(&checks), "{checks}");
    // What was run since the last check is not at risk for as long as the scope is paused, and then
    // there is nothing to be written.
    wait(&mut app, 500);
    type_text(&mut app, " ");
    wait(&mut app, 10_000);
    let session = paper.session();
    assert_eq!((session.summary().checks, session.summary().end), (checks + 1, Step(42_000)));
}

#[test]
fn a_recording_at_a_thousand_times_real_time_stays_small() {
    const WALL_S: usize = 6;
    let speed = Some(1000.0);
    let view = ViewSettings { speed, ..ViewSettings::OPEN };
    let start = Start { view, ..crate::support::scope::START };
    let catalog = Library::default().entries();
    let mut app = Scope::new(&crate::support::scope::live(&preset("rs")), catalog, start);
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    let header_bytes = paper.len();
    wait(&mut app, 1000 * WALL_S as u64);
    let bytes_per_s = (paper.len() - header_bytes) / WALL_S;
    assert!(14 * 60 * bytes_per_s < 2_000_000, "{bytes_per_s} bytes a second");
    let blocks: Result<Vec<_>, _> = paper.session().blocks().collect();
    let blocks = blocks.expect("memory");
    let longest = blocks.windows(2).map(|pair| pair[1].entry.step().0 - pair[0].entry.step().0);
    // A minute, and what is made between two looks at the clock.
    assert!((240_000..250_000).contains(&longest.max().expect("checks")));
}

#[test]
fn a_full_disk_stops_the_recording_and_not_the_scope() {
    let mut app = scope("chattering");
    let paper = Paper::with_room(1500);
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    for _ in 0..40 {
        type_text(&mut app, "e");
        wait(&mut app, 100);
    }
    assert!(app.recording().is_none());
    let failure = app.recording_failure().expect("it is told");
    assert!(failure.contains("paper stopped"), "{failure}");
    assert!(app.engine().time_ms() > 3900.0);
    // What had been written by then is a recording that was cut off.
    let session = paper.session();
    assert!(session.summary().cut.is_some() && session.summary().events > 3);
    assert_eq!(session.verify(1).expect("fits").divergence, None);
}

#[test]
fn many_commands_at_one_step_are_carried_out_piece_by_piece() {
    let fixture = include_str!("../data/sessions/v1.toml");
    let (header, rest) = fixture.split_at(fixture.find("[[event]]").expect("an event"));
    let marker = "[[event]]\nstep = 0\ncommand.marker = { text = \"here\" }\n\n";
    let text = format!("{header}{}{rest}", marker.repeat(2000));
    let session = read("many", text).expect("it reads well");
    let mut app = crate::support::scope::replay(session.clone());
    app.tick(1_000_000, || false);
    assert_eq!(app.engine().time_ms(), 0.0);
    wait(&mut app, 200);
    assert!(app.engine().time_ms() > 100.0);
    wait(&mut app, 2000);
    assert!(app.desk().notice().expect("the end").text.contains("end of the recording"));
    let mut app = crate::support::scope::replay(session);
    app.seek(300.0);
    assert_eq!(app.engine().time_ms(), 300.25);
}

#[test]
fn a_recorded_command_that_does_not_fit_ends_the_replay_where_it_stands() {
    let fixture = include_str!("../data/sessions/v1.toml");
    let after_header = fixture.find("[[event]]").expect("an event");
    let (header, rest) = fixture.split_at(after_header);
    // Valid by itself, but shorter than half a step.
    let event = "[[event]]\nstep = 0\ncommand.pulse = { amplitude = 1.0, width_ms = 0.01 }\n\n";
    let session = read("edited", format!("{header}{event}{rest}")).expect("it reads well");
    let mut app = crate::support::scope::replay(session);
    app.seek(1e6);
    wait(&mut app, 1000);
    assert_eq!(app.engine().time_ms(), 0.0);
    let notice = app.desk().notice().expect("it is told");
    assert!(notice.text.contains("half a step"), "{}", notice.text);
}
