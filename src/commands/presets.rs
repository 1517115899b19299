//! The list of presets, and each of them as text.

use std::fmt::Write;

use serde::Serialize;

use super::library::{load_library, resolve_any_in};
use super::say::{print, warn};
use super::{CommandError, PresetsOptions};
use crate::input::clean;
use crate::model::Scheme;
use crate::preset::{
    CircuitEntry, Entry, Expectation, Found, Head, Kind, Origin, Preset, RawNeuron, Unread,
};
use crate::scope::RawView;

/// Width of the list (columns).
const WIDTH: usize = 80;
/// Blanks before the sentence of a preset.
const INDENT: usize = 4;

/// Lists the presets, or prints one.
///
/// # Errors
/// A name that finds nothing, or output that can't be written.
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

/// The text of a preset's file; only in a comment can there be anything that has to be escaped.
fn verbatim(file: &str) -> String {
    let mut text = String::with_capacity(file.len() + 1);
    for line in file.lines() {
        // No value holds a tab, so each is as good as blanks.
        let parts: Vec<_> = line.split('\t').map(clean).collect();
        text.push_str(&parts.join("    "));
        text.push('\n');
    }
    text
}

/// A line of names and numbers, and the sentence below.
fn listed(entry: &Entry) -> String {
    let preset = &entry.preset;
    let names = names(preset.name(), &preset.aliases);
    let panel = preset.panel.as_deref().unwrap_or("");
    let setup = &preset.subject;
    let integration = format!("{}, {} ms", setup.scheme, dt_ms(setup.steps_per_ms));
    let sentence = format!("{}{}", mark(entry.origin), preset.description);
    format!("{names:<55} {panel:>2}  {integration}\n") + &indented(&sentence)
}

/// The same of a circuit, with its size.
fn listed_circuit(entry: &CircuitEntry) -> String {
    let preset = &entry.preset;
    let recipe = &preset.subject;
    let names = names(preset.name(), &preset.aliases);
    let integration = format!("{}, {} ms", recipe.scheme, dt_ms(recipe.steps_per_ms));
    let count = |count: u64, what: &str, ending: &str| {
        format!("{count} {what}{}", if count == 1 { "" } else { ending })
    };
    let size = format!(
        "{} in {}, {} in {}",
        count(recipe.neurons().into(), "neuron", "s"),
        count(recipe.populations.len() as u64, "population", "s"),
        count(synapses(entry), "synapse", "s"),
        count(recipe.projections.len() as u64, "projection", "s"),
    );
    let sentence = format!("{}{}", mark(entry.origin), preset.description);
    format!("{names:<58}  {integration}\n") + &indented(&size) + &indented(&sentence)
}

/// The same of what has not been read.
fn listed_unread(unread: &Unread) -> String {
    let names = names(&unread.head.name, &unread.head.aliases);
    let sentence = format!("{}{}", mark(unread.origin), unread.head.description);
    format!("{names:<58}  {}\n", kind_word(unread.head.kind)) + &indented(&sentence)
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Neuron => "a neuron, not read",
        Kind::Circuit => "a circuit, not read",
    }
}

/// Number of synapses of a circuit; the mean, where it is left to chance.
fn synapses(entry: &CircuitEntry) -> u64 {
    let recipe = &entry.preset.subject;
    recipe.projections.iter().map(|projection| recipe.synapses(projection)).sum()
}

fn names(name: &str, aliases: &[String]) -> String {
    if aliases.is_empty() { name.to_owned() } else { format!("{name} ({})", aliases.join(", ")) }
}

/// What is said before the sentence of a preset that is the user's own.
fn mark(origin: Origin) -> &'static str {
    match origin {
        Origin::BuiltIn => "",
        Origin::User => "[yours] ",
        Origin::UserOverBuiltIn => "[yours, in place of the built-in] ",
    }
}

/// Length of a step (ms).
fn dt_ms(steps_per_ms: u32) -> f64 {
    1.0 / f64::from(steps_per_ms)
}

/// A sentence in lines below the names.
fn indented(sentence: &str) -> String {
    let mut text = String::new();
    for line in wrapped(sentence, WIDTH - INDENT) {
        let _ = writeln!(text, "{:INDENT$}{line}", "");
    }
    text
}

/// `text` in lines of at most `width` characters, broken at blanks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A preset as programs read it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum DescribedAny<'a> {
    Neuron(Box<Described<'a>>),
    Circuit(Box<DescribedCircuit<'a>>),
    Unread(DescribedUnread<'a>),
}

/// What is known of a preset whose file is too large to be read for a list.
#[derive(Debug, Serialize)]
struct DescribedUnread<'a> {
    kind: Kind,
    name: &'a str,
    aliases: &'a [String],
    tags: &'a [String],
    description: &'a str,
    origin: &'static str,
}

#[derive(Debug, Serialize)]
struct Described<'a> {
    kind: Kind,
    name: &'a str,
    aliases: &'a [String],
    panel: Option<&'a str>,
    tags: &'a [String],
    description: &'a str,
    source: &'a str,
    origin: &'static str,
    scheme: Scheme,
    dt_ms: f64,
    parameters: Parameters,
    duration_ms: f64,
    /// How it is seen on the live scope, by its own word or by its protocol.
    view: Option<RawView>,
    expected: &'a [Expectation],
}

#[derive(Debug, Serialize)]
struct DescribedCircuit<'a> {
    kind: Kind,
    name: &'a str,
    aliases: &'a [String],
    tags: &'a [String],
    description: &'a str,
    source: &'a str,
    origin: &'static str,
    scheme: Scheme,
    dt_ms: f64,
    duration_ms: f64,
    view: Option<RawView>,
    neurons: u32,
    synapses: u64,
    populations: Vec<DescribedPopulation<'a>>,
    projections: Vec<DescribedProjection<'a>>,
}

#[derive(Debug, Serialize)]
struct DescribedPopulation<'a> {
    name: &'a str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct DescribedProjection<'a> {
    name: &'a str,
    synapses: u64,
}

#[derive(Debug, Serialize)]
struct Parameters {
    #[serde(flatten)]
    neuron: RawNeuron,
    v0: f64,
    u0: f64,
}

fn described(entry: &Entry) -> Described<'_> {
    let preset = &entry.preset;
    let cell = &preset.subject.cell;
    Described {
        kind: Kind::Neuron,
        name: preset.name(),
        aliases: &preset.aliases,
        panel: preset.panel.as_deref(),
        tags: &preset.tags,
        description: &preset.description,
        source: &preset.source,
        origin: origin(entry.origin),
        scheme: preset.subject.scheme,
        dt_ms: dt_ms(preset.subject.steps_per_ms),
        parameters: Parameters {
            neuron: RawNeuron::from(&cell.neuron),
            v0: cell.initial.v,
            u0: cell.initial.u,
        },
        duration_ms: cell.protocol.duration_ms,
        view: RawView::of(&preset.live_view()),
        expected: &preset.expected,
    }
}

fn described_circuit(entry: &CircuitEntry) -> DescribedCircuit<'_> {
    let Preset { aliases, tags, description, source, view, subject: recipe, .. } = &entry.preset;
    let populations = recipe.populations.iter();
    let projections = recipe.projections.iter();
    DescribedCircuit {
        kind: Kind::Circuit,
        name: entry.preset.name(),
        aliases,
        tags,
        description,
        source,
        origin: origin(entry.origin),
        scheme: recipe.scheme,
        dt_ms: dt_ms(recipe.steps_per_ms),
        duration_ms: recipe.duration_ms,
        view: RawView::of(view),
        neurons: recipe.neurons(),
        synapses: synapses(entry),
        populations: populations
            .map(|population| DescribedPopulation {
                name: &population.name,
                count: population.count,
            })
            .collect(),
        projections: projections
            .map(|projection| DescribedProjection {
                name: &projection.name,
                synapses: recipe.synapses(projection),
            })
            .collect(),
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::BuiltIn => "built-in",
        Origin::User => "user",
        Origin::UserOverBuiltIn => "user-over-built-in",
    }
}

fn described_unread(unread: &Unread) -> DescribedUnread<'_> {
    let Head { kind, name, aliases, tags, description } = &unread.head;
    DescribedUnread { kind: *kind, name, aliases, tags, description, origin: origin(unread.origin) }
}

fn json(neurons: &[Entry], circuits: &[CircuitEntry], unread: &[Unread]) -> String {
    let neurons = neurons.iter().map(|entry| DescribedAny::Neuron(Box::new(described(entry))));
    let circuits =
        circuits.iter().map(|entry| DescribedAny::Circuit(Box::new(described_circuit(entry))));
    let unread = unread.iter().map(|unread| DescribedAny::Unread(described_unread(unread)));
    let all: Vec<_> = neurons.chain(circuits).chain(unread).collect();
    let text = serde_json::to_string_pretty(&all);
    text.expect("numbers and texts are JSON") + "\n"
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
