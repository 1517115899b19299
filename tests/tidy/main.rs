//! The house rules that a compiler does not check.

mod imports;
mod messages;
mod source;
mod steps;

use std::collections::BTreeSet;
use std::fs;

use imports::{Edge, Files, circles, foreign, reach};
use source::{is_word, root, sources};

/// Rooms from the ground up, a floor a row. A room may import from lower floors, and on its own
/// floor from rooms that stand before it.
const FLOORS: &[&[&str]] = &[
    &["input", "job", "machine", "model"],
    &["circuit", "trace", "scope"],
    &["engine", "keys", "measure"],
    &["preset", "desk", "session"],
    &["gallery"],
    &["instrument"],
    &["app", "ui"],
    &["term", "export"],
    &["runner"],
    &["commands", "cli", "oom", "main"],
];

/// What a room must not name, and where it is said why.
const BANNED: &[(&str, &[&str])] = &[
    ("app", &["ratatui", "crossterm", "std::time::Instant", "std::fs", "std::env"]),
    ("instrument", &["ratatui", "crossterm", "std::time::Instant", "std::fs", "std::env"]),
    ("gallery", &["ratatui", "crossterm", "std::time::Instant", "std::fs", "std::env"]),
    ("desk", &["ratatui", "crossterm", "std::time::Instant", "std::fs", "std::env"]),
    ("keys", &["ratatui", "crossterm", "std::time::Instant", "std::fs", "std::env"]),
    ("model", &["std::fs", "std::time"]),
    ("engine", &["std::time", "std::fs"]),
    ("session", &["std::fs", "std::time"]),
    ("trace", &["ratatui", "std::fs"]),
    ("scope", &["ratatui", "std::fs"]),
    ("ui", &["std::fs"]),
];

/// Imports that close a circle within a room. To go.
const TO_GO: &[(&str, &str)] = &[
    ("runner.rs", "runner/turn.rs"),
    ("runner/inbox.rs", "runner.rs"),
    ("session/parse.rs", "session/file.rs"),
    ("session/source.rs", "session/again.rs"),
    ("session/source.rs", "session/parse.rs"),
];

/// Floor and place of a room.
fn place(room: &str) -> Option<(usize, usize)> {
    FLOORS.iter().enumerate().find_map(|(floor, rooms)| {
        rooms.iter().position(|other| *other == room).map(|place| (floor, place))
    })
}

/// Rooms that a source names as `crate::room` or `izh_tui::room`.
fn imports(source: &str) -> Vec<String> {
    let after = |root: &'static str| source.split(root).skip(1);
    let names = after("crate::").chain(after("izh_tui::")).map(|rest| {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    });
    names.filter(|name| place(name).is_some()).collect()
}

#[test]
fn rooms_import_only_from_below() {
    for source in sources() {
        let room = source.room();
        if room == "lib" {
            continue;
        }
        let here = place(room).unwrap_or_else(|| panic!("{room} stands on no floor"));
        for import in imports(&source.code) {
            let there = place(&import).expect("a room");
            assert!(there < here || import == room, "{}: imports {import}", source.name);
        }
    }
}

#[test]
fn rooms_keep_to_their_subject() {
    for source in sources() {
        for (_, words) in BANNED.iter().filter(|(banned, _)| *banned == source.room()) {
            for word in *words {
                assert!(!source.code.contains(word), "{} names {word}", source.name);
            }
        }
    }
}

/// Views look at what other rooms have and change nothing of it.
#[test]
fn views_change_nothing() {
    for source in sources().iter().filter(|source| source.room() == "ui") {
        let others = foreign(source);
        let places = source.code.match_indices("mut ").filter(|(at, _)| {
            let before = source.code[..*at].trim_end();
            // Past a lifetime.
            let before = before.trim_end_matches(is_word).trim_end_matches('\'');
            before.trim_end().ends_with('&')
        });
        for (at, word) in places {
            let kind = source.code[at + word.len()..].trim_start_matches("dyn ");
            let kind = kind.split(|c| !is_word(c) && c != ':').next().expect("a name");
            let is_other = kind.starts_with("crate::") || others.contains(kind);
            assert!(!is_other, "{}: &mut {kind}", source.name);
        }
    }
}

/// The files of a room import from each other in no circle, see [`imports`].
#[test]
fn files_of_a_room_import_in_no_circle() {
    let sources = sources();
    let edges = Files::new(&sources).edges();
    let known: BTreeSet<Edge> =
        TO_GO.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let others: BTreeSet<Edge> = edges.difference(&known).cloned().collect();
    let mut told = String::new();
    for circle in circles(&others) {
        let within = |edge: &&Edge| circle.contains(&edge.0) && circle.contains(&edge.1);
        told += &format!("{} files import from each other:\n", circle.len());
        for (from, to) in others.iter().filter(within) {
            told += &format!("    {from} -> {to}\n");
        }
    }
    assert!(told.is_empty(), "{told}");
    let closes = |edge: &&Edge| edges.contains(*edge) && reach(&others, &edge.1).contains(&edge.0);
    let gone: Vec<_> = known.iter().filter(|edge| !closes(edge)).collect();
    assert!(gone.is_empty(), "these close no circle any more, take them from the list: {gone:#?}");
}

#[test]
fn every_preset_file_is_embedded_and_no_other() {
    let mut files: Vec<String> = fs::read_dir(root().join("presets"))
        .expect("presets")
        .map(|entry| entry.expect("readable").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    files.sort();
    let embedded = embedded();
    let mut names: Vec<_> = embedded.iter().map(|(name, _, _)| name.clone()).collect();
    names.sort();
    assert_eq!(files, names);
    for (name, _, text) in embedded {
        let file = root().join("presets").join(format!("{name}.toml"));
        assert_eq!(fs::read_to_string(file).expect("UTF-8"), text);
    }
}

/// Name, aliases and text of every embedded preset, neurons and circuits.
fn embedded() -> Vec<(String, Vec<String>, String)> {
    let library = izh_tui::preset::Library::default();
    let neurons = library.entries().into_iter();
    let neurons = neurons.map(|e| (e.preset.name().to_owned(), e.preset.aliases, e.text));
    let circuits = library.circuits().into_iter();
    let circuits = circuits.map(|e| (e.preset.name().to_owned(), e.preset.aliases, e.text));
    neurons.chain(circuits).collect()
}

#[test]
fn names_and_aliases_are_unique() {
    let embedded = embedded().into_iter();
    let mut names: Vec<_> =
        embedded.flat_map(|(name, aliases, _)| aliases.into_iter().chain([name])).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}
