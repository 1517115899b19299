//! The `presets` command: lists all presets or prints one.

use std::fmt::Write;

use super::described::{dt_ms, json, synapses};
use super::library::{load_library, resolve_any_in};
use super::say::{print, warn};
use super::{CommandError, Reach};
use crate::input::clean;
use crate::model::Scheme;
use crate::preset::{CircuitEntry, Entry, Found, Kind, Origin, Unread};
use crate::ui::wrapped;

/// Options of the `presets` command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresetsOptions {
    /// The one preset to show.
    pub name: Option<String>,
    /// Which files presets may name.
    pub reach: Reach,
    /// Whether to print JSON.
    pub json: bool,
}

/// Width of the list (columns).
const WIDTH: usize = 80;
/// Indentation of a preset's description.
const INDENT: usize = 4;

/// Lists the presets, or prints one.
///
/// # Errors
/// An unknown name, or an I/O error of the output.
pub fn presets(options: &PresetsOptions) -> Result<(), CommandError> {
    let library = load_library(options.reach)?;
    let unread = if options.name.is_none() { library.unread() } else { &[] };
    let (neurons, circuits) = match &options.name {
        Some(name) => match resolve_any_in(&library, name, options.reach)? {
            Found::Neuron(entry) => (vec![*entry], Vec::new()),
            Found::Circuit(entry) => (Vec::new(), vec![*entry]),
        },
        None => {
            for broken in library.broken_files() {
                warn(&format!("left out: {}", broken.error));
            }
            (library.entries(), library.circuits())
        }
    };
    match (options.json, &options.name) {
        (true, _) => print(&json(&neurons, &circuits, unread)),
        (false, None) => {
            let neurons = neurons.iter().map(listed);
            let circuits = circuits.iter().map(listed_circuit);
            let unread = unread.iter().map(listed_unread);
            print(&neurons.chain(circuits).chain(unread).collect::<String>())
        }
        (false, Some(_)) => {
            let texts = neurons.iter().map(|entry| &entry.text);
            let texts = texts.chain(circuits.iter().map(|entry| &entry.text));
            print(&texts.map(|text| verbatim(text)).collect::<String>())
        }
    }
}

/// The text of a preset's file, with control characters escaped, which occur only in comments.
fn verbatim(file: &str) -> String {
    let mut text = String::with_capacity(file.len() + 1);
    for line in file.lines() {
        // No value contains a tab, so blanks can replace tabs.
        let parts: Vec<_> = line.split('\t').map(clean).collect();
        text.push_str(&parts.join("    "));
        text.push('\n');
    }
    text
}

/// A line with names and numbers, and the description below it.
fn listed(entry: &Entry) -> String {
    let preset = &entry.preset;
    let names = names(preset.name(), &preset.aliases);
    let panel = preset.panel.as_deref().unwrap_or("");
    let setup = &preset.subject;
    let integration = integration(setup.scheme, setup.steps_per_ms);
    format!("{names:<55} {panel:>2}  {integration}\n")
        + &sentence(entry.origin, &preset.description)
}

/// The lines for a circuit, with its size.
fn listed_circuit(entry: &CircuitEntry) -> String {
    let preset = &entry.preset;
    let recipe = &preset.subject;
    let names = names(preset.name(), &preset.aliases);
    let integration = integration(recipe.scheme, recipe.steps_per_ms);
    let count = |count: u64, what: &str, ending: &str| {
        format!("{count} {what}{}", if count == 1 { "" } else { ending })
    };
    let size = format!(
        "{} in {}, {} in {}",
        count(recipe.neurons().into(), "neuron", "s"),
        count(recipe.populations.len() as u64, "population", "s"),
        count(synapses(recipe), "synapse", "s"),
        count(recipe.projections.len() as u64, "projection", "s"),
    );
    format!("{names:<58}  {integration}\n")
        + &indented(&size)
        + &sentence(entry.origin, &preset.description)
}

/// The lines for a file of which only the head was read.
fn listed_unread(unread: &Unread) -> String {
    let names = names(&unread.head.name, &unread.head.aliases);
    format!("{names:<58}  {}\n", kind_word(unread.head.kind))
        + &sentence(unread.origin, &unread.head.description)
}

/// Scheme and step.
fn integration(scheme: Scheme, steps_per_ms: u32) -> String {
    format!("{scheme}, {} ms", dt_ms(steps_per_ms))
}

/// A preset's description, preceded by its origin.
fn sentence(origin: Origin, description: &str) -> String {
    indented(&format!("{}{description}", mark(origin)))
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Neuron => "a neuron, not read",
        Kind::Circuit => "a circuit, not read",
    }
}

fn names(name: &str, aliases: &[String]) -> String {
    if aliases.is_empty() { name.to_owned() } else { format!("{name} ({})", aliases.join(", ")) }
}

/// Prefix of a user preset's description.
fn mark(origin: Origin) -> &'static str {
    match origin {
        Origin::BuiltIn => "",
        Origin::User => "[yours] ",
        Origin::UserOverBuiltIn => "[yours, in place of the built-in] ",
    }
}

/// The description, wrapped and indented.
fn indented(sentence: &str) -> String {
    let mut text = String::new();
    for line in wrapped(sentence, (WIDTH - INDENT) as u16, usize::MAX) {
        let _ = writeln!(text, "{:INDENT$}{line}", "");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    #[test]
    fn the_list_fits_eighty_columns() {
        let library = Library::default();
        let neurons = library.entries().iter().map(listed).collect::<String>();
        let circuits = library.circuits().iter().map(listed_circuit).collect::<String>();
        for line in neurons.lines().chain(circuits.lines()) {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }

    #[test]
    fn built_in_presets_are_printed_as_they_are() {
        let library = Library::default();
        let neurons = library.entries().into_iter().map(|entry| entry.text);
        for text in neurons.chain(library.circuits().into_iter().map(|entry| entry.text)) {
            assert_eq!(verbatim(&text), text);
        }
    }
}
