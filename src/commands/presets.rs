//! The list of presets, and each of them as text.

use std::fmt::Write;

use serde::Serialize;

use super::{CommandError, PresetsOptions, files, print, warn};
use crate::input::clean;
use crate::model::Scheme;
use crate::preset::{Entry, Expectation, Origin, RawNeuron};

/// Width of the list (columns).
const WIDTH: usize = 80;
/// Blanks before the sentence of a preset.
const INDENT: usize = 4;

/// Lists the presets, or prints one.
///
/// # Errors
/// A name that finds nothing, or output that can't be written.
pub fn presets(options: &PresetsOptions) -> Result<(), CommandError> {
    let entries = match &options.name {
        Some(name) => vec![files::resolve_preset(name)?],
        None => {
            let library = files::load_library();
            for broken in library.broken_files() {
                warn(&format!("left out: {}", broken.error));
            }
            library.entries()
        }
    };
    match (options.json, &options.name) {
        (true, _) => print(&json(&entries)),
        (false, None) => print(&entries.iter().map(listed).collect::<String>()),
        (false, Some(_)) => print(&entries.iter().map(verbatim).collect::<String>()),
    }
}

/// The text of the preset's file; only in a comment can there be anything that has to be escaped.
fn verbatim(entry: &Entry) -> String {
    let mut text = String::with_capacity(entry.text.len() + 1);
    for line in entry.text.lines() {
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
    let mut names = preset.name().to_owned();
    if !preset.aliases.is_empty() {
        let _ = write!(names, " ({})", preset.aliases.join(", "));
    }
    let panel = preset.panel.as_deref().unwrap_or("");
    let integration = format!("{}, {} ms", preset.setup.scheme, dt_ms(entry));
    let mut text = format!("{names:<55} {panel:>2}  {integration}\n");
    let mark = match entry.origin {
        Origin::BuiltIn => "",
        Origin::User => "[yours] ",
        Origin::UserOverBuiltIn => "[yours, in place of the built-in] ",
    };
    for line in wrapped(&format!("{mark}{}", preset.description), WIDTH - INDENT) {
        let _ = writeln!(text, "{:INDENT$}{line}", "");
    }
    text
}

/// Length of the preset's own step (ms).
fn dt_ms(entry: &Entry) -> f64 {
    1.0 / f64::from(entry.preset.setup.steps_per_ms)
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
struct Described<'a> {
    name: &'a str,
    aliases: &'a [String],
    panel: Option<&'a str>,
    description: &'a str,
    source: &'a str,
    origin: &'static str,
    scheme: Scheme,
    dt_ms: f64,
    parameters: Parameters,
    duration_ms: f64,
    expected: &'a [Expectation],
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
    let subject = &preset.setup.subject;
    Described {
        name: preset.name(),
        aliases: &preset.aliases,
        panel: preset.panel.as_deref(),
        description: &preset.description,
        source: &preset.source,
        origin: match entry.origin {
            Origin::BuiltIn => "built-in",
            Origin::User => "user",
            Origin::UserOverBuiltIn => "user-over-built-in",
        },
        scheme: preset.setup.scheme,
        dt_ms: dt_ms(entry),
        parameters: Parameters {
            neuron: RawNeuron::from(&subject.neuron),
            v0: subject.initial.v,
            u0: subject.initial.u,
        },
        duration_ms: subject.protocol.duration_ms,
        expected: &preset.expected,
    }
}

fn json(entries: &[Entry]) -> String {
    let described: Vec<_> = entries.iter().map(described).collect();
    let text = serde_json::to_string_pretty(&described);
    text.expect("numbers and texts are JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    #[test]
    fn the_list_fits_eighty_columns() {
        for entry in Library::default().entries() {
            for line in listed(&entry).lines() {
                assert!(line.chars().count() <= WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn built_in_presets_are_printed_as_they_are() {
        for entry in Library::default().entries() {
            assert_eq!(verbatim(&entry), entry.text);
        }
    }
}
