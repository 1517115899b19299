//! Anything at all at every door: bytes at random, and good texts that something happened to.

use proptest::prelude::*;

use crate::support::entries;

/// What is apt to be mistaken for something else.
const TOKENS: &[&str] = &[
    "nan",
    "-inf",
    "1e400",
    "-0.0",
    "9223372036854775807",
    "-1",
    "0",
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "\"\"\"",
    "#",
    "\n",
    "\r\n",
    "\\u0000",
    "\0",
    "\u{1b}[",
    "\u{202e}",
    "\u{9b}31m",
    "true",
    "2026-11-24T09:00:00Z",
    "step = 18446744073709551616",
    "a.b.c = 1",
    "kind = \"csv\"",
    "kind = \"circuit\"",
    "rule = \"list\"",
    "pairs = [[0, 1]]",
    "command.again = { number = 0, name = \"lab\" }",
    "[[projection]]",
    "file = \"x.csv\"",
    "\x1b[200~",
    "\x1b]",
    "\x1b[<0;0;0M",
    "\x1b[M",
];

/// Something that happens to a text, at a place between its start (0) and end (1).
#[derive(Clone, Debug)]
enum Damage {
    Insert(&'static str),
    Byte(u8),
    Delete(usize),
    Repeat(usize),
    Cut,
}

fn damage() -> impl Strategy<Value = (f64, Damage)> {
    let kinds = prop_oneof![
        3 => prop::sample::select(TOKENS).prop_map(Damage::Insert),
        2 => any::<u8>().prop_map(Damage::Byte),
        2 => (1usize..40).prop_map(Damage::Delete),
        1 => (1usize..200).prop_map(Damage::Repeat),
        1 => Just(Damage::Cut),
    ];
    (0.0..1.0, kinds)
}

fn damaged(text: &str, damages: &[(f64, Damage)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, damage) in damages {
        let at = (place * bytes.len() as f64) as usize;
        let up_to = |length: usize| at..(at + length).min(bytes.len());
        match damage {
            Damage::Insert(token) => drop(bytes.splice(at..at, token.bytes())),
            Damage::Byte(byte) => drop(bytes.splice(up_to(1), [*byte])),
            Damage::Delete(length) => drop(bytes.drain(up_to(*length))),
            Damage::Repeat(length) => {
                let again = bytes[up_to(*length)].to_vec();
                drop(bytes.splice(at..at, again));
            }
            Damage::Cut => bytes.truncate(at),
        }
    }
    bytes
}

#[test]
fn good_texts_are_let_in() {
    use izh_tui::commands::config;
    use izh_tui::input::Document;
    use izh_tui::{preset, session};
    for (name, _, texts) in entries::DOORS {
        for text in *texts {
            let document = Document::new(name, text);
            let read = |wanted: &preset::Wanted<'_>| {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/stimuli");
                let bytes = std::fs::read(format!("{folder}/{}", wanted.file)).expect("a table");
                Ok(preset::Table::read(wanted.file, &mut &bytes[..], wanted)?)
            };
            match *name {
                "session" => drop(session::read(name, *text).expect("good")),
                "preset" => {
                    drop(preset::Library::default().parse(&document, None).expect("good"));
                }
                "stimulus" => {
                    drop(preset::parse_stimulus(&document, Some(&read), None).expect("good"));
                }
                "config" => drop(config::parse(&document).expect("good")),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_texts_are_read_or_refused(
        choice: prop::sample::Index,
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        for (_, door, texts) in entries::DOORS {
            door(&damaged(texts[choice.index(texts.len())], &damages));
        }
    }

    #[test]
    fn bytes_at_random_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (_, door, _) in entries::DOORS {
            door(&bytes);
        }
    }
}
