//! Which key does what is said by the tables of keys alone.

use std::collections::BTreeSet;

use crate::source::{Source, sources};

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
    assert!(found.is_empty(), "ask the keymap for the label of the action: {found:#?}");
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
