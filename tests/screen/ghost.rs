//! The ghost: the run without the newest injection, drawn behind the trace.

use std::cell::Cell;

use izh_tui::circuit::NeuronId;
use izh_tui::desk::Start;
use izh_tui::engine::{Command, Engine, Experiment, Injection};
use izh_tui::instrument::{Scope, Shown, Underlay, UnderlayKind};
use izh_tui::job::Allowance;
use izh_tui::keys::Key;
use izh_tui::model::Scheme;
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::session::About;
use izh_tui::trace::Range;
use izh_tui::ui::Marker;

use crate::support::circuit::{MANY, PAIR, circuit};
use crate::support::model::preset;
use crate::support::paper::Paper;
use crate::support::scope::{START, cells, live, press, replay, scope, text, type_text, wait};

const COLUMNS: usize = 400;

/// A scope with a window of half a second, which rolls unless `display` says otherwise.
fn rolling(name: &str, display: Display) -> Scope {
    let view =
        ViewSettings { window_ms: Some(500.0), display: Some(display), ..ViewSettings::OPEN };
    Scope::new(
        &live(&preset(name)),
        izh_tui::preset::Library::default().entries(),
        Start { view, ..START },
    )
}

fn ghost(app: &Scope, index: usize) -> Option<Underlay> {
    let all = app.underlays(index, COLUMNS);
    all.into_iter().find(|underlay| underlay.kind == UnderlayKind::Ghost)
}

fn is_on_screen(app: &Scope) -> bool {
    text(&cells(app, 80, 24, Marker::Braille)).contains("ghost")
}

/// The columns of the ghost that are drawn, but for the first two, which the line from before the
/// injection reaches.
#[track_caller]
fn assert_is_of(ghost: &Underlay, other: &[Option<Range>]) {
    let drawn: Vec<usize> = (0..COLUMNS).filter(|k| ghost.columns[*k].is_some()).collect();
    assert!(drawn.len() > 20, "{}", drawn.len());
    for column in &drawn[2..] {
        assert_eq!(ghost.columns[*column], other[*column], "column {column}");
    }
}

#[test]
fn it_is_drawn_as_the_run_without_the_injection_is() {
    for (name, display, schemes) in [
        ("rs", Display::Roll, 0..Scheme::ALL.len()),
        ("rebound-burst", Display::Sweep, 0..1),
        ("regular-spiking-2007", Display::Roll, 0..1),
    ] {
        for (scheme, key) in schemes.flat_map(|s| [(s, Key::Char('e')), (s, Key::Enter)]) {
            let (mut with, mut without) = (rolling(name, display), rolling(name, display));
            type_text(&mut with, "g");
            for app in [&mut with, &mut without] {
                (0..scheme).for_each(|_| drop(type_text(app, "s")));
                wait(app, 700);
            }
            press(&mut with, [key]);
            wait(&mut with, 200);
            wait(&mut without, 200);
            // What the user does next, both do.
            press(&mut with, [Key::Up]);
            press(&mut without, [Key::Up]);
            wait(&mut with, 120);
            wait(&mut without, 120);
            let (ghost, now) = (ghost(&with, 0).expect("drawn"), with.picture(COLUMNS));
            let other: Vec<_> = without.picture(COLUMNS).iter().map(|column| column.v).collect();
            assert_is_of(&ghost, &other);
            assert!(now.iter().map(|column| column.v).ne(other), "the injection had no effect");
            assert!(is_on_screen(&with) && !is_on_screen(&without));
        }
    }
}

#[test]
fn every_channel_of_a_circuit_has_its_own() {
    for (scheme, shows) in [(0, ""), (0, "v"), (1, "")] {
        let (mut with, mut without) = (circuit(PAIR), circuit(PAIR));
        type_text(&mut with, "g");
        for app in [&mut with, &mut without] {
            (0..scheme).for_each(|_| drop(type_text(app, "s")));
            type_text(app, &format!("o2{shows}1{shows}"));
            wait(app, 400);
        }
        type_text(&mut with, "]]]e");
        for app in [&mut with, &mut without] {
            wait(app, 200);
        }
        let mut drawn = 0;
        for index in (0..4).filter(|index| with.channels()[*index].is_on()) {
            let ghost = ghost(&with, index).expect("drawn");
            let other = without.circuit().expect("a circuit").channel_picture(index, COLUMNS);
            assert_is_of(&ghost, &other);
            drawn += 1;
        }
        assert!(drawn > 1 && is_on_screen(&with));
    }
}

/// A neuron that the channel did not show when the ghost began has none before.
#[test]
fn a_channel_that_changes_begins_anew() {
    let mut app = circuit(MANY);
    type_text(&mut app, "g");
    wait(&mut app, 300);
    type_text(&mut app, "e");
    wait(&mut app, 100);
    assert!(ghost(&app, 0).is_some());
    type_text(&mut app, "1j");
    assert!(ghost(&app, 0).is_none());
    wait(&mut app, 100);
    let count = |app: &Scope, index| {
        ghost(app, index).map_or(0, |ghost| ghost.columns.iter().flatten().count())
    };
    assert!(count(&app, 0) > 10 && count(&app, 0) < count(&app, 1));
    assert_eq!(app.channels()[0].shown(), Shown::Voltage);
    assert_ne!(app.channels()[0].neuron(), NeuronId::FIRST);
}

#[test]
fn it_lasts_a_window_and_scrolls_out() {
    let mut app = rolling("rs", Display::Roll);
    wait(&mut app, 600);
    // Turned on while paused, it waits for the next injection.
    type_text(&mut app, " ge");
    assert!(app.has_ghost_on() && !is_on_screen(&app));
    type_text(&mut app, ".....");
    assert!(is_on_screen(&app) && app.ghost().is_some());
    type_text(&mut app, " ");
    wait(&mut app, 440);
    assert!(app.ghost().is_some());
    wait(&mut app, 120);
    assert!(app.ghost().is_none() && is_on_screen(&app), "it makes no more steps");
    wait(&mut app, 500);
    assert!(!is_on_screen(&app), "it has left the screen");
    // The past still has it.
    type_text(&mut app, " ");
    press(&mut app, [Key::PageUp]);
    assert!(is_on_screen(&app));
    type_text(&mut app, "g");
    assert!(!is_on_screen(&app) && !app.has_ghost_on());
}

#[test]
fn the_newest_injection_a_reset_and_a_switch_end_it() {
    let mut app = rolling("rs", Display::Roll);
    type_text(&mut app, "g");
    wait(&mut app, 300);
    type_text(&mut app, "e");
    wait(&mut app, 200);
    let first = ghost(&app, 0).expect("drawn");
    type_text(&mut app, "f");
    wait(&mut app, 40);
    let second = ghost(&app, 0).expect("drawn");
    let count = |ghost: &Underlay| ghost.columns.iter().flatten().count();
    assert!(count(&second) < count(&first));
    for end in ["r", "n", "4", "g"] {
        type_text(&mut app, "e");
        wait(&mut app, 80);
        assert!(is_on_screen(&app), "{end}");
        type_text(&mut app, end);
        assert!(!is_on_screen(&app) && app.ghost().is_none(), "{end}");
        wait(&mut app, 80);
        // Turning it off says so in a notice.
        assert!(ghost(&app, 0).is_none(), "{end}");
    }
    // What the user holds or marks ends nothing.
    type_text(&mut app, "ge");
    wait(&mut app, 40);
    press(&mut app, [Key::Up, Key::Char('s'), Key::Char('0')]);
    wait(&mut app, 40);
    assert!(is_on_screen(&app) && app.ghost().is_some());
}

/// The bytes of a recording made with `keys`, which are pressed 40 ms apart.
fn recorded(mut app: Scope, with_ghost: bool, keys: &[Key]) -> Paper {
    if with_ghost {
        type_text(&mut app, "g");
    }
    let paper = Paper::default();
    let medium = Box::new(paper.clone());
    app.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    for key in keys {
        press(&mut app, [*key]);
        wait(&mut app, 40);
    }
    wait(&mut app, 1500);
    app.stop_recording();
    assert_eq!(app.has_ghost_on(), with_ghost);
    paper
}

#[test]
fn a_recording_does_not_know_of_it() {
    let keys = "ei[fe s.e 0R".chars().map(Key::Char);
    let keys: Vec<Key> = keys.chain([Key::Enter, Key::Up, Key::Enter, Key::Char('e')]).collect();
    let keys: Vec<Key> = keys.into_iter().filter(|key| *key != Key::Char('R')).collect();
    let (with, without) = (recorded(scope("rs"), true, &keys), recorded(scope("rs"), false, &keys));
    assert_eq!(with.text(), without.text());
    let (with, without) =
        (recorded(circuit(PAIR), true, &keys), recorded(circuit(PAIR), false, &keys));
    assert_eq!(with.text(), without.text());
    assert!(with.text().contains("pulse"));

    // In a replay it is the same as on the live scope, and verifies nothing away.
    let mut shown = replay(recorded(scope("rs"), false, &keys).session());
    type_text(&mut shown, "g");
    let mut seen = 0;
    for _ in 0..100 {
        wait(&mut shown, 40);
        seen += usize::from(ghost(&shown, 0).is_some());
    }
    assert!(seen > 10, "{seen}");
    assert!(shown.desk().notice().expect("the end").text.starts_with("end of the recording"));
    // From its start it begins anew, and the ghost is still wanted.
    type_text(&mut shown, " ");
    assert!(shown.has_ghost_on() && ghost(&shown, 0).is_none());
    (0..10).for_each(|_| wait(&mut shown, 40));
    assert!(ghost(&shown, 0).is_some());
}

/// What is seen behind the trace is fitted, too.
#[test]
fn the_axis_holds_the_ghost() {
    let mut app = rolling("rs", Display::Roll);
    let high_mv = |app: &Scope| app.controls().gain.axis().high;
    // The step of -10 takes the neuron below its threshold of 4; the ghost goes on firing.
    type_text(&mut app, "gI");
    press(&mut app, [Key::Down, Key::Down]);
    wait(&mut app, 600);
    press(&mut app, [Key::Enter]);
    wait(&mut app, 480);
    type_text(&mut app, "=");
    assert!(app.ghost().is_some() && high_mv(&app) >= 30.0, "{}", high_mv(&app));
    type_text(&mut app, "g=");
    wait(&mut app, 600);
    type_text(&mut app, "=");
    assert!(high_mv(&app) < 0.0, "{}", high_mv(&app));
}

/// A clock on which every look takes `step_ns`: with one look a step, so long does a step take.
struct Slow<'a> {
    now_ns: &'a Cell<u64>,
    step_ns: u64,
}

impl Allowance for Slow<'_> {
    fn go_on(&mut self) -> bool {
        true
    }

    fn now_ns(&self) -> u64 {
        self.now_ns.set(self.now_ns.get() + self.step_ns);
        self.now_ns.get()
    }
}

fn wait_slowly(app: &mut Scope, frames: u64, step_ns: u64) {
    let now_ns = Cell::new(0);
    (0..frames).for_each(|_| app.tick(10_000_000, Slow { now_ns: &now_ns, step_ns }));
}

#[test]
fn a_circuit_that_is_too_slow_for_two_has_none() {
    let mut app = circuit(MANY);
    // Ten milliseconds of the model take at least three looks, of more than six milliseconds in all.
    wait_slowly(&mut app, 20, 6_000_000);
    type_text(&mut app, "g");
    let notice = app.desk().notice().expect("a refusal").text.clone();
    assert!(notice.starts_with("no ghost: two copies of "), "{notice}");
    assert!(notice.contains(" neurons reach 0.") && notice.ends_with("less than 1x"), "{notice}");
    assert!(!app.has_ghost_on());
    // Fast enough, it is drawn; when it turns out to be too slow it ends, and says why.
    wait_slowly(&mut app, 2000, 1000);
    type_text(&mut app, "ge");
    wait_slowly(&mut app, 20, 1000);
    assert!(app.has_ghost_on() && ghost(&app, 0).is_some());
    wait_slowly(&mut app, 20, 9_000_000);
    assert!(ghost(&app, 0).is_none() && app.ghost().is_none());
    assert!(app.desk().notice().expect("a refusal").text.starts_with("no ghost: two copies of "));
    // A neuron alone always has one.
    let mut app = scope("rs");
    wait_slowly(&mut app, 20, 90_000_000);
    type_text(&mut app, "ge");
    wait_slowly(&mut app, 20, 90_000_000);
    assert!(ghost(&app, 0).is_some());
}

/// However steps are cut, the ghost is the run without the command, and commands wait for its step.
#[test]
fn interrupted_steps_change_nothing() {
    // So many neurons that no step is made in one piece, and so weakly wired that none blows up.
    let large = MANY.replace("count = 80", "count = 400").replace("high = 1.0", "high = 0.01");
    let mut app = circuit(&large);
    type_text(&mut app, "sg");
    let mut is_cut = false;
    let mut go_to = |app: &mut Scope, time_ms: f64| {
        while app.engine().time_ms() < time_ms {
            app.tick(1_000_000, || false);
            assert!(!app.desk().paused, "{:?}", app.desk().notice());
            is_cut |= app.ghost().is_some_and(|ghost| ghost.is_amid_step());
        }
    };
    let hold = |app: &mut Scope| {
        press(app, [Key::Up]);
        let (site, step) = (app.site(), app.engine().step());
        let current = app.engine().holding_current(site);
        let injection = Injection::Hold { current };
        (step, Command::Inject { site, injection })
    };
    go_to(&mut app, 4.0);
    type_text(&mut app, "e");
    go_to(&mut app, 8.0);
    let held = hold(&mut app);
    go_to(&mut app, 12.0);
    // The last command completes the step of both.
    let (end, _) = hold(&mut app);
    assert!(is_cut);
    let ghost = app.ghost().expect("a ghost");
    assert_eq!((ghost.step(), ghost.scheme()), (end, Scheme::Exact));
    let recipe = app.engine().recipe().expect("a circuit").clone();
    let mut other = Engine::new(&Experiment::circuit(recipe, app.engine().seed()));
    other.apply(&Command::Scheme { scheme: Scheme::Exact }).expect("fits");
    other.advance(held.0.0, &mut ());
    other.apply(&held.1).expect("fits");
    other.advance(end.0 - held.0.0, &mut ());
    let differs = |k: &u32| {
        let neuron = NeuronId::new(*k);
        other.state(neuron) != ghost.state(neuron)
    };
    assert_eq!((0..420).find(differs), None);
    assert!((0..420).any(|k| {
        let neuron = NeuronId::new(k);
        app.engine().state(neuron) != ghost.state(neuron)
    }));
}

#[test]
fn screens_with_a_ghost() {
    let mut neuron = scope("rs");
    type_text(&mut neuron, "g]");
    wait(&mut neuron, 700);
    type_text(&mut neuron, "i");
    wait(&mut neuron, 200);
    let mut pair = circuit(PAIR);
    type_text(&mut pair, "g]");
    wait(&mut pair, 700);
    type_text(&mut pair, "e");
    wait(&mut pair, 200);
    for (name, app) in [("neuron", &neuron), ("circuit", &pair)] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let screen = text(&cells(app, width, height, Marker::Braille));
            insta::assert_snapshot!(format!("ghost-{name}-{width}x{height}"), screen);
        }
    }
}
