//! Links of every kind under a clock that follows a script: how soon a key shows, and how much is under
//! way.

use izh_tui::app::App;
use izh_tui::desk::Start;
use izh_tui::gallery::Figure;
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::preset::Library;
use izh_tui::scope::{Display, ViewSettings};

use crate::support::model::preset;
use crate::support::scope::{START, live};
use crate::support::script::{Answers, Lossy, Played, Wire, play};

/// Begins what is shown over a link.
type Begin = fn() -> App;

const QUIT: Key = Key::Char('q');

/// Bytes per second from certain times on (ms).
type Rates = &'static [(u64, f64)];

/// The scope, with a display of the user's choice or one that suits the link.
fn program(display: Option<Display>) -> App {
    let start = Start { view: ViewSettings { display, ..ViewSettings::OPEN }, ..START };
    App::scope(Scope::new(&live(&preset("chattering")), Library::default().entries(), start))
}

fn auto() -> App {
    program(None)
}

/// Up and Down in turn, `every_ms` from `from_ms` on, then the end.
fn presses(from_ms: u64, every_ms: u64, count: u64) -> Vec<(u64, Key)> {
    let key = |k: u64| if k.is_multiple_of(2) { Key::Up } else { Key::Down };
    let keys = (0..count).map(|k| (from_ms + k * every_ms, key(k)));
    keys.chain([(from_ms + count * every_ms, QUIT)]).collect()
}

/// What stands behind `I = ` on a screen.
fn current(screen: &str) -> Option<f64> {
    let rest = screen.split_once("I = ")?.1;
    rest.split(|c: char| c != '-' && c != '.' && !c.is_ascii_digit()).next()?.parse().ok()
}

/// Times from each press to the screen that shows it (s), the shortest first.
fn key_to_screen_s(played: &Played, keys: &[(u64, Key)], way_ms: u64) -> Vec<f64> {
    let screens = played.screens(way_ms);
    let (mut expected, mut times) = (10.0, Vec::new());
    for (ms, key) in &keys[..keys.len() - 1] {
        expected += if *key == Key::Up { 0.5 } else { -0.5 };
        let is_there = |(ns, screen): &&(u64, String)| {
            *ns >= ms * 1_000_000 && current(screen) == Some(expected)
        };
        let (ns, _) = screens.iter().find(is_there).expect("it is shown");
        times.push((ns - ms * 1_000_000) as f64 / 1e9 + way_ms as f64 / 1e3);
    }
    times.sort_by(f64::total_cmp);
    times
}

/// The value below which so many percent of sorted values are.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}

/// Rates (bytes per second), and in what time a key shows on the screen on 95 of 100 presses (s).
const RATES: &[(Rates, f64)] = &[
    (&[(0, 960.0)], 2.0),
    (&[(0, 1920.0)], 1.2),
    (&[(0, 2400.0)], 1.0),
    (&[(0, 4800.0)], 0.6),
    (&[(0, 9600.0)], 0.35),
    (&[(0, 32_000.0)], 0.25),
];

#[test]
fn a_key_shows_soon_at_every_rate_and_never_more_than_two_frames_wait() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        // A large screen makes no difference: frames are bounded in bytes.
        let rates = if size.0 == 200 { &RATES[..1] } else { RATES };
        for (bytes_per_s, limit_s) in rates {
            let keys = presses(5000, 770, 20);
            let played = play(auto(), size, 30, Wire::new(bytes_per_s, 0), &keys);
            let times_s = key_to_screen_s(&played, &keys, 0);
            let (p50, p95) = (percentile(&times_s, 50), percentile(&times_s, 95));
            let (unanswered, bytes) = played.unanswered_max(5000);
            let rate = bytes_per_s[0].1;
            println!(
                "{rate} B/s, {size:?}: {p50:.2} and {p95:.2} s, {unanswered} unanswered, {bytes} bytes"
            );
            assert!(p95 <= *limit_s, "{rate} B/s, {size:?}: {times_s:?}");
            assert!(unanswered <= 2, "{rate} B/s, {size:?}: {unanswered}");
            assert!(bytes as f64 <= 0.9 * rate, "{rate} B/s, {size:?}: {bytes}");
            // What the link carries is made use of.
            let used = played.bytes_per_s(5000, 20_000) / rate;
            assert!(used > 0.5 || rate > 5000.0, "{rate} B/s, {size:?}: {used}");
        }
    }
}

#[test]
fn nor_with_any_display_nor_view() {
    let rate: Rates = &[(0, 1920.0)];
    let programs: [(&str, Begin); 5] = [
        ("roll", || program(Some(Display::Roll))),
        ("sweep", || program(Some(Display::Sweep))),
        ("trigger", || program(Some(Display::Trigger))),
        ("circuit", || App::scope(crate::support::circuit::built_in("cortex-2003"))),
        ("gallery", || crate::support::gallery::program(Figure::Features)),
    ];
    for (name, program) in programs {
        for view in ["", "p", "v"] {
            let mut keys: Vec<_> = view.chars().map(|c| (3000, Key::Char(c))).collect();
            keys.extend((0..20).map(|k| (6000 + k * 570, [Key::Right, Key::Left][k as usize % 2])));
            keys.push((18_000, QUIT));
            let played = play(program(), (120, 40), 30, Wire::new(rate, 0), &keys);
            let (unanswered, bytes) = played.unanswered_max(5000);
            assert!(unanswered <= 2, "{name}, {view}: {unanswered}");
            assert!(bytes as f64 <= 0.9 * 1920.0, "{name}, {view}: {bytes}");
        }
    }
}

#[test]
fn a_long_way_is_no_silence() {
    let all: [Rates; 3] = [&[(0, 960.0)], &[(0, 9600.0)], &[(0, 1e7)]];
    for bytes_per_s in all {
        for way_ms in [300, 1200, 3000, 10_000] {
            let settled_ms = 6000 + 4 * way_ms;
            let keys = presses(settled_ms, way_ms + 870, 6);
            let played = play(auto(), (80, 24), 30, Wire::new(bytes_per_s, way_ms), &keys);
            let (rate, (unanswered, bytes)) = (bytes_per_s[0].1, played.unanswered_max(settled_ms));
            assert!(unanswered <= 2, "{rate} B/s, {way_ms} ms: {unanswered}");
            assert!(bytes as f64 <= (0.9 * rate).max(300.0), "{rate} B/s, {way_ms} ms: {bytes}");
            // A key waits for one place at most, which an answer makes free.
            let longest = *key_to_screen_s(&played, &keys, way_ms).last().expect("keys");
            let limit_s = 2.0 * way_ms as f64 / 1e3 + 1.5;
            assert!(longest <= limit_s, "{rate} B/s, {way_ms} ms: {longest}");
        }
    }
}

#[test]
fn no_answer_comes_after_the_end() {
    for way_ms in [1, 40, 300, 800, 1500, 3000] {
        // Before anything is known of the link, while it is being learned, and later.
        for after_ms in [20, 500, 1100, 2000, 2900, 3600, 5000, 20_000, 20_017] {
            let wire = Wire::new(&[(0, 1e6)], way_ms);
            let played = play(auto(), (80, 24), 30, wire, &[(after_ms, QUIT)]);
            let waited_ms = played.end_ns / 1_000_000 - after_ms;
            assert_eq!(played.late, 0, "{way_ms} ms, left after {after_ms} ms: {waited_ms} ms");
            assert!(waited_ms <= 3250, "{way_ms} ms, left after {after_ms} ms: {waited_ms} ms");
        }
        // Any key ends the wait.
        let keys = [(20_000, QUIT), (20_100, Key::Char('x'))];
        let played = play(auto(), (80, 24), 30, Wire::new(&[(0, 1e6)], way_ms), &keys);
        assert!(played.end_ns <= 20_100_000_000);
    }
    // Nobody waits for a terminal that has never answered.
    let never: Answers = |_| None;
    assert_eq!(play(auto(), (80, 24), 30, never, &[(5000, QUIT)]).end_ns, 5_000_000_000);
}

#[test]
fn a_fast_link_that_becomes_slow_is_adapted_to() {
    let all: [Rates; 3] = [
        &[(0, 1e7), (3000, 960.0)],
        &[(0, 32_000.0), (3000, 960.0)],
        &[(0, 9600.0), (3000, 2400.0), (6000, 960.0)],
    ];
    for bytes_per_s in all {
        for size in [(80, 24), (120, 40)] {
            let keys = presses(8000, 1370, 10);
            let played = play(auto(), size, 30, Wire::new(bytes_per_s, 0), &keys);
            let times_s = key_to_screen_s(&played, &keys, 0);
            assert!(percentile(&times_s, 95) <= 2.0, "{size:?}: {times_s:?}");
            let (unanswered, bytes) = played.unanswered_max(8000);
            assert!(unanswered <= 2 && bytes <= 900, "{size:?}: {unanswered}, {bytes} bytes");
        }
    }
    // And a slow one that becomes fast again.
    let wire = Wire::new(&[(0, 960.0), (5000, 1e7)], 0);
    let played = play(auto(), (80, 24), 30, wire, &[(8000, QUIT)]);
    assert!(played.count(6500, 8000) >= 43, "{}", played.count(6500, 8000));
}

#[test]
fn a_silent_terminal_gets_bounded_bytes() {
    let never: Answers = |_| None;
    let programs: [(&str, Begin); 5] = [
        ("auto", auto),
        ("roll", || program(Some(Display::Roll))),
        ("sweep", || program(Some(Display::Sweep))),
        ("circuit", || App::scope(crate::support::circuit::built_in("cortex-2003"))),
        ("gallery", || crate::support::gallery::program(Figure::Features)),
    ];
    for (name, program) in programs {
        let rate = |size: (u16, u16)| {
            // Keys are seen, but do not flood the link.
            let keys = presses(2000, 100, 130);
            let played = play(program(), size, 30, never, &keys);
            for from_ms in 0..14 {
                let per_s = played.bytes_per_s(from_ms * 1000, from_ms * 1000 + 1000);
                assert!(per_s <= 6000.0, "{name}, {size:?}: {per_s} after {from_ms} s");
            }
            assert!(played.count(0, 1000) <= 2);
            assert!(played.count(5000, 15_000) <= 105);
            assert!(played.count(5000, 15_000) >= 30, "{name}, {size:?}");
            played.bytes_per_s(5000, 15_000)
        };
        let (small, medium, large) = (rate((80, 24)), rate((120, 40)), rate((200, 60)));
        assert!(
            large <= 1.6 * small && medium <= 1.6 * small,
            "{name}: {small}, {medium}, {large}"
        );
    }
}

#[test]
fn a_silent_terminal_sees_what_a_key_does() {
    let never: Answers = |_| None;
    let keys = presses(6000, 1370, 8);
    let mut played = play(auto(), (80, 24), 30, never, &keys);
    // It shows what it gets at once.
    played.frames.iter_mut().for_each(|frame| frame.answered_ns = Some(frame.at_ns));
    let times_s = key_to_screen_s(&played, &keys, 0);
    assert!(times_s.iter().all(|s| *s <= 0.5), "{times_s:?}");
}

#[test]
fn the_first_picture_comes_at_once_where_the_link_carries_it() {
    for (way_ms, limit_ms) in [(0, 5), (5, 45), (40, 130)] {
        let wire = Wire::new(&[(0, 1e7)], way_ms);
        let played = play(auto(), (120, 40), 30, wire, &[(1000, QUIT)]);
        let screens = played.screens(way_ms);
        let is_whole = |(_, screen): &&(u64, String)| {
            screen.contains("quit") && screen.contains("I = 10.0") && screen.contains("spikes")
        };
        let (ns, _) = screens.iter().find(is_whole).expect("a picture");
        assert!(*ns <= limit_ms * 1_000_000, "{way_ms} ms: after {} ms", ns / 1_000_000);
    }
}

#[test]
fn while_a_key_is_held_on_a_slow_link_the_trace_goes_on() {
    let keys: Vec<_> = (0..300).map(|k| (5000 + 33 * k, Key::Up)).chain([(15_000, QUIT)]).collect();
    let played = play(auto(), (80, 24), 30, Wire::new(&[(0, 960.0)], 0), &keys);
    let clocks = played.screens(0).into_iter().filter_map(|(ns, screen)| {
        let header = screen.lines().next()?;
        let time = header.split_once(" t ")?.1.split_once(" ms")?.0.to_owned();
        (ns > 6_000_000_000).then_some(time)
    });
    let clocks: std::collections::BTreeSet<_> = clocks.collect();
    assert!(clocks.len() >= 6, "{clocks:?} {}", played.screens(0).last().expect("one").1);
    assert!(played.unanswered_max(5000).0 <= 2);
}

#[test]
fn what_waited_is_shown_in_the_end() {
    // A picture in pieces, a change of everything, and a pause: then all of it is there.
    let all: [Rates; 2] = [&[(0, 960.0)], &[(0, 4800.0)]];
    for bytes_per_s in all {
        for (display, size) in [(Display::Roll, (80, 24)), (Display::Sweep, (120, 40))] {
            for view in ["", "p", "n", "?", "P", "/"] {
                let keys = [(2500, '+'), (4000, 'e'), (5000, ' ')].into_iter();
                let keys = keys.chain(view.chars().map(|c| (5500, c))).chain([(60_000, '\u{3}')]);
                let key = |(ms, c)| (ms, if c == '\u{3}' { Key::Ctrl('c') } else { Key::Char(c) });
                let keys: Vec<_> = keys.map(key).collect();
                let wire = Wire::new(bytes_per_s, 0);
                let played = play(program(Some(display)), size, 30, wire, &keys);
                played.assert_shown();
                assert_eq!(played.count(40_000, 60_000), 0, "paused, nothing is written");
            }
        }
    }
}

#[test]
fn half_of_the_answers_are_enough() {
    for way_ms in [1, 20] {
        for seed in 1..=20 {
            let state = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed);
            let link = Lossy { link: Wire::new(&[(0, 1e6)], way_ms), lost: 0.5, state };
            let played = play(auto(), (80, 24), 30, link, &[(25_000, QUIT)]);
            let rates: Vec<_> = (5..25).map(|s| played.count(s * 1000, s * 1000 + 1000)).collect();
            let mean = rates.iter().sum::<usize>() as f64 / rates.len() as f64;
            println!("{way_ms} ms, seed {seed}: {mean:.1} frames/s, {rates:?}");
            assert!(rates.iter().all(|rate| *rate >= 5), "{way_ms} ms, {seed}: {rates:?}");
        }
    }
}
