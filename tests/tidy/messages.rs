//! Which key does what is said by the tables of keys alone.

use std::collections::BTreeSet;

use crate::source::{Source, sources};

/// Texts that name keys by themselves, by file. To go: they should ask the table for the label of the
/// action.
const TO_GO: &[(&str, &str)] = &[
    ("cli.rs", "Without a command, the live oscilloscope starts; ? shows its keys."),
    ("desk/help.rs", ". steps while paused: Space pauses"),
    ("desk/mod.rs", "paused to look back: End shows the newest, Space runs on"),
    ("instrument/artificial.rs", "a verdict is of the newest moment only: Space goes on"),
    ("instrument/artificial.rs", "no artificial units are shown: a shows them"),
    ("instrument/circuit/advance.rs", ": r resets"),
    ("instrument/handle.rs", "nothing is being recorded: R starts a recording"),
    ("instrument/replay.rs", "end of the recording: Space starts over"),
    ("instrument/replay.rs", "the recording is cut off at line {line}: Space starts over"),
    (
        "ui/panes/lines/number.rs",
        "neuron: {typed}_   0 to {last}, or as {name}:0; Enter takes it, Esc leaves",
    ),
    ("ui/overlays/help.rs", "Down for more, q quits"),
    ("ui/overlays/help.rs", "Up for more, q quits"),
    ("ui/overlays/help.rs", "keys: ? or Esc closes"),
    ("ui/overlays/help.rs", "q quits"),
    ("ui/mod.rs", "needs {width}x{height}, q quits"),
    ("ui/panes/panels/parameters.rs", "Enter"),
    ("ui/panes/panels/parameters.rs", "Esc"),
    ("ui/overlays/picker.rs", "pick a preset: Enter takes it, Ctrl-U clears, Esc closes"),
    ("ui/panes/lines/message.rs", "; r resets"),
];

/// Names of keys that are words.
const KEYS: [&str; 10] =
    ["Space", "Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn", "Backspace", "Ctrl"];

/// Whether `text` says what a key does: by its name, or as in `...: r resets`.
fn names_a_key(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        KEYS.contains(&word) || word.starts_with("Ctrl-")
    };
    let is_verb = |word: &str| {
        let word = word.trim_end_matches([',', '.', ';', ':']);
        let ends = word.ends_with('s') && !word.ends_with("us") && !word.ends_with("ss");
        word.len() > 3 && ends && word.chars().all(|c| c.is_ascii_lowercase())
    };
    let is_key = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(|c| c.is_ascii_graphic() && !c.is_ascii_digit() && c != '{')
            && chars.next().is_none()
            // Membrane potential and recovery variable.
            && !matches!(word, "u" | "v")
    };
    let begins = |at: usize| {
        at == 0 || words[at - 1].ends_with([':', ';', ',', '.']) || words[at - 1] == "or"
    };
    let is_told = |at: usize| {
        begins(at)
            && is_key(words[at])
            && (is_verb(words[at + 1]) || words[at + 1] == "or" || words[at + 1] == "for")
    };
    words.iter().any(|word| is_name(word)) || (0..words.len().saturating_sub(1)).any(is_told)
}

/// What a source says of keys.
fn told(source: &Source) -> impl Iterator<Item = (&str, &str)> {
    let texts = source.strings.iter().map(|(_, text)| &**text);
    texts.filter(|text| names_a_key(text)).map(|text| (&*source.name, text))
}

#[test]
fn only_the_tables_of_keys_name_keys() {
    let sources = sources();
    let sources = sources.iter().filter(|source| source.room() != "keys");
    let found: BTreeSet<(&str, &str)> = sources.flat_map(told).collect();
    let known: BTreeSet<(&str, &str)> = TO_GO.iter().copied().collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "ask the table of keys for the label of the action: {new:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "no longer there, take it from the list: {gone:#?}");
}

#[test]
fn what_a_key_does_is_told_from_other_texts() {
    for text in ["; r resets", "x: R starts it", "Esc closes", "press Ctrl-C", "? or F1 closes"] {
        assert!(names_a_key(text), "{text}");
    }
    for text in ["v and u are not known", "a verdict is of now", "{key}: expected", "f-I curve"] {
        assert!(!names_a_key(text), "{text}");
    }
}
