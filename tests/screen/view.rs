//! The time scale: how presets are seen, what keys change of that, and what leaves an axis.

use izh_tui::desk::{Help, Start};
use izh_tui::engine::Site;
use izh_tui::instrument::{Overlay, Scope};
use izh_tui::keys::Key;
use izh_tui::preset::Library;
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::trace::ModelNs;
use izh_tui::ui::Marker;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::model::preset;
use crate::support::scope::{START, cells, live, press, scope, text, type_text, wait, wheel};
use crate::support::{circuit, gallery};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn view(app: &Scope) -> (f64, Display) {
    (app.controls().timebase.window_ms(), app.controls().timebase.display())
}

fn pulse(app: &Scope) -> (f64, f64) {
    (app.controls().pulse().amplitude, app.controls().pulse().width_ms)
}

/// The cells of the traces, without what is beside, above and below.
fn traces(app: &Scope, size: (u16, u16)) -> Vec<String> {
    let buf = cells(app, size.0, size.1, Marker::Braille);
    let beside = match size.0 {
        0..100 => 29,
        100..160 => 34,
        _ => 44,
    };
    let width = (size.0 - beside) / 10 * 10;
    // Below the header and the line of numbers.
    let area = Rect { x: size.0 - width, y: 2, width, height: size.1 - 5 };
    (area.y..area.bottom()).map(|y| row(&buf, area, y)).collect()
}

fn row(buf: &Buffer, area: Rect, y: u16) -> String {
    (area.x..area.right()).map(|x| buf[(x, y)].symbol()).collect()
}

/// Whether each column of Braille dots in a row of cells has any.
fn columns(row: &str) -> Vec<bool> {
    let bits = |c: char| (u32::from(c)).checked_sub(0x2800).filter(|bits| *bits < 256).unwrap_or(0);
    row.chars().flat_map(|c| [bits(c) & 0x47 != 0, bits(c) & 0xb8 != 0]).collect()
}

#[test]
fn a_preset_that_repeats_stands_still_in_real_time() {
    for name in ["resonator", "bistability", "rebound-burst", "spike-frequency-adaptation"] {
        let mut app = scope(name);
        let protocol = &app.cell().protocol;
        let (duration_ms, period_ms) =
            (protocol.duration_ms, protocol.duration_ms + protocol.pause_ms);
        assert_eq!(view(&app), (duration_ms, Display::Sweep), "{name}");
        assert_eq!(app.desk().speed.factor(), 1.0);
        // After the first pass and in the pause after it the whole of it is there.
        wait(&mut app, duration_ms as u64 + 20);
        for size in [(80, 24), (120, 40)] {
            let mut passes = Vec::new();
            let mut later = scope(name);
            wait(&mut later, duration_ms as u64 + 20);
            for _ in 0..3 {
                passes.push(traces(&later, size));
                wait(&mut later, period_ms as u64);
            }
            for pass in &passes {
                assert_eq!(*pass, passes[0], "{name} {size:?}");
            }
        }
        let finished = traces(&app, (80, 24));
        wait(&mut app, 60);
        assert_eq!(traces(&app, (80, 24)), finished, "{name}: the finished pass stands");
        // In the middle of a later pass all but the gap of the pen is as it was.
        wait(&mut app, (period_ms + duration_ms * 0.5) as u64);
        let differing: Vec<usize> = (0..finished[0].chars().count())
            .filter(|x| {
                let column = |rows: &[String]| -> Vec<char> {
                    rows.iter().filter_map(|row| row.chars().nth(*x)).collect()
                };
                column(&traces(&app, (80, 24))[1..]) != column(&finished[1..])
            })
            .collect();
        let width = differing.last().unwrap_or(&0) - differing.first().unwrap_or(&0);
        assert!((1..=4).contains(&(width + 1)), "{name}: {differing:?}");
    }
}

#[test]
fn each_pass_begins_at_the_left_edge() {
    let mut app = scope("resonator");
    wait(&mut app, 500 + 40);
    // A pass has a step at its end, too: the second begins after 401 of 0.25 ms and a pause of 100 ms.
    let spans = app.controls().timebase.spans(app.now_ns(), 100);
    assert_eq!((spans[0].column, spans[0].start_ns), (0, ModelNs::from_ms(500.25)));
    assert_eq!(spans[0].columns, 10);
}

#[test]
fn the_resonator_rings_visibly() {
    let mut app = scope("resonator");
    wait(&mut app, 450);
    insta::assert_snapshot!("resonator-80x24", screen(&app, (80, 24)));
    // Rows of dots between those of rest, above it and below it, between the first pulse and the second
    // pair: up with the pulse, below rest after it, and up again.
    let shown = traces(&app, (80, 24));
    let levels = levels(&shown[1..15]);
    let rest = levels[60];
    let signs: Vec<std::cmp::Ordering> = levels[10..60]
        .iter()
        .map(|level| rest.total_cmp(level))
        .filter(|order| order.is_ne())
        .collect();
    let turns = signs.chunk_by(|one, next| one == next).count();
    assert!(turns >= 2, "{levels:?}");
}

/// The mean row of dots in each column, counted from the top.
fn levels(rows: &[String]) -> Vec<f64> {
    let width = rows[0].chars().count();
    let dots = |column: usize| -> Vec<usize> {
        let bits =
            |c: char| u32::from(c).checked_sub(0x2800).filter(|bits| *bits < 256).unwrap_or(0);
        let of = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]][column % 2];
        let cells = rows.iter().map(|row| bits(row.chars().nth(column / 2).expect("a cell")));
        cells
            .enumerate()
            .flat_map(|(y, cell)| {
                of.iter()
                    .enumerate()
                    .filter_map(move |(row, bit)| (cell & bit != 0).then_some(y * 4 + row))
            })
            .collect()
    };
    let mean = |column: usize| {
        let dots = dots(column);
        dots.iter().sum::<usize>() as f64 / dots.len().max(1) as f64
    };
    (0..2 * width).map(mean).collect()
}

#[test]
fn two_presses_and_the_spikes_of_a_burst_can_be_counted() {
    let mut app = scope("chattering");
    wait(&mut app, 1000);
    type_text(&mut app, "<<");
    assert_eq!((app.desk().speed.factor(), app.controls().timebase.window_ms()), (0.2, 100.0));
    assert!(screen(&app, (80, 24)).contains("speed 0.2x   auto: roll   window 100 ms"));
    let period_ms = 55.5;
    for frame in 0..40 {
        wait(&mut app, 200);
        let seen = traces(&app, (80, 24));
        // The second row of the voltage: 20 to 30 mV.
        let spikes: Vec<usize> = columns(&seen[2])
            .iter()
            .enumerate()
            .filter_map(|(column, set)| set.then_some(column))
            .collect();
        // No two spikes touch, so that each is a line of its own.
        assert!(spikes.windows(2).all(|pair| pair[1] > pair[0] + 1), "{frame}: {spikes:?}");
        // Bursts of four, but for one that is cut at an edge.
        let bursts = spikes.chunk_by(|a, b| b - a < 20).map(<[usize]>::len).collect::<Vec<_>>();
        let whole = &bursts[1..bursts.len().saturating_sub(1).max(1)];
        assert!(whole.iter().all(|count| *count == 4), "{frame}: {bursts:?} in {period_ms} ms");
        assert!(bursts.contains(&4), "{frame}: {bursts:?}");
    }
}

#[test]
fn slow_motion_takes_the_window_along() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 500);
    let columns_per_s =
        |app: &Scope| app.desk().speed.factor() / app.controls().timebase.window_ms();
    let before = columns_per_s(&app);
    for _ in 0..12 {
        type_text(&mut app, "<");
        assert!((columns_per_s(&app) / before - 1.0).abs() < 1e-9);
    }
    assert_eq!((app.desk().speed.factor(), app.controls().timebase.window_ms()), (0.001, 1.0));
    type_text(&mut app, ">>>>>>>>>>>>>>>");
    assert_eq!((app.desk().speed.factor(), app.controls().timebase.window_ms()), (10.0, 10_000.0));
    // Where no window is as short as that, the way back leads to the window of before all the same.
    let mut app = scope("chattering");
    type_text(&mut app, "(((((<<<<");
    assert_eq!((app.desk().speed.factor(), app.controls().timebase.window_ms()), (0.05, 1.0));
    type_text(&mut app, ">>>>");
    assert_eq!((app.desk().speed.factor(), app.controls().timebase.window_ms()), (1.0, 10.0));
    // The window alone, in 1-2-5 steps.
    let mut app = scope("bistability");
    type_text(&mut app, "(");
    assert_eq!((app.controls().timebase.window_ms(), app.desk().speed.factor()), (200.0, 1.0));
    type_text(&mut app, "))");
    assert_eq!(app.controls().timebase.window_ms(), 1000.0);
    let _ = app.handle(wheel(true));
    assert_eq!(app.controls().timebase.window_ms(), 500.0);
    let _ = app.handle(wheel(false));
    assert_eq!(app.controls().timebase.window_ms(), 1000.0);
}

#[test]
fn paused_the_middle_stays_where_it_is() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 3000);
    type_text(&mut app, " ");
    let middle_ms = |app: &Scope| {
        3000.0 - app.controls().timebase.back_ms() - app.controls().timebase.window_ms() * 0.5
    };
    let before = middle_ms(&app);
    type_text(&mut app, "((");
    assert_eq!(app.controls().timebase.window_ms(), 200.0);
    assert!((middle_ms(&app) - before).abs() < 20.0, "{} {before}", middle_ms(&app));
    type_text(&mut app, ")))");
    // As wide as that it would show what is yet to come.
    assert_eq!(
        (app.controls().timebase.window_ms(), app.controls().timebase.back_ms()),
        (2000.0, 0.0)
    );
}

#[test]
fn scrolling_pauses_and_says_so() {
    let mut app = scope("chattering");
    wait(&mut app, 4000);
    press(&mut app, [Key::Right]);
    assert!(!app.desk().paused && screen(&app, (80, 24)).contains("the newest is shown"));
    press(&mut app, [Key::Left]);
    assert!(app.desk().paused);
    let shown = screen(&app, (80, 24));
    assert!(shown.contains("paused to look back") && shown.contains("50 ms back"), "{shown}");
    let back = |app: &Scope| app.controls().timebase.back_ms();
    press(&mut app, [Key::PageUp]);
    assert_eq!(back(&app), 550.0);
    press(&mut app, [Key::PageUp, Key::PageDown, Key::Right]);
    assert_eq!(back(&app), 500.0);
    press(&mut app, [Key::Home]);
    assert_eq!(back(&app), 3500.0);
    press(&mut app, [Key::End]);
    assert_eq!(back(&app), 0.0);
    type_text(&mut app, " ");
    assert!(!app.desk().paused);

    let mut scope = circuit::built_in("half-centre");
    wait(&mut scope, 3000);
    press(&mut scope, [Key::PageUp]);
    assert!(scope.desk().paused && scope.controls().timebase.back_ms() == 1000.0);
    assert!(screen(&scope, (80, 24)).contains("paused to look back"));
    press(&mut scope, [Key::End, Key::Char(' ')]);
    assert!(!scope.desk().paused);
}

#[test]
fn switching_takes_the_view_of_what_is_shown_next() {
    let mut app = scope("chattering");
    assert_eq!((view(&app), pulse(&app)), ((500.0, Display::Roll), (10.0, 2.0)));
    type_text(&mut app, "/bistability");
    press(&mut app, [Key::Enter]);
    assert_eq!((view(&app), pulse(&app)), ((300.0, Display::Sweep), (1.0, 4.75)));
    assert_eq!(app.controls().sustain(), 1.0);
    type_text(&mut app, "1");
    assert_eq!((view(&app), pulse(&app)), ((1000.0, Display::Roll), (14.0, 2.0)));
    type_text(&mut app, "n");
    assert_eq!(view(&app).0, 1000.0);
    // What the user has set stays: the window, the display, the size of the pulse.
    type_text(&mut app, "(d]");
    type_text(&mut app, "/bistability");
    press(&mut app, [Key::Enter]);
    assert_eq!((view(&app), pulse(&app)), ((500.0, Display::Sweep), (20.0, 4.75)));
    // Slow motion stays, too, each preset in its own window.
    let mut app = scope("chattering");
    type_text(&mut app, "<<1");
    assert_eq!((app.desk().speed.factor(), view(&app).0), (0.2, 200.0));
    // By flag or configuration file as well.
    let own = ViewSettings { window_ms: Some(123.0), speed: Some(0.5), ..ViewSettings::OPEN };
    let start = Start { view: own, ..START };
    let mut app = Scope::new(&live(&preset("chattering")), Library::default().entries(), start);
    assert_eq!((view(&app).0, app.desk().speed.factor()), (123.0, 0.5));
    type_text(&mut app, "/bistability");
    press(&mut app, [Key::Enter]);
    assert_eq!((view(&app), app.desk().speed.factor()), ((123.0, Display::Sweep), 0.5));
}

#[test]
fn keys_inject_what_suits_the_protocol() {
    let mut app = scope("chattering");
    press(&mut app, [Key::Down]);
    assert_eq!(app.engine().holding_current(Site::Subject), 9.5);
    press(&mut app, [Key::Enter]);
    assert_eq!(app.engine().sustained_current(Site::Subject), Some(10.0));
    // The sign turns at once, and stays turned.
    type_text(&mut app, "I");
    assert_eq!(app.engine().sustained_current(Site::Subject), Some(-10.0));
    assert!(screen(&app, (80, 24)).contains("Enter step -10"));
    press(&mut app, [Key::Enter]);
    type_text(&mut app, "I");
    assert_eq!(app.engine().sustained_current(Site::Subject), None);
    assert!(screen(&app, (80, 24)).contains("Enter step +10"));
    let mut app = scope("rebound-burst");
    press(&mut app, [Key::Enter]);
    assert_eq!(app.engine().sustained_current(Site::Subject), Some(-15.0));
    // A circuit's keys inject what suits the population they are aimed at.
    let scope = circuit::built_in("half-centre");
    assert_eq!(
        (scope.controls().pulse().amplitude, scope.controls().pulse().width_ms),
        (10.0, 4.75)
    );
}

#[test]
fn a_stimulus_of_the_user_or_a_held_current_has_its_own_view() {
    let experiment = izh_tui::engine::Experiment::neuron(
        &preset("resonator").subject,
        izh_tui::engine::DriveState::holding(1.0),
        1,
    );
    let mut app = Scope::new(&experiment, Library::default().entries(), START);
    assert_eq!(view(&app), (1000.0, Display::Roll));
    wait(&mut app, 500);
    assert!(screen(&app, (80, 24)).contains("I = 1.0"));
}

#[test]
fn what_leaves_the_axis_is_marked_with_its_extreme() {
    let mut app = scope("chattering");
    wait(&mut app, 700);
    // By hand, about rest: spikes and troughs leave it.
    type_text(&mut app, "+++");
    for size in SIZES {
        let shown = screen(&app, size);
        assert!(shown.contains("\u{25b2} 30"), "{shown}");
        let marks = traces(&app, size)[1].matches('\u{25b2}').count();
        assert!(marks >= 9, "{marks} in {shown}");
    }
    type_text(&mut app, "=");
    let shown = screen(&app, (80, 24));
    assert!(!shown.contains('\u{25b2}') && !shown.contains('\u{25bc}'), "{shown}");
    // Below, and in a circuit, and in ASCII.
    let mut app = scope("regular-spiking");
    wait(&mut app, 300);
    press(&mut app, [Key::Enter]);
    type_text(&mut app, "I]]]]}}}}i");
    wait(&mut app, 100);
    let below = screen(&app, (80, 24));
    assert!(below.contains("\u{25bc} -"), "{below}");
    assert!(text(&cells(&app, 80, 24, Marker::Ascii)).contains("v -"));
    let mut scope = circuit::built_in("half-centre");
    wait(&mut scope, 1000);
    type_text(&mut scope, "++++");
    assert!(screen(&scope, (80, 24)).contains("\u{25b2} 30"));
}

#[test]
fn the_voltage_axis_follows_slowly_and_never_within_a_sweep() {
    // A peak of 50 mV, above the usual axis.
    let mut app = scope("intrinsically-bursting-2007");
    wait(&mut app, 2000);
    let axis = app.controls().gain.axis();
    assert!(axis.high >= 50.0 && axis.division == 20.0, "{axis:?}");
    assert!(!screen(&app, (80, 24)).contains('\u{25b2}'));
    assert!(!screen(&app, (80, 24)).contains("fixed"));
    type_text(&mut app, "=");
    assert!(screen(&app, (80, 24)).contains(" ms/div  fixed"));
    // Where it fits already, it follows again.
    type_text(&mut app, "=");
    assert!(screen(&app, (80, 24)).contains("the voltage axis follows"));
    assert_eq!(app.controls().gain.axis(), axis);
    // It does not jump from spike to spike.
    for _ in 0..100 {
        wait(&mut app, 40);
        assert_eq!(app.controls().gain.axis(), axis);
    }
    let mut app = scope("thalamo-cortical-burst-2007");
    let mut changes = Vec::new();
    for _ in 0..200 {
        let (before, sweep) =
            (app.controls().gain.axis(), app.controls().timebase.spans(app.now_ns(), 100)[0]);
        wait(&mut app, 20);
        let same = app.controls().timebase.spans(app.now_ns(), 100)[0].start_ns == sweep.start_ns;
        if app.controls().gain.axis() != before {
            changes.push(same);
        }
    }
    assert!(changes.iter().all(|within| !within), "{changes:?}");
}

#[test]
fn labels_of_time_neither_come_nor_go_while_it_rolls() {
    let mut app = scope("chattering");
    // Far on, where labels are long.
    app.seek(123_000.0);
    wait(&mut app, 600);
    let labels = |app: &Scope| -> Vec<String> {
        let shown = traces(app, (80, 24));
        shown[shown.len() - 1].split_whitespace().map(str::to_owned).collect()
    };
    let mut before = labels(&app);
    for _ in 0..200 {
        wait(&mut app, 20);
        let now = labels(&app);
        // What is gone has left at the left edge, what is new has come in at the right one.
        let kept: Vec<_> = now.iter().filter(|label| before.contains(label)).cloned().collect();
        let gone = before.len() - kept.len();
        assert!(gone <= 1 && now.len() - kept.len() <= 1, "{before:?} {now:?}");
        assert_eq!(kept, before[gone..], "{before:?} {now:?}");
        before = now;
    }
}

#[test]
fn help_swallows_what_it_does_not_know() {
    let mut app = scope("chattering");
    wait(&mut app, 100);
    type_text(&mut app, "?");
    let before =
        (app.engine().step(), app.engine().holding_current(Site::Subject), app.controls().pulse());
    type_text(&mut app, "eif1nNsr0[]{}<>()dpcatTwW #");
    press(&mut app, [Key::Enter, Key::Left, Key::Tab, Key::Backspace, Key::F(5)]);
    assert_eq!(
        (app.engine().step(), app.engine().holding_current(Site::Subject), app.controls().pulse()),
        before
    );
    assert_eq!(app.engine().sustained_current(Site::Subject), None);
    assert_eq!(app.cell().name, "chattering");
    assert!(!app.desk().paused && app.overlay() == Some(&Overlay::Help(Help::default())));
    press(&mut app, [Key::End]);
    let _ = app.handle(wheel(true));
    assert!(matches!(app.overlay(), Some(Overlay::Help(help)) if *help != Help::default()));
    type_text(&mut app, "?");
    assert_eq!(app.overlay(), None);
    // The picker has letters to type, and swallows the rest.
    type_text(&mut app, "/");
    press(&mut app, [Key::Left, Key::Tab, Key::PageUp]);
    assert!(!app.desk().paused && app.page() == izh_tui::scope::Page::Overview);

    let mut scope = circuit::built_in("half-centre");
    let (neuron, window_ms) =
        (scope.circuit().unwrap().selected_neuron(), scope.controls().timebase.window_ms());
    type_text(&mut scope, "?eio1XjkJKvyzsr0[]{}<>()d #nN");
    press(&mut scope, [Key::Enter, Key::Left, Key::Tab]);
    assert_eq!(
        (scope.circuit().unwrap().selected_neuron(), scope.controls().timebase.window_ms()),
        (neuron, window_ms)
    );
    assert!(!scope.desk().paused && scope.overlay() == Some(&Overlay::Help(Help::default())));
    assert_eq!(scope.circuit().unwrap().recipe().name, "half-centre");

    let mut program = gallery::program(izh_tui::gallery::Figure::Features);
    gallery::type_text(&mut program, "?nst <>");
    gallery::press(&mut program, [Key::Enter, Key::Right]);
    let front = gallery::front(&program);
    assert_eq!(
        (front.selected(), front.help(), front.desk().paused),
        (0, Some(&Help::default()), false)
    );
    assert_eq!(front.figure(), izh_tui::gallery::Figure::Features);
}

#[test]
fn a_neuron_is_found_by_its_number() {
    let mut scope = circuit::built_in("cortex-2003");
    let typed = |scope: &mut Scope, text: &str| {
        type_text(scope, "#");
        type_text(scope, text);
        press(scope, [Key::Enter]);
        (scope.circuit().unwrap().selected_neuron().number(), scope.overlay().is_some())
    };
    assert_eq!(typed(&mut scope, "17"), (17, false));
    assert_eq!(typed(&mut scope, "I:3"), (803, false));
    assert_eq!(typed(&mut scope, "E:799"), (799, false));
    for (text, why) in [
        ("1000", "expected a number from 0 to 999, found 1000"),
        ("I:200", "expected a number from 0 to 199, found 200"),
        ("X:1", "expected the name of a population, found X"),
        ("", "expected a number from 0 to 999, found "),
        ("-1", "expected a number from 0 to 999, found -1"),
    ] {
        assert_eq!(typed(&mut scope, text), (799, true), "{text}");
        for size in [(80, 24), (40, 10)] {
            let shown = screen(&scope, size);
            assert!(shown.contains(&why[..30]), "{shown}");
        }
        press(&mut scope, [Key::Esc]);
    }
    type_text(&mut scope, "#12");
    press(&mut scope, [Key::Backspace]);
    assert_eq!(scope.overlay(), Some(&Overlay::Number("1".to_owned())));
    wait(&mut scope, 20_000);
    assert!(screen(&scope, (80, 24)).contains("neuron: 1_   0 to 999, or as E:0"));
}
