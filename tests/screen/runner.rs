//! The event loop under a clock and a keyboard that follow a script.

use izh_tui::app::{App, Front};
use izh_tui::desk::Start;
use izh_tui::engine::Site;
use izh_tui::gallery::Figure;
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::session::About;

use crate::support::model::preset;
use crate::support::paper::Paper;
use crate::support::scope::{START, live, scope};
use crate::support::script::{self, Answers, Around, Played};

/// Runs the loop at 50 frames per second through keys at times (ms); the last should be `q`.
fn play(keys: &[(u64, Key)]) -> Played {
    play_on(at_once, scope("chattering"), keys)
}

/// The same with a scope of one's own on a terminal that answers when `answer` says so.
fn play_on(answer: Answers, app: Scope, keys: &[(u64, Key)]) -> Played {
    play_program(answer, App::scope(app), keys)
}

/// The same with a whole program of one's own.
fn play_program(answer: Answers, program: App, keys: &[(u64, Key)]) -> Played {
    script::play(program, (80, 24), 50, answer, keys)
}

/// When frames were sent (ms), but for the second: as soon as the answer to the first, which is small,
/// tells what the link carries, the rest of the picture follows.
fn times_ms(played: &Played) -> Vec<u64> {
    let all = played.frames.iter().map(|frame| frame.at_ns / 1_000_000);
    all.enumerate().filter(|(index, _)| *index != 1).map(|(_, ms)| ms).collect()
}

fn at_once(sent_ms: u64) -> Option<u64> {
    Some(sent_ms)
}

fn never(_: u64) -> Option<u64> {
    None
}

/// A link that is slower than the frames: one is answered every 100 ms.
fn slowly(sent_ms: u64) -> Option<u64> {
    Some((sent_ms / 100 + 2) * 100)
}

/// A terminal that answers nothing until 5 s have passed.
fn late(sent_ms: u64) -> Option<u64> {
    Some((sent_ms + 3).max(5000))
}

/// A terminal that stops answering after a second, and answers everything a minute later.
fn stalling(sent_ms: u64) -> Option<u64> {
    Some(if sent_ms < 1000 { sent_ms + 3 } else { (sent_ms + 3).max(61_000) })
}

const QUIT: Key = Key::Char('q');

#[test]
fn frames_come_at_their_rate_in_one_write_each() {
    let played = play(&[(1000, QUIT)]);
    let times = times_ms(&played);
    assert!((50..=51).contains(&times.len()), "{}", times.len());
    assert!(times.iter().copied().eq((0..).step_by(20).take(times.len())));
    assert_eq!(played.app().engine().time_ms(), 1000.0);
}

#[test]
fn a_key_gets_the_step_of_its_arrival_and_is_answered_at_once() {
    let played = play(&[(103, Key::Up), (113, Key::Up), (300, QUIT)]);
    assert_eq!(played.app().engine().holding_current(Site::Subject), 11.0);
    for ms in [103, 113] {
        assert!(times_ms(&played).contains(&ms), "no frame at {ms} ms");
    }
    // Frames on keys do not put off those that are due.
    assert!(times_ms(&played).contains(&120));
}

#[test]
fn a_flood_of_keys_neither_stops_frames_nor_delays_the_next() {
    let mut keys: Vec<_> = (1..=500).map(|ms| (ms, Key::Char('e'))).collect();
    keys.push((1000, QUIT));
    let played = play(&keys);
    let times = times_ms(&played);
    assert!(times.last().is_some_and(|ms| *ms >= 980), "{times:?}");
    let after = times.iter().filter(|ms| **ms > 500).count();
    assert!((24..=26).contains(&after), "{after}");
}

#[test]
fn paused_it_neither_writes_nor_wakes_often() {
    let played = play(&[(500, Key::Char(' ')), (60_500, QUIT)]);
    assert_eq!(played.count(501, 61_000), 0);
    assert_eq!(played.app().engine().time_ms(), 500.0);
    // 25 waits before, and at most five a second after.
    assert!(played.waits < 30 + 5 * 60, "{}", played.waits);
}

#[test]
fn a_circuit_is_drawn_and_paused_like_a_neuron() {
    let program = || App::scope(crate::support::circuit::circuit(crate::support::circuit::MANY));
    let scope = |played: &Played| match played.program.front() {
        Front::Scope(scope) => {
            (scope.engine().time_ms(), scope.circuit().unwrap().constant().total())
        }
        _ => panic!("the circuit was left"),
    };
    let played = play_program(at_once, program(), &[(1000, QUIT)]);
    assert!((50..=51).contains(&times_ms(&played).len()));
    assert_eq!(scope(&played).0, 1000.0);
    let keys = [(503, Key::Char(' ')), (507, Key::Up), (60_500, QUIT)];
    let played = play_program(at_once, program(), &keys);
    // What the key did is shown, and then nothing any more.
    assert!(times_ms(&played).contains(&507));
    assert_eq!(played.count(600, 61_000), 0);
    assert_eq!(scope(&played), (503.0, 0.5));
    assert!(played.waits < 40 + 5 * 60, "{}", played.waits);
}

#[test]
fn never_more_than_two_frames_are_unanswered() {
    let keys: Vec<_> = (1..=900).map(|k| (k * 10, Key::Char('e'))).chain([(9500, QUIT)]).collect();
    for answer in [at_once, slowly] {
        let played = play_on(answer, scope("chattering"), &keys);
        let (unanswered, _) = played.unanswered_max(0);
        assert!(unanswered <= 2, "{unanswered}");
        assert_eq!(played.app().engine().time_ms(), 9500.0);
    }
}

#[test]
fn a_slow_link_gets_as_many_frames_as_it_carries() {
    let played = play_on(slowly, scope("chattering"), &[(10_000, QUIT)]);
    let frames = played.count(1000, 10_000);
    assert!((85..=185).contains(&frames), "{frames}");
}

#[test]
fn a_terminal_that_answers_late_gets_the_newest_state_at_once() {
    for (answer, back_ms) in [(late as Answers, 5000), (stalling, 61_000)] {
        let played = play_on(answer, scope("chattering"), &[(back_ms + 1000, QUIT)]);
        assert!(played.count(back_ms, back_ms + 20) >= 1);
        assert!(played.count(back_ms + 20, back_ms + 1000) >= 48);
    }
    let stalled = play_on(stalling, scope("chattering"), &[(61_000, QUIT)]).count(1000, 61_000);
    assert!(stalled <= 20, "{stalled} frames into a link that stands still");
}

#[test]
fn an_answer_draws_nothing_by_itself() {
    let between: Answers = |sent_ms| Some(sent_ms + 7);
    let played = play_on(between, scope("chattering"), &[(2000, QUIT)]);
    assert!(times_ms(&played).iter().all(|ms| ms.is_multiple_of(20)));
    assert_eq!(played.count(200, 2000), 90);
}

#[test]
fn a_key_is_answered_at_once_where_a_frame_is_slow() {
    // Frames take 80 ms of which the way takes 3: one is under way, and a key has the other place.
    let slow: Answers = |sent_ms| Some(sent_ms + if sent_ms < 100 { 3 } else { 80 });
    let keys: Vec<_> = (1..20).map(|k| (k * 173, Key::Up)).chain([(5000, QUIT)]).collect();
    let played = play_on(slow, scope("chattering"), &keys);
    for (ms, _) in &keys[1..19] {
        assert_eq!(played.count(*ms, ms + 1), 1, "no frame at {ms} ms");
    }
}

#[test]
fn a_paused_picture_is_completed_when_the_link_lets_it() {
    let keys = [(1010, Key::Char(' ')), (60_000, QUIT)];
    let played = play_on(slowly, scope("chattering"), &keys);
    assert!((1..=3).contains(&played.count(1010, 60_000)), "{:?}", times_ms(&played));
    assert!(played.waits < 400 + 5 * 60, "{}", played.waits);
}

/// A scope whose display suits the link.
fn auto_scope() -> Scope {
    scope("chattering")
}

#[test]
fn auto_rolls_where_the_link_carries_it_and_sweeps_where_it_does_not() {
    let display = |answer: Answers, keys: &[(u64, Key)]| {
        play_on(answer, auto_scope(), keys).app().controls().timebase.display()
    };
    let end = (9000, QUIT);
    assert_eq!(display(at_once, &[end]), Display::Roll);
    // What a terminal may have that never answers does not carry a rolling trace.
    assert_eq!(display(never, &[end]), Display::Sweep);
    let slow: Answers = |sent_ms| Some((sent_ms / 250 + 2) * 250);
    assert_eq!(display(slow, &[end]), Display::Sweep);
    assert_eq!(
        display(slow, &[(1000, Key::Char('d')), (1010, Key::Char('d')), end]),
        Display::Trigger
    );
}

/// What can be in front, at which speed, and paused or not.
fn modes() -> Vec<(String, App)> {
    let neuron = |speed, paused| {
        let view = ViewSettings { speed: Some(speed), ..ViewSettings::OPEN };
        Scope::new(&live(&preset("chattering")), Vec::new(), Start { view, paused, ..START })
    };
    let mut all = Vec::new();
    for speed in [0.001, 0.1, 1.0, 10.0, 1000.0] {
        all.push((format!("at speed {speed}"), App::scope(neuron(speed, false))));
    }
    all.push(("paused".into(), App::scope(neuron(1.0, true))));
    let paper = Paper::default();
    let mut recorded = scope("chattering");
    let medium = Box::new(paper.clone());
    recorded.start_recording(medium, &About::default(), "paper".into()).expect("started");
    crate::support::scope::wait(&mut recorded, 5000);
    recorded.stop_recording();
    all.push(("replay".into(), App::scope(crate::support::scope::replay(paper.session()))));
    let circuit = crate::support::circuit::circuit(crate::support::circuit::MANY);
    all.push(("circuit".into(), App::scope(circuit)));
    all.push(("gallery".into(), crate::support::gallery::program(Figure::Features)));
    all
}

fn time_ms(played: &Played) -> f64 {
    match played.program.front() {
        Front::Scope(app) => app.engine().time_ms(),
        Front::Gallery(gallery) => gallery.time_ms(),
    }
}

#[test]
fn while_it_is_stopped_the_models_time_stands_still() {
    for ((name, stopped), (_, through)) in modes().into_iter().zip(modes()) {
        let keys = [(503, Key::Ctrl('z')), (100_000, QUIT)];
        let shell = Around { stop_ms: Some(99_000), ..Around::default() };
        let stopped = script::play_in(shell, stopped, (80, 24), 50, at_once as Answers, &keys);
        let through = play_program(at_once, through, &[(503, Key::Char('_')), (1000, QUIT)]);
        assert_eq!(time_ms(&stopped), time_ms(&through), "{name}");
        // The picture is there again as soon as it goes on.
        assert_eq!(stopped.count(504, 99_503), 0, "{name}");
        assert!(stopped.count(99_503, 99_504) >= 1, "{name}");
        assert_eq!(stopped.end_ns, 100_000_000_000, "{name}");
    }
}

#[test]
fn where_nobody_would_continue_it_it_says_so_and_goes_on() {
    for ((name, asked), (_, through)) in modes().into_iter().zip(modes()) {
        let asked = play_program(at_once, asked, &[(503, Key::Ctrl('z')), (1000, QUIT)]);
        let through = play_program(at_once, through, &[(503, Key::Char('_')), (1000, QUIT)]);
        assert_eq!(time_ms(&asked), time_ms(&through), "{name}");
        let screens = asked.screens(0);
        assert!(
            screens.iter().any(|(_, screen)| screen.contains("no shell to suspend to")),
            "{name}"
        );
    }
}

#[test]
fn a_recording_does_not_know_of_the_link() {
    // Where the checks of every second fall depends on the frames; what they say does not.
    let events_and_end = |answer: Answers| {
        let (paper, mut app) = (Paper::default(), scope("chattering"));
        let medium = Box::new(paper.clone());
        app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
        let keys: Vec<_> = (1..300)
            .map(|k| (k * 13, Key::Char(['e', 'i', '3', '[', 's'][k as usize % 5])))
            .chain([(4000, Key::Char(' ')), (4321, Key::Char('.')), (5000, QUIT)])
            .collect();
        play_on(answer, app, &keys);
        let text = paper.text();
        let blocks = text.split("\n\n").filter(|block| !block.starts_with("[[check]]"));
        blocks.map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = events_and_end(at_once);
    assert!(expected.len() > 200 && expected.iter().any(|block| block.starts_with("[end]")));
    for answer in [slowly, never as Answers, late] {
        assert_eq!(events_and_end(answer), expected);
    }
}
