//! The house rules that a compiler does not check.

use std::fs;
use std::path::{Path, PathBuf};

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
    ("model", &["std::fs", "std::time", "Vec::push"]),
    ("engine", &["std::time", "std::fs"]),
    ("session", &["std::fs", "std::time"]),
    ("trace", &["ratatui", "std::fs"]),
    ("scope", &["ratatui", "std::fs"]),
    ("ui", &["&mut Scope", "std::fs"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The room that a source file belongs to.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("a file of src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

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
    for path in sources(&root().join("src")) {
        let room = room(&path);
        if room == "lib" {
            continue;
        }
        let here = place(&room).unwrap_or_else(|| panic!("{room} stands on no floor"));
        let source = fs::read_to_string(&path).expect("UTF-8");
        for import in imports(&source) {
            let there = place(&import).expect("a room");
            assert!(there < here || import == room, "{}: imports {import}", path.display());
        }
    }
}

#[test]
fn rooms_keep_to_their_subject() {
    for path in sources(&root().join("src")) {
        let room = room(&path);
        let source = fs::read_to_string(&path).expect("UTF-8");
        for (_, words) in BANNED.iter().filter(|(banned, _)| *banned == room) {
            for word in *words {
                assert!(!source.contains(word), "{} names {word}", path.display());
            }
        }
    }
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
