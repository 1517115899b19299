//! The house rules that a compiler does not check.

mod imports;
mod messages;
mod source;
mod steps;

use std::fs;
use std::path::Path;

use imports::{Edge, Files, circles, foreign};
use source::{blanked_files, is_word, root, sources};

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
    let mut told = String::new();
    for circle in circles(&edges) {
        let within = |edge: &&Edge| circle.contains(&edge.0) && circle.contains(&edge.1);
        told += &format!("{} files import from each other:\n", circle.len());
        for (from, to) in edges.iter().filter(within) {
            told += &format!("    {from} -> {to}\n");
        }
    }
    assert!(told.is_empty(), "{told}");
}

/// What no file declares is never compiled, and nothing says so.
#[test]
fn every_source_file_is_declared() {
    let files = blanked_files();
    let mut told = String::new();
    for name in files.keys() {
        let path = Path::new(name);
        let (folder, stem) = (path.parent().expect("a folder"), path.file_stem().expect("a name"));
        let is_root = matches!(&**name, "src/lib.rs") || path.ends_with("main.rs");
        // What Cargo builds by itself.
        if is_root || folder == Path::new("tests") {
            continue;
        }
        let stem = stem.to_str().expect("UTF-8");
        let (module, folder) = match stem {
            "mod" => (
                folder.file_name().and_then(|name| name.to_str()).expect("UTF-8"),
                folder.parent().expect("a folder"),
            ),
            _ => (stem, folder),
        };
        let folder = folder.to_str().expect("UTF-8");
        let mut parents = ["lib.rs", "main.rs", "mod.rs"]
            .map(|file| format!("{folder}/{file}"))
            .into_iter()
            .chain([format!("{folder}.rs")]);
        let declares =
            |parent: String| files.get(&parent).is_some_and(|code| declares(code, module));
        // Every group of tests takes what it shares with others by its path.
        if !parents.any(declares) && name != "tests/support/mod.rs" {
            told += &format!("{name}: no file says `mod {module};`\n");
        }
    }
    assert!(told.is_empty(), "{told}");
}

/// Whether `code` has a line `mod module;`, whatever its visibility.
fn declares(code: &str, module: &str) -> bool {
    let declaration = format!("mod {module};");
    code.lines()
        .filter_map(|line| line.strip_suffix(&*declaration))
        .any(|before| before.is_empty() || before.ends_with(' '))
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
