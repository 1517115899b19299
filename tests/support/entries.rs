//! Every door through which bytes from outside come in, and what has to hold behind it. The tests
//! and the fuzzer knock at the same ones: `fuzz/` includes this file.

use std::sync::Arc;

use izh_tui::circuit::{MEMORY_BYTES_MAX, Recipe};
use izh_tui::commands::config;
use izh_tui::engine::{Command, Subject};
use izh_tui::input::{Document, InputError, is_hostile};
use izh_tui::keys::{Input, Key};
use izh_tui::model::Shape;
use izh_tui::preset::{self, Columns, Found, Library, SideFile, Table, Wanted};
use izh_tui::session::{Entry, read};
use izh_tui::term::{Event, Parser};

/// Steps up to which a recording that reads well is also run.
const STEPS_RUN_MAX: u64 = 2_000;

/// What a terminal sends. Whatever it was, after a rest the next key works.
pub fn terminal(bytes: &[u8]) {
    let (mut parser, mut events) = (Parser::default(), Vec::new());
    parser.feed(bytes, &mut events);
    for event in events.drain(..) {
        if let Event::Input(Input::Key(Key::Char(c))) = event {
            assert!(!c.is_control(), "{c:?} is no key");
        }
    }
    parser.give_up();
    assert!(!parser.is_pending());
    parser.feed(b"q", &mut events);
    assert_eq!(events, [Event::Input(Input::Key(Key::Char('q')))]);
}

/// A recording, of a neuron or of a circuit: it is read up to where it is cut, and no further than it
/// goes.
pub fn session(bytes: &[u8]) {
    let recorded = match read("a\u{1b}.toml", bytes) {
        Ok(recorded) => recorded,
        Err(error) => return check_error(&error),
    };
    let mut last = 0;
    let mut small = is_small(&recorded.experiment().subject());
    for block in recorded.blocks() {
        let block = block.expect("read before");
        assert!(block.entry.step().0 >= last);
        last = block.entry.step().0;
        if let Entry::Event(event) = &block.entry
            && let Command::Switch(subject) = &event.command
        {
            small &= is_small(subject);
        }
    }
    assert!(last <= recorded.summary().end.0);
    if last <= STEPS_RUN_MAX
        && small
        && let Err(error) = recorded.verify(1)
    {
        check_error(&error);
    }
}

/// Whether a neuron or a circuit is built in no time.
fn is_small(subject: &Subject) -> bool {
    let is_small = |recipe: &Arc<Recipe>| recipe.memory(1).bytes() <= 1 << 22;
    subject.neurons() <= 100 && subject.recipe().is_none_or(is_small)
}

/// A preset, of a neuron or a circuit: what is accepted can be written and read again as the same.
pub fn preset(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Library::default().parse(&Document::new("a\u{1b}.toml", text), None) {
        Err(error) => check_error(&error),
        Ok(Found::Neuron(entry)) => {
            let text = preset::to_toml(&entry.preset);
            check_text(&text);
            let again = preset::parse(&Document::new("again.toml", &text)).expect("its own text");
            assert_eq!(again.subject, entry.preset.subject);
        }
        Ok(Found::Circuit(entry)) => {
            let text = preset::circuit_to_toml(&entry.preset);
            check_text(&text);
            let document = Document::new("again.toml", &text);
            let again = preset::parse_circuit(&document, None, &preset::no_presets);
            assert_eq!(again.expect("its own text"), entry.preset);
            assert!(entry.preset.subject.memory(1).bytes() <= MEMORY_BYTES_MAX);
        }
    }
}

/// What is written steers no terminal.
fn check_text(text: &str) {
    assert!(!text.contains(|c| is_hostile(c) && c != '\n'), "{text:?}");
}

/// A stimulus.
pub fn stimulus(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let document = Document::new("a\u{1b}.toml", text);
    // The same text serves as a table of samples, should one be asked for.
    let read = |wanted: &Wanted<'_>| Ok(Table::read(document.name, &mut text.as_bytes(), wanted)?);
    if let Err(error) = preset::parse_stimulus(&document, Some(&read), None) {
        check_error(&error);
    }
}

/// A table of samples, of any format. What is accepted can be written beside a recording, and read from
/// there as the same.
pub fn table(bytes: &[u8]) {
    for even in [false, true] {
        let columns = Columns { even, ..Columns::default() };
        let wanted = Wanted { file: "a\u{1b}.toml", sha256: None, columns };
        let table = match Table::read("a\u{1b}.toml", &mut &bytes[..], &wanted) {
            Ok(table) => table,
            Err(error) => {
                check_error(&error);
                continue;
            }
        };
        for unit in [None, Some("pA")] {
            let protocol = match preset::protocol_of(&table, even.then_some(0.1), unit) {
                Ok(protocol) => protocol,
                Err(error) => {
                    check_error(&error);
                    continue;
                }
            };
            let Shape::Samples(samples) = &protocol.segments[0].shape else { unreachable!() };
            let side = SideFile::new(samples);
            let mut written = Vec::new();
            side.write(&mut written).expect("memory");
            let (file, sha256) = (side.name(), Some(side.sha256()));
            let wanted =
                Wanted { file: &file, sha256, columns: Columns { even, ..Columns::default() } };
            let again = Table::read(&file, &mut &written[..], &wanted).expect("its own bytes");
            let again = preset::protocol_of(&again, even.then_some(0.1), unit);
            assert_eq!(again.expect("its own samples"), protocol);
        }
    }
}

/// A configuration file.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = config::parse(&Document::new("a\u{1b}.toml", text)) {
        check_error(&error);
    }
}

/// An error is one line, says where, and steers no terminal.
fn check_error(error: &InputError) {
    let line = error.to_string();
    assert!(line.starts_with("a\\u{1b}.toml"), "{line}");
    assert!(!line.contains(is_hostile), "{line:?}");
}

/// A door with its name, and texts that it lets in.
type Door = (&'static str, fn(&[u8]), &'static [&'static str]);

/// All of them.
pub const DOORS: &[Door] = &[
    ("terminal", terminal, &["e\x1b[A\x1b[1;5B\x1b[<64;10;5M\x1b[97;5u\x1b[200~x\x1b[201~\x1bOP"]),
    (
        "session",
        session,
        &[
            include_str!("../data/sessions/v1.toml"),
            include_str!("../data/sessions/circuit-v2.toml"),
        ],
    ),
    (
        "preset",
        preset,
        &[
            include_str!("../../presets/chattering.toml"),
            include_str!("../../presets/accommodation.toml"),
            include_str!("../../presets/thalamo-cortical-2007.toml"),
            include_str!("../../presets/burst-synapse.toml"),
            include_str!("../../presets/half-centre.toml"),
            include_str!("../../presets/cortex-2003.toml"),
            include_str!("../../presets/polychronization-2006.toml"),
        ],
    ),
    (
        "stimulus",
        stimulus,
        &[
            include_str!("../data/stimuli/train.toml"),
            include_str!("../data/stimuli/chirp.toml"),
            include_str!("../data/stimuli/sequence.toml"),
            include_str!("../data/stimuli/samples.toml"),
            include_str!("../data/stimuli/sweep.toml"),
        ],
    ),
    (
        "table",
        table,
        &[
            "Time (s),I (pA)\n0.0,0\n0.1,20\n0.9,0\n",
            "Zeit (ms);Strom (pA)\r\n0,0;0,0\r\n100,0;14,5\r\n",
            "ATF\t1.0\n1\t2\n\"Comment=x\"\n\"Time (s)\"\t\"I (pA)\"\n0\t0\n0.5\t9\n",
            "# t_ms current\n0 1\n1,5 2\n",
            "1.5\n2.5\n",
        ],
    ),
    (
        "config",
        config,
        &[
            "preset = \"ch\"\nspeed = 1.0\nfps = 30\nmouse = false\ntheme = \"dark\"\ndisplay = \"auto\"\n",
        ],
    ),
];
