//! The two time cursors: what they read, how keys move them, and how they are drawn.

use izh_tui::app::Front;
use izh_tui::desk::{Effect, Outcome};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::scope::Cursor;
use izh_tui::trace::ModelNs;
use izh_tui::ui::{Marker, arrange};
use ratatui::layout::Rect;

use crate::support::circuit::{MANY, PAIR, built_in, circuit};
use crate::support::scope::{cells, press, scope, text, type_text, wait};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// The screen of a terminal of this size, which the scope has been told as the event loop tells it.
fn screen(scope: &mut Scope, (width, height): (u16, u16)) -> String {
    fit(scope, (width, height));
    text(&cells(scope, width, height, Marker::Braille))
}

fn fit(scope: &mut Scope, (width, height): (u16, u16)) {
    let columns = arrange(Rect::new(0, 0, width, height), Front::Scope(scope)).columns();
    scope.fit_picture(columns);
}

fn snapshot_at_all_sizes(name: &str, scope: &mut Scope) {
    for (width, height) in SIZES {
        let shown = screen(scope, (width, height));
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), shown);
    }
}

/// The scope after `ms` of wall time, paused, on a screen of 120x40, with cursors.
fn paused(name: &str, ms: u64) -> Scope {
    let mut scope = scope(name);
    fit(&mut scope, (120, 40));
    wait(&mut scope, ms);
    type_text(&mut scope, " x");
    scope
}

fn line(scope: &Scope) -> String {
    scope.cursor_line().expect("cursors are shown").text()
}

/// The numbers behind a letter of the line: time (ms) and value.
fn at(scope: &Scope, cursor: Cursor) -> (f64, f64) {
    let line = line(scope);
    let words: Vec<&str> = line.split(&[' ', '|'][..]).filter(|word| !word.is_empty()).collect();
    let letter = cursor.letter().to_string();
    let place = words.iter().position(|word| **word == letter).expect("both are told");
    let number = |index: usize| words[index].parse().expect("a number");
    (number(place + 1), number(place + 3))
}

/// The times of the neuron's spikes (ms).
fn spikes(scope: &Scope) -> Vec<f64> {
    let all = scope.raster().between(ModelNs::ZERO, ModelNs::MAX);
    let own = all.filter(|(_, neuron)| *neuron == scope.selected_neuron());
    own.map(|(time_ns, _)| time_ns.to_ms()).collect()
}

#[test]
fn cursors_start_at_thirds_of_the_window_and_read_samples() {
    let mut scope = paused("regular-spiking", 1500);
    assert_eq!(scope.cursors().map(|cursors| cursors.selected()), Some(Cursor::A));
    let columns = arrange(Rect::new(0, 0, 120, 40), Front::Scope(&scope)).columns();
    let timebase = &scope.controls().timebase;
    let (column_ns, start_ns) =
        (timebase.column_ns(columns), timebase.spans(scope.now_ns(), columns)[0].start_ns);
    for (thirds, cursor) in [(1, Cursor::A), (2, Cursor::B)] {
        let (time_ms, v_mv) = at(&scope, cursor);
        let place_ms = (start_ns + column_ns * columns * thirds / 3).to_ms();
        let dt_ms = scope.dt_ms_then();
        assert!((0.0..dt_ms).contains(&(place_ms - time_ms)), "{place_ms} {time_ms}");
        let (sample, is_sample) = scope.trace().at(ModelNs::from_ms(time_ms)).expect("kept");
        assert!(is_sample && sample.time_ns.to_ms() == time_ms);
        assert_eq!(format!("{:.1}", sample.v.low), format!("{v_mv:.1}"));
    }
    let (a_ms, b_ms) = (at(&scope, Cursor::A).0, at(&scope, Cursor::B).0);
    assert_eq!(scope.gate(), Some((a_ms, b_ms)));
    let within = spikes(&scope).iter().filter(|ms| (a_ms..=b_ms).contains(*ms)).count();
    assert!(
        line(&scope).ends_with(&format!("| spikes {within}")) && within > 0,
        "{}",
        line(&scope)
    );
    type_text(&mut scope, "x");
    assert_eq!((scope.cursors(), scope.gate(), scope.cursor_line()), (None, None, None));
}

#[test]
fn a_cursor_goes_from_spike_to_spike_and_counts_those_between() {
    for (name, keys) in [("chattering", ""), ("chattering", "sss"), ("tonic-bursting", "s")] {
        let mut scope = scope(name);
        fit(&mut scope, (120, 40));
        type_text(&mut scope, keys);
        wait(&mut scope, 700);
        type_text(&mut scope, " x");
        let all = spikes(&scope);
        assert!(all.len() > 20);
        let start = scope.gate().expect("both are shown").0;
        let after: Vec<f64> = all.iter().copied().filter(|ms| *ms > start).collect();
        for spike_ms in &after {
            type_text(&mut scope, "l");
            let reading = scope.cursor_reading(Cursor::A).expect("shown");
            assert_eq!(reading.time_ns, ModelNs::from_ms(*spike_ms), "{name} {keys}");
        }
        // Behind the last one there is none yet.
        type_text(&mut scope, "l");
        assert!(scope.desk().notice().expect("told").text.contains("no later spike"));
        for spike_ms in after.iter().rev().skip(1) {
            type_text(&mut scope, "h");
            let reading = scope.cursor_reading(Cursor::A).expect("shown");
            assert_eq!(reading.time_ns, ModelNs::from_ms(*spike_ms), "{name} {keys}");
        }
        // B to the last spike: both ends count.
        press(&mut scope, [Key::Tab]);
        (0..all.len()).for_each(|_| drop(type_text(&mut scope, "l")));
        assert!(line(&scope).ends_with(&format!("spikes {}", after.len())), "{}", line(&scope));
    }
}

#[test]
fn the_line_is_written_as_it_is_published() {
    let mut scope = paused("chattering", 700);
    type_text(&mut scope, "h");
    press(&mut scope, [Key::Tab]);
    type_text(&mut scope, "l");
    let [(a_ms, a_mv), (b_ms, b_mv)] = [at(&scope, Cursor::A), at(&scope, Cursor::B)];
    let (delta_ms, delta_mv) = (b_ms - a_ms, b_mv - a_mv);
    let inside = spikes(&scope).iter().filter(|ms| (a_ms..=b_ms).contains(*ms)).count();
    let expected = format!(
        "A {a_ms:.2} ms {a_mv:.1} mV | B {b_ms:.2} ms {b_mv:.1} mV | \
         \u{394} {delta_ms:.2} ms {:.2} Hz {delta_mv:.1} mV | spikes {inside}",
        1000.0 / delta_ms
    );
    assert_eq!(line(&scope), expected);
    // Exchanged, the difference has its sign; on each other there is no frequency.
    press(&mut scope, [Key::Tab]);
    (0..200).for_each(|_| drop(press(&mut scope, [Key::Right])));
    assert!(
        line(&scope).contains("\u{394} -") && line(&scope).contains(" Hz "),
        "{}",
        line(&scope)
    );
    let wide = screen(&mut scope, (120, 40));
    assert!(wide.contains(&line(&scope)), "{wide}");
    let narrow = screen(&mut scope, (80, 24));
    let rows: Vec<&str> = narrow.lines().skip(2).take(2).collect();
    assert!(rows[0].starts_with(" A ") && rows[0].ends_with(" mV |"), "{narrow}");
    assert!(rows[1].starts_with(" \u{394} ") && rows[1].contains(" | spikes "), "{narrow}");
}

#[test]
fn cursors_stand_in_the_window_and_when_paused_in_time() {
    let mut scope = scope("regular-spiking");
    fit(&mut scope, (120, 40));
    wait(&mut scope, 1500);
    type_text(&mut scope, "x");
    let before = at(&scope, Cursor::A).0;
    wait(&mut scope, 400);
    assert!((at(&scope, Cursor::A).0 - before - 400.0).abs() < 12.0);
    type_text(&mut scope, " ");
    let line_then = line(&scope);
    // Zooming and scrolling, by keys of the scope that the cursors have no use for.
    type_text(&mut scope, "(((");
    press(&mut scope, [Key::Home]);
    assert_eq!(line(&scope), line_then);
    // One that is not shown comes to the edge when it is moved.
    press(&mut scope, [Key::Left]);
    assert_ne!(line(&scope), line_then);
    let shown = screen(&mut scope, (120, 40));
    assert!(shown.contains("paused"), "{shown}");
}

#[test]
fn a_paused_picture_is_zoomed_about_the_selected_cursor() {
    let mut scope = paused("regular-spiking", 3000);
    press(&mut scope, [Key::PageUp]);
    let column = |scope: &mut Scope| {
        let shown = screen(scope, (120, 40));
        let row = shown.lines().nth(20).expect("a row of the picture").to_owned();
        row.chars().position(|c| c == '\u{2502}')
    };
    let before = (column(&mut scope), at(&scope, Cursor::A));
    type_text(&mut scope, "(");
    let after = (column(&mut scope), at(&scope, Cursor::A));
    assert_eq!(before.1, after.1);
    let (before, after) = (before.0.expect("drawn"), after.0.expect("drawn"));
    assert!(before.abs_diff(after) <= 1, "{before} {after}");
}

#[test]
fn every_figure_is_of_the_moment_at_the_selected_cursor() {
    let mut scope = paused("chattering", 900);
    type_text(&mut scope, "h");
    let figures = |scope: &Scope| {
        let statistics = scope.statistics().map(|it| it.into_owned());
        (scope.moment(), scope.reading(), statistics, scope.situation().into_owned())
    };
    let at_cursor = figures(&scope);
    let shown = screen(&mut scope, (120, 40));
    assert!(shown.contains(&format!(" at {} ms, ", at_cursor.0.time_ms)), "{shown}");
    // Without cursors the same moment at the right edge.
    type_text(&mut scope, "x");
    assert!(!scope.moment().is_past());
    while scope.moment() != at_cursor.0 {
        let before = scope.moment();
        type_text(&mut scope, "h");
        assert_ne!(scope.moment(), before, "the spike is passed");
    }
    assert_eq!(figures(&scope), at_cursor);
}

#[test]
fn without_cursors_the_right_edge_goes_from_spike_to_spike() {
    let mut scope = scope("regular-spiking");
    wait(&mut scope, 1000);
    type_text(&mut scope, "l");
    assert!(!scope.desk().paused && scope.desk().notice().is_some());
    type_text(&mut scope, "h");
    assert!(scope.desk().paused, "it goes into the past");
    let all = spikes(&scope);
    let times: Vec<f64> = (0..4)
        .map(|_| {
            let time_ms = scope.moment().time_ms;
            type_text(&mut scope, "h");
            time_ms
        })
        .collect();
    assert!(times.iter().eq(all.iter().rev().take(4)), "{times:?} {all:?}");
    type_text(&mut scope, "l");
    assert_eq!(scope.moment().time_ms, times[3]);
    (0..100).for_each(|_| drop(type_text(&mut scope, "h")));
    assert_eq!(scope.moment().time_ms, all[0]);
}

#[test]
fn of_a_synapse_the_keys_go_from_arrival_to_arrival() {
    let mut scope = circuit(PAIR);
    fit(&mut scope, (120, 40));
    // The second channel shows the resource of the synapse from the first one's neuron.
    type_text(&mut scope, "2vv");
    wait(&mut scope, 2000);
    type_text(&mut scope, " ");
    let mut go = |keys: &str| {
        type_text(&mut scope, keys);
        scope.moment().time_ms
    };
    let arrivals = [go("h"), go("h"), go("h")];
    assert!(arrivals[0] > arrivals[1] && arrivals[1] > arrivals[2], "{arrivals:?}");
    assert_eq!([go("l"), go("l")], [arrivals[1], arrivals[0]]);
    // Each comes within the delay of 2 ms after a spike of the first channel's neuron.
    let spikes = [go("1h"), go("h")];
    let behind = [arrivals[0] - spikes[0], arrivals[1] - spikes[1]];
    assert!(behind[0] == behind[1] && behind[0] > 0.0 && behind[0] <= 2.0, "{behind:?}");
}

#[test]
fn a_key_copies_the_line() {
    let mut scope = scope("chattering");
    wait(&mut scope, 500);
    assert_eq!(type_text(&mut scope, "C"), []);
    assert!(scope.desk().notice().expect("told").text.contains("no cursors are shown"));
    type_text(&mut scope, "x");
    let line = line(&scope);
    assert_eq!(type_text(&mut scope, "C"), [Outcome::Effect(Effect::Copy(line))]);
    scope.copied(true);
    assert!(scope.desk().notice().expect("told").text.starts_with("copied"));
}

#[test]
fn a_circuit_s_cursors_read_what_the_selected_channel_shows() {
    let mut scope = circuit(PAIR);
    fit(&mut scope, (120, 40));
    wait(&mut scope, 700);
    type_text(&mut scope, " x");
    let first = line(&scope);
    assert!(first.contains(" mV | B "), "{first}");
    type_text(&mut scope, "2vv");
    let words = line(&scope);
    assert!(!words.contains("mV"), "{words}");
    let value = at(&scope, Cursor::A).1;
    assert!((0.0..=1.0).contains(&value), "{words}");
    let shown = screen(&mut scope, (120, 40));
    assert!(shown.contains(&words), "{shown}");
    // A channel that is off keeps no samples.
    type_text(&mut scope, "X");
    assert!(
        line(&scope).starts_with("A ") && line(&scope).contains(" ms - | B "),
        "{}",
        line(&scope)
    );
    screen(&mut scope, (80, 24));
}

#[test]
fn pictures_of_cursors() {
    snapshot_at_all_sizes("cursors", &mut paused("chattering", 1500));
    let mut rolling = scope("regular-spiking");
    wait(&mut rolling, 1500);
    type_text(&mut rolling, "x");
    insta::assert_snapshot!("cursors-rolling-120x40", screen(&mut rolling, (120, 40)));
    type_text(&mut rolling, "dd((");
    wait(&mut rolling, 300);
    insta::assert_snapshot!("cursors-trigger-80x24", screen(&mut rolling, (80, 24)));
    let mut pair = built_in("burst-synapse");
    wait(&mut pair, 1500);
    type_text(&mut pair, " x");
    snapshot_at_all_sizes("cursors-circuit", &mut pair);
    let mut many = circuit(MANY);
    wait(&mut many, 1500);
    type_text(&mut many, " x");
    insta::assert_snapshot!("cursors-raster-120x40", screen(&mut many, (120, 40)));
    let ascii = text(&cells(&pair, 80, 24, Marker::Ascii));
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn an_empty_trace_and_what_was_before_the_start_have_no_values() {
    let mut scope = scope("regular-spiking");
    type_text(&mut scope, "x");
    assert!(line(&scope).ends_with("spikes 0"), "{}", line(&scope));
    screen(&mut scope, (80, 24));
    wait(&mut scope, 100);
    assert!(line(&scope).contains(" ms - | B "), "{}", line(&scope));
    screen(&mut scope, (80, 24));
    // Ahead of the pen of a first sweep there is no time at all.
    type_text(&mut scope, "d");
    assert_eq!(line(&scope), "A - | B - | \u{394} - | spikes -");
    assert_eq!((scope.gate(), scope.moment().is_past()), (None, false));
    press(&mut scope, [Key::Left, Key::PageDown]);
    type_text(&mut scope, "hl hl");
    screen(&mut scope, (80, 24));
}

#[test]
fn whatever_is_typed_and_however_the_screen_changes_there_is_a_picture() {
    const KEYS: &str = "xxhlhlhl  dd()<>snNrepXCv0.+-";
    let mut random = 1_u64;
    let mut draw = |most: usize| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % most
    };
    let mut scopes = [scope("chattering"), scope("bistability"), built_in("burst-synapse")];
    for scope in &mut scopes {
        for _ in 0..1500 {
            match draw(12) {
                0 => wait(scope, draw(120) as u64),
                1 => {
                    let size = [(40, 10), (80, 24), (60, 16), (133, 41), (39, 9)][draw(5)];
                    screen(scope, size);
                }
                2..6 => {
                    let keys = [
                        Key::Left,
                        Key::Right,
                        Key::PageUp,
                        Key::PageDown,
                        Key::Tab,
                        Key::Home,
                        Key::End,
                    ];
                    press(scope, [keys[draw(keys.len())]]);
                }
                _ => {
                    let key = KEYS.chars().nth(draw(KEYS.len())).expect("ASCII");
                    press(scope, [Key::Char(key)]);
                }
            }
            if let Some(line) = scope.cursor_line() {
                assert!(line.text().len() < 250 && !line.text().contains("NaN"), "{line:?}");
            }
            if let Some((from_ms, to_ms)) = scope.gate() {
                assert!(from_ms <= to_ms);
            }
        }
    }
}
