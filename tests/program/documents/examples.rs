//! The examples in the documents: files, and commands with what they print.

use std::ffi::OsString;

use izh_tui::cli;
use izh_tui::commands::config;
use izh_tui::input::Document as Text;
use izh_tui::preset::{Library, parse, parse_circuit, parse_stimulus};
use izh_tui::session::read;

use super::markdown::{Block, documents};
use crate::support::program::Place;

const NEURON_SESSION: &str = include_str!("../../data/sessions/v2.toml");
const CIRCUIT_SESSION: &str = include_str!("../../data/sessions/circuit-v2.toml");

/// A recording whose blocks are `blocks`.
fn with_header_of(session: &str, blocks: &str) -> String {
    let end = session.find("\n[[event]]").expect("a block after the header");
    format!("{}\n{blocks}", &session[..end])
}

/// Why an example of TOML is refused, if it is.
fn refusal(block: &Block<'_>) -> Option<String> {
    let text = Text::new("example", block.text);
    let session = |session: &str| {
        read("example", with_header_of(session, block.text).as_bytes()).err().map(|e| e.to_string())
    };
    let library = Library::default();
    match block.info {
        "toml preset" => parse(&text).err().map(|e| e.to_string()),
        "toml circuit" => {
            let resolve = |name: &str| {
                let entry = library.find(name).map_err(|error| error.to_string())?;
                let cell = entry.preset.subject.cell;
                Ok((cell.neuron, cell.initial))
            };
            parse_circuit(&text, None, &resolve).err().map(|e| e.to_string())
        }
        "toml stimulus" => parse_stimulus(&text, None, None).err().map(|e| e.to_string()),
        "toml config" => config::parse(&text).err().map(|e| e.to_string()),
        "toml events" => session(NEURON_SESSION),
        "toml circuit-events" => session(CIRCUIT_SESSION),
        other => Some(format!("nothing is known of {other}")),
    }
}

#[test]
fn examples_of_files_are_accepted() {
    let mut seen = 0;
    for document in documents() {
        for block in document.blocks().iter().filter(|block| block.info.starts_with("toml")) {
            assert_eq!(refusal(block), None, "{document}:\n{}", block.text);
            seen += 1;
        }
    }
    assert!(seen >= 7, "only {seen} examples of TOML were found");
}

/// The words of a command as a shell takes them, up to a comment or a redirection.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in command.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.extend(Some(std::mem::take(&mut word))),
            _ => word.push(c),
        }
    }
    words.push(word);
    let ends = |word: &String| matches!(&**word, "#" | ">" | "|");
    let end = words.iter().position(ends).unwrap_or(words.len());
    words.truncate(end);
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn commands_are_accepted() {
    let mut seen = 0;
    for document in documents() {
        let shell = document.blocks().into_iter().filter(|block| block.info == "sh");
        let lines = shell.flat_map(|block| block.text.lines()).map(str::to_owned);
        for line in lines.chain(document.code()) {
            let is_whole = !line.contains("COMMAND") && !line.contains("..");
            if line.starts_with("izh-tui ") && is_whole {
                let parsed = cli::parse(words(&line).into_iter().map(OsString::from));
                assert_eq!(parsed.err(), None, "{document}: {line}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 30, "only {seen} commands were found");
}

/// A `console` block with what its commands print.
fn carried_out(block: &str) -> String {
    let place = Place::new();
    let commands = block.lines().filter_map(|line| line.strip_prefix("$ izh-tui "));
    let carried_out = commands.map(|command| {
        let arguments = words(command);
        let outcome = place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        format!("$ izh-tui {command}\n{}", outcome.accepted())
    });
    carried_out.collect()
}

#[test]
fn consoles_show_what_is_printed() {
    let mut seen = 0;
    for document in documents() {
        let mut text = document.text.clone();
        for block in document.blocks().iter().filter(|block| block.info == "console") {
            let fenced = |content: &str| format!("```console\n{content}```");
            let shown = block.text.to_owned() + "\n";
            text = text.replace(&fenced(&shown), &fenced(&carried_out(block.text)));
            seen += 1;
        }
        document.compare(&text);
    }
    assert!(seen >= 2, "only {seen} blocks were found");
}
