//! References: windows that were kept, drawn behind the trace with their letters.

use izh_tui::app::{App, Front};
use izh_tui::desk::Start;
use izh_tui::instrument::{Scope, Underlay, UnderlayKind};
use izh_tui::keys::{Input, Key};
use izh_tui::preset::{Catalog, Library};
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::trace::Range;
use izh_tui::ui::Marker;

use crate::support::circuit::{MANY, PAIR, circuit};
use crate::support::model::preset;
use crate::support::scope::{START, cells, live, press, scope, text, type_text, wait};

const COLUMNS: usize = 200;

fn rolling(name: &str, display: Display) -> Scope {
    let view =
        ViewSettings { window_ms: Some(500.0), display: Some(display), ..ViewSettings::OPEN };
    Scope::new(&live(&preset(name)), Library::default().entries(), Start { view, ..START })
}

fn behind(app: &Scope, index: usize) -> Vec<Underlay> {
    let is_reference = |it: &Underlay| matches!(it.kind, UnderlayKind::Reference(_));
    app.underlays(index, COLUMNS).into_iter().filter(is_reference).collect()
}

fn trace(app: &Scope) -> Vec<Option<Range>> {
    app.picture(COLUMNS).iter().map(|column| column.v).collect()
}

fn names(app: &Scope) -> Vec<String> {
    app.references().iter().map(|(_, letter, name)| format!("{letter} {name}")).collect()
}

/// A picture that rolls is drawn from bounds of several samples, which may be those of the column beside.
/// The first and the last columns may lack the line to a sample beyond the window.
#[track_caller]
fn assert_same(reference: &[Option<Range>], picture: &[Option<Range>], display: Display) {
    for column in 2..COLUMNS - 2 {
        let kept = reference[column];
        if display == Display::Roll
            && let Some(kept) = kept
        {
            let near = picture[column - 1..=column + 1].iter().flatten().copied();
            let near = Range::around(near).expect("drawn");
            assert!(near.low <= kept.low && kept.high <= near.high, "{kept:?} {near:?}");
        } else {
            assert_eq!(kept, picture[column]);
        }
    }
}

#[test]
fn a_reference_is_the_window_that_was_kept() {
    for display in [Display::Roll, Display::Sweep] {
        let mut app = rolling("rs", display);
        wait(&mut app, 1230);
        let kept = trace(&app);
        type_text(&mut app, "B");
        let [reference] = &behind(&app, 0)[..] else { panic!("one") };
        assert_eq!(reference.label.as_deref(), Some("A"));
        assert_same(&reference.columns, &kept, display);
        // Whole windows later it is where it was, over a reset, other parameters and another preset.
        for keys in ["", "r", "P\u{1b}", "3", "n"] {
            keys.chars().for_each(|c| match c {
                '\u{1b}' => drop(press(&mut app, [Key::Esc])),
                c => drop(type_text(&mut app, &c.to_string())),
            });
            wait(&mut app, 500);
            assert_ne!(trace(&app), kept);
            let [reference] = &behind(&app, 0)[..] else { panic!("one: {keys}") };
            // The preset that has another window has it over another stretch of the axis.
            if app.controls().timebase.window_ms() == 500.0 {
                assert_same(&reference.columns, &kept, display);
            }
        }
    }
}

/// Where the trace rolls, a reference moves along with it, and is repeated window by window.
#[test]
fn a_reference_moves_with_a_trace_that_rolls() {
    let mut app = rolling("rs", Display::Roll);
    wait(&mut app, 1000);
    type_text(&mut app, "B");
    let of = |app: &Scope| behind(app, 0).remove(0).columns;
    let before = of(&app);
    // 150 ms are 60 columns.
    wait(&mut app, 160);
    let after = of(&app);
    let moved = app.engine().time_ms() - 1000.0;
    let columns = (moved / 2.5) as usize;
    assert_eq!(after[2..COLUMNS - columns - 2], before[columns + 2..COLUMNS - 2]);
    assert_eq!(after[COLUMNS - columns + 2..], before[2..columns]);
    // The gap between two repetitions, and the part of the last cell that had no samples yet.
    let gap = after.iter().filter(|column| column.is_none()).count();
    assert!((1..=4).contains(&gap), "{gap}");
}

/// Four times as long a window shows it in the left quarter.
#[test]
fn a_reference_keeps_its_time_scale() {
    let mut app = rolling("rs", Display::Sweep);
    wait(&mut app, 1250);
    type_text(&mut app, "B))");
    assert_eq!(app.controls().timebase.window_ms(), 2000.0);
    let [reference] = &behind(&app, 0)[..] else { panic!("one") };
    let drawn: Vec<usize> = (0..COLUMNS).filter(|k| reference.columns[*k].is_some()).collect();
    assert!((47..=51).contains(&drawn.len()) && drawn[0] == 0, "{drawn:?}");
    type_text(&mut app, "((((");
    assert_eq!(app.controls().timebase.window_ms(), 100.0);
    let [reference] = &behind(&app, 0)[..] else { panic!("one") };
    assert!(reference.columns.iter().all(Option::is_some));
}

/// In a triggered picture the event of a reference lies at the event, whatever the window.
#[test]
fn a_reference_of_a_triggered_picture_has_its_event_at_the_event() {
    let mut app = rolling("chattering", Display::Trigger);
    wait(&mut app, 2000);
    let event_column = |app: &Scope| {
        let timebase = &app.controls().timebase;
        assert!(timebase.event_ns(app.now_ns()).is_some());
        timebase.event_column(COLUMNS)
    };
    let at = event_column(&app);
    let kept = trace(&app);
    type_text(&mut app, "B");
    let [reference] = &behind(&app, 0)[..] else { panic!("one") };
    assert_same(&reference.columns, &kept, Display::Trigger);
    // A burst begins at the event, after a silence: above -30 mV nothing lies before.
    let first_spike = |columns: &[Option<Range>], from: usize| {
        let is_spike = |k: &usize| columns[*k].is_some_and(|range| range.high > -30.0);
        (from..COLUMNS).find(is_spike).expect("a spike")
    };
    assert!(first_spike(&reference.columns, at - 3) <= at + 1);
    for keys in ["(", "))"] {
        type_text(&mut app, keys);
        wait(&mut app, 2000);
        let [reference] = &behind(&app, 0)[..] else { panic!("one") };
        let spike = first_spike(&reference.columns, event_column(&app) - 3);
        assert!(spike <= event_column(&app) + 1, "{spike}");
    }
}

#[test]
fn there_are_four_and_the_latest_is_dropped_first() {
    let mut app = rolling("rs", Display::Roll);
    type_text(&mut app, "D");
    let notice = |app: &Scope| app.desk().notice().expect("told").text.clone();
    assert_eq!(notice(&app), "there is no reference: B keeps the window as one");
    let mut app = rolling("rs", Display::Roll);
    type_text(&mut app, "B");
    assert_eq!(notice(&app), "there is nothing to keep yet");
    wait(&mut app, 600);
    for (keys, name) in [
        ("B", "A regular-spiking"),
        ("2B", "B intrinsically-bursting"),
        ("nB", "C chattering"),
        ("sB", "D chattering"),
        ("nB", "A fast-spiking"),
    ] {
        type_text(&mut app, keys);
        wait(&mut app, 40);
        assert_eq!(names(&app).last().map(String::as_str), Some(name));
        let (letter, name) = name.split_once(' ').expect("a letter");
        assert_eq!(notice(&app), format!("reference {letter} is {name}; D drops it"));
    }
    let letters =
        |app: &Scope| names(app).iter().map(|name| name[..1].to_owned()).collect::<String>();
    assert_eq!(letters(&app), "BCDA");
    assert_eq!(behind(&app, 0).len(), 4);
    type_text(&mut app, "D");
    assert_eq!(
        (letters(&app), notice(&app)),
        ("BCD".to_owned(), "reference A is dropped".to_owned())
    );
    type_text(&mut app, "DDDD");
    assert!(behind(&app, 0).is_empty());
}

#[test]
fn a_reference_names_what_is_not_the_preset_s() {
    let mut app = rolling("rs", Display::Roll);
    wait(&mut app, 600);
    press(&mut app, [Key::Up]);
    // The first parameter by two steps, then the variable of a channel of a circuit.
    press(&mut app, [Key::Char('P'), Key::Right, Key::Right, Key::Esc]);
    type_text(&mut app, "B");
    assert_eq!(names(&app), ["A regular-spiking a 0.022 I 14.5"]);
    let mut app = circuit(PAIR);
    wait(&mut app, 600);
    type_text(&mut app, "B1vB");
    assert_eq!(names(&app), ["A pair pre 0", "B pair pre 0 u"]);
}

/// References lie behind the selected channel, as far as they are of the variable that it shows.
#[test]
fn a_channel_has_those_of_its_variable() {
    let mut app = circuit(MANY);
    wait(&mut app, 600);
    type_text(&mut app, "1B");
    let counts = |app: &Scope| [0, 1].map(|index| behind(app, index).len());
    assert_eq!(counts(&app), [1, 0]);
    type_text(&mut app, "2");
    assert_eq!(counts(&app), [0, 1]);
    type_text(&mut app, "v");
    assert_eq!(counts(&app), [0, 0]);
    type_text(&mut app, "B");
    assert_eq!(counts(&app), [0, 1]);
    type_text(&mut app, "vvv1");
    assert_eq!(counts(&app), [1, 0]);
}

/// A neuron alone is compared with one of a circuit: what is kept goes along, and so does the ghost.
#[test]
fn a_switch_to_the_other_kind_keeps_them() {
    let catalog = Catalog::from(&Library::default());
    let mut program = App::scope(Scope::new(&live(&preset("rs")), catalog, START));
    let press = |program: &mut App, text: &str| {
        for c in text.chars() {
            let key = if c == '\n' { Key::Enter } else { Key::Char(c) };
            let _ = program.handle(Input::Key(key));
        }
        (0..20).for_each(|_| program.tick(40_000_000, || true));
    };
    press(&mut program, "");
    press(&mut program, "gB/half-centre\n");
    let Front::Scope(scope) = program.front() else { panic!("a scope") };
    assert!(scope.circuit().is_some() && scope.has_ghost_on());
    assert_eq!((names(scope), behind(scope, 0).len()), (vec!["A regular-spiking".to_owned()], 1));
    press(&mut program, "B/chattering\n");
    let Front::Scope(scope) = program.front() else { panic!("a scope") };
    assert!(scope.circuit().is_none());
    assert_eq!(behind(scope, 0).len(), 2);
}

#[test]
fn screens_with_references() {
    let mut neuron = scope("rs");
    wait(&mut neuron, 1400);
    type_text(&mut neuron, "B2");
    wait(&mut neuron, 1400);
    type_text(&mut neuron, "B3");
    wait(&mut neuron, 1400);
    let mut pair = circuit(PAIR);
    wait(&mut pair, 1400);
    type_text(&mut pair, "2B");
    press(&mut pair, [Key::Up, Key::Up]);
    wait(&mut pair, 1400);
    for (name, app) in [("neuron", &neuron), ("circuit", &pair)] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let screen = text(&cells(app, width, height, Marker::Braille));
            insta::assert_snapshot!(format!("references-{name}-{width}x{height}"), screen);
        }
    }
}
