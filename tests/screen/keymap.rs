//! Other keys than those of the table: everything that a key does, and every text that names one, follows.

use std::sync::LazyLock;

use izh_tui::app::App;
use izh_tui::desk::{Effect, Start};
use izh_tui::engine::Experiment;
use izh_tui::gallery::{Figure, Gallery, GalleryStart};
use izh_tui::instrument::Scope;
use izh_tui::keys::{
    Action, Context, DEFAULT_KEYMAP, Input, Key, Keymap, Layer, Meaning, Place, rows,
};
use izh_tui::preset::Library;
use izh_tui::scope::Speed;
use izh_tui::session::About;
use izh_tui::ui::{Marker, render_front};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::circuit::{PAIR, catalog, recipe};
use crate::support::model::preset;
use crate::support::paper::Paper;
use crate::support::scope::{START, live, look};

/// Screens on which every footer has room for all its keys, and help for all its rows or some.
const SIZES: [(u16, u16); 2] = [(400, 80), (700, 24)];
const FRAME_NS: u64 = 40_000_000;

/// Every action by as many other keys: letters with Alt that no text has.
static CHANGED: LazyLock<Keymap> = LazyLock::new(|| {
    // Cyrillic, Armenian and Georgian.
    let mut letters = ('\u{410}'..='\u{44f}')
        .chain('\u{531}'..='\u{556}')
        .chain('\u{561}'..='\u{586}')
        .chain('\u{10d0}'..='\u{10f0}');
    let keys = Action::all().into_iter().map(|action| {
        let keys = DEFAULT_KEYMAP.keys(action).iter();
        let keys = keys.map(|_| Key::Alt(letters.next().expect("enough letters")));
        (action.name(), keys.collect())
    });
    Keymap::with(keys.collect::<Vec<_>>()).expect("no clash")
});

/// Every context in which a test can bring a front.
fn contexts() -> impl Iterator<Item = Context> {
    Context::all().filter(|context| !context.is_kiosk && !context.is_replay)
}

/// The actions of the rows that hold in `context`.
fn actions(context: Context) -> Vec<Action> {
    let rows = rows().filter(|row| row.holds(context));
    rows.flat_map(|row| row.bindings).map(|binding| binding.1).collect()
}

fn press(app: &mut App, keymap: &Keymap, action: Action) -> Option<Effect> {
    app.handle(Input::Key(keymap.keys(action)[0]))
}

fn named(name: &str) -> Action {
    Action::from_name(name).unwrap_or_else(|| panic!("no action {name}"))
}

/// What `context` says is in front, with keys by `keymap`.
fn front(context: Context, keymap: &'static Keymap) -> App {
    let start = Start { keymap, ..START };
    let mut app = match context.place {
        Place::Neuron => {
            let entries = Library::default().entries();
            App::scope(Scope::new(&live(&preset("chattering")), entries, start))
        }
        Place::Circuit => {
            let experiment = Experiment::circuit(recipe(PAIR), 1);
            App::scope(Scope::new(&experiment, catalog(), start))
        }
        Place::Gallery => {
            let speed = Speed::new(0.1).expect("in range");
            let start = GalleryStart { figure: Figure::default(), speed, seed: 1, scope: start };
            App::gallery(Gallery::new(Library::default().entries(), start))
        }
    };
    (0..5).for_each(|_| app.tick(FRAME_NS, || true));
    let opens = match (context.layer, context.place) {
        (Layer::Base, _) => &[] as &[&str],
        (Layer::Help, _) => &["toggle-help"],
        (Layer::Filter, _) => &["toggle-help", "help-filter"],
        (Layer::Picker, _) => &["open-picker"],
        (Layer::Parameters, _) => &["open-parameters"],
        (Layer::Entry, Place::Neuron) => &["open-parameters", "parameter-save"],
        (Layer::Entry, _) => &["type-neuron"],
        (Layer::Cursors, _) => &["toggle-cursors"],
        (Layer::Fields, _) => &["trigger-line"],
    };
    for name in opens {
        assert_eq!(press(&mut app, keymap, named(name)), None, "{name}");
    }
    app
}

fn screen(app: &App, (width, height): (u16, u16)) -> Vec<String> {
    let mut buf = Buffer::empty(Rect { x: 0, y: 0, width, height });
    render_front(&mut buf, app.front(), &look(Marker::Braille));
    let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..height).map(row).collect()
}

/// Whether `new`, with the changed keys, differs from `old` in nothing but the labels of keys.
fn check_screens(old: &[String], new: &[String], what: &str) {
    assert_eq!(names_old_keys(new), None, "{what}");
    for (old, new) in old.iter().zip(new) {
        assert_eq!(squeezed(old), squeezed(&translate(new)), "{what}");
    }
}

/// `text` with every label of the changed keys replaced by that of the table.
fn translate(text: &str) -> String {
    // Longest first: rows of several keys have a label of their own.
    let mut labels: Vec<(String, String)> = Vec::new();
    for row in rows() {
        for label in [Keymap::row_label, Keymap::short_label] {
            labels.push((label(&CHANGED, row), label(&DEFAULT_KEYMAP, row)));
        }
    }
    for action in Action::all() {
        labels.push((CHANGED.label(action), DEFAULT_KEYMAP.label(action)));
    }
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.chars().count()));
    labels.iter().fold(text.to_owned(), |text, (new, old)| text.replace(new, old))
}

/// `line` without what only fills it: labels differ in length. The footer has a short label of its own.
fn squeezed(line: &str) -> String {
    let line = line.replace("Up/Dn", "Up/Down");
    line.chars().filter(|c| !matches!(c, ' ' | '\u{2500}')).collect()
}

/// The parts of `screen` that say what keys do, as they are with the keys of the table.
fn names_old_keys(screen: &[String]) -> Option<&String> {
    let hints = [
        "q quits",
        "Esc closes",
        "Esc leaves",
        "Enter takes",
        "Enter saves",
        "Space pauses",
        "Space runs",
        "Space goes",
        "Space starts",
        "End shows",
        "Left scrolls",
        "R starts",
        "a shows them",
        "r resets",
        "s for exact",
        "Down for more",
        "Up for more",
        "Ctrl-U",
        "? help",
        "Esc comes back",
        "Esc does not",
    ];
    screen.iter().find(|line| hints.iter().any(|hint| line.contains(hint)))
}

#[test]
fn every_action_has_its_new_keys_and_no_other() {
    for context in Context::all() {
        for action in actions(context) {
            for key in CHANGED.keys(action) {
                assert_eq!(CHANGED.meaning(*key, context), Meaning::Action(action), "{context:?}");
            }
            for old in DEFAULT_KEYMAP.keys(action) {
                let meaning = CHANGED.meaning(*old, context);
                let is_free = match meaning {
                    Meaning::Text(_) | Meaning::Unknown => true,
                    // A digit in the panel of a replay is a value all the same.
                    Meaning::Nothing(_) => context.layer == Layer::Parameters,
                    Meaning::Action(_) => false,
                };
                assert!(is_free, "{old} means {meaning:?} in {context:?}");
            }
        }
    }
}

#[test]
fn every_screen_names_the_new_keys() {
    for context in contexts() {
        for size in SIZES {
            let fronts = [&DEFAULT_KEYMAP, &*CHANGED].map(|keymap| front(context, keymap));
            let [old, new] = fronts.map(|app| screen(&app, size));
            assert_ne!(old, new, "{context:?}");
            check_screens(&old, &new, &format!("{context:?}"));
        }
    }
}

#[test]
fn the_new_keys_do_what_the_old_ones_did() {
    for context in contexts() {
        for action in actions(context) {
            let old_key = DEFAULT_KEYMAP.keys(action)[0];
            if matches!(old_key, Key::Char(c) if context.layer.takes(c)) {
                continue;
            }
            let [old, new] = [&DEFAULT_KEYMAP, &*CHANGED].map(|keymap| {
                let mut app = front(context, keymap);
                let effect = press(&mut app, keymap, action);
                app.tick(FRAME_NS, || true);
                (effect, screen(&app, SIZES[0]))
            });
            let what = format!("{} in {context:?}", action.name());
            assert_eq!(old.0, new.0, "{what}");
            check_screens(&old.1, &new.1, &what);
        }
    }
}

#[test]
fn what_is_said_at_the_end_of_a_replay_names_the_new_key() {
    let paper = Paper::default();
    let mut app = crate::support::scope::scope("chattering");
    app.start_recording(Box::new(paper.clone()), &About::default(), "paper".to_owned())
        .expect("started");
    crate::support::scope::wait(&mut app, 100);
    app.stop_recording();
    let said = |keymap| {
        let start = Start { keymap, ..START };
        let mut replay = Scope::replay(paper.session(), Library::default().entries(), start);
        crate::support::scope::wait(&mut replay, 500);
        replay.desk().notice().expect("the end").text.clone()
    };
    let (old, new) = (said(&DEFAULT_KEYMAP), said(&CHANGED));
    assert_eq!(old, "end of the recording: Space starts over");
    assert!(new != old && translate(&new) == old, "{new}");
}

#[test]
fn a_screen_that_is_too_small_names_the_new_key() {
    for context in contexts().filter(|context| context.layer == Layer::Base) {
        let app = front(context, &CHANGED);
        let mut buf = Buffer::empty(Rect { x: 0, y: 0, width: 30, height: 5 });
        render_front(&mut buf, app.front(), &look(Marker::Braille));
        let line: String = (0..30).map(|x| buf[(x, 0)].symbol()).collect();
        assert_eq!(translate(&line).trim_end(), "needs 40x10, q quits");
        assert!(!line.contains("q quits"), "{line}");
    }
}
