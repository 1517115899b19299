//! Inputs that wait for their turn: under a scripted clock on which every look at it takes time, as work
//! between two looks does.

use izh_tui::app::{App, Front};
use izh_tui::instrument::{Overlay, Scope};
use izh_tui::keys::Key;
use izh_tui::session::About;

use crate::support::circuit::{MANY, circuit};
use crate::support::paper::Paper;
use crate::support::scope::scope;
use crate::support::script::{Answers, Around, Played, play_in};

/// Time between two looks at the clock (ns).
const LOOK_NS: u64 = 200_000;
const QUIT: Key = Key::Char('q');
const PULSE: Key = Key::Char('e');

fn at_once(sent_ms: u64) -> Option<u64> {
    Some(sent_ms)
}

fn play(program: App, look_ns: u64, keys: &[(u64, Key)]) -> Played {
    let around = Around { look_ns, ..Around::default() };
    play_in(around, program, (80, 24), 30, at_once as Answers, keys)
}

/// So many presses of a key at once.
fn flood(count: usize, at_ms: u64, key: Key) -> impl Iterator<Item = (u64, Key)> {
    std::iter::repeat_n((at_ms, key), count)
}

/// The longest time without a frame up to the end (ms).
fn longest_gap_ms(played: &Played) -> u64 {
    let times = played.frames.iter().map(|frame| frame.at_ns).chain([played.end_ns]);
    let times: Vec<u64> = times.collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0) / 1_000_000
}

/// The steps of all recorded commands.
fn steps(paper: &Paper) -> Vec<u64> {
    let text = paper.text();
    let events = text.split("\n\n").filter(|block| block.starts_with("[[event]]"));
    let step = |block: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix("step = "));
        line.and_then(|step| step.parse().ok()).expect("a step")
    };
    events.map(step).collect()
}

/// A program that is being recorded.
fn recorded(mut program: App) -> (App, Paper) {
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    program.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    (program, paper)
}

fn neuron() -> App {
    App::scope(scope("chattering"))
}

fn many() -> App {
    App::scope(circuit(MANY))
}

fn overlay(played: &Played) -> Option<&Overlay> {
    match played.program.front() {
        Front::Scope(app) => Scope::overlay(app),
        Front::Gallery(_) => None,
    }
}

#[test]
fn a_flood_of_keys_is_handled_in_order_between_frames() {
    for program in [neuron(), many()] {
        let (program, paper) = recorded(program);
        let keys: Vec<_> = flood(300, 1000, Key::Up).chain([(20_000, QUIT)]).collect();
        let played = play(program, LOOK_NS, &keys);
        assert!(longest_gap_ms(&played) < 100, "{}", longest_gap_ms(&played));
        let steps = steps(&paper);
        assert_eq!(steps.len(), 300, "none is lost");
        assert!(steps.is_sorted());
        assert!(played.count(1000, 3000) > 20, "frames go on");
    }
}

#[test]
fn a_key_that_quits_overtakes_those_that_wait() {
    for quit in [QUIT, Key::Ctrl('c')] {
        let (program, paper) = recorded(neuron());
        let flood = flood(2000, 1000, PULSE);
        let keys: Vec<_> = flood.chain([(1001, quit), (1002, PULSE)]).collect();
        let played = play(program, LOOK_NS, &keys);
        let end_ms = played.end_ns / 1_000_000;
        assert!((1001..1101).contains(&end_ms), "{end_ms}");
        let handled = steps(&paper).len();
        assert!((1..1000).contains(&handled), "{handled}");
    }
}

#[test]
fn keys_for_which_there_is_time_come_before_the_one_that_quits() {
    let (program, paper) = recorded(neuron());
    play(program, 100_000, &[(1000, PULSE), (1000, PULSE), (1000, QUIT)]);
    assert_eq!(steps(&paper).len(), 2);
}

#[test]
fn a_character_that_may_be_text_waits_for_its_turn() {
    for program in [neuron(), many()] {
        let text = [(1000, Key::Char('/')), (1000, QUIT), (1001, Key::Char('x'))];
        let keys: Vec<_> =
            flood(1000, 1000, PULSE).chain(text).chain([(30_000, Key::Ctrl('c'))]).collect();
        let played = play(program, LOOK_NS, &keys);
        assert!(played.end_ns >= 30_000_000_000, "{}", played.end_ns);
        let Some(Overlay::Picker(picker)) = overlay(&played) else { panic!("no picker") };
        assert_eq!(picker.filter(), "qx");
    }
}

#[test]
fn every_press_gets_a_step_of_its_own() {
    let (program, paper) = recorded(neuron());
    let presses = (1..=500).map(|count| (1000 + count * 10, PULSE));
    let keys: Vec<_> = presses.chain([(8000, QUIT)]).collect();
    play(program, 300_000, &keys);
    let mut steps = steps(&paper);
    assert_eq!(steps.len(), 500);
    // To the ms at which it came, or the next: at a quarter of a ms a step.
    for (count, step) in (1..).zip(&steps) {
        let late = (step / 4).abs_diff(1000 + count * 10);
        assert!(late <= 3, "{count}: {step}");
    }
    steps.dedup();
    assert_eq!(steps.len(), 500);
}
