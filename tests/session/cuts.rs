//! A file that was cut off anywhere replays up to its last whole block.

use izh_tui::engine::Engine;
use izh_tui::session::{Block, Entry, Session, read};

use crate::lab::{self, Bench, recipe};
use crate::support::{live, parse, record, tour};

fn blocks(session: &Session) -> Vec<Block> {
    session.blocks().map(Result::unwrap).collect()
}

/// Offsets in `bytes` at which a block is whole, with the number of blocks up to there. The
/// block that closes the header is the first.
fn whole_at(bytes: &[u8]) -> Vec<(usize, usize)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut ends = Vec::new();
    for title in ["[[check]]\n", "[[event]]\n", "[end]\n"] {
        for (start, _) in text.match_indices(title) {
            let at_line = start == 0 || bytes[start - 1] == b'\n';
            let end = text[start..].find("}\n\n").unwrap();
            ends.extend(at_line.then_some(start + end + 1));
        }
    }
    ends.sort_unstable();
    ends.into_iter().enumerate().map(|(index, end)| (end, index + 1)).collect()
}

fn recording(crlf: bool) -> Vec<u8> {
    let bytes = record(&mut Engine::new(&live("chattering")), &tour());
    match crlf {
        false => bytes,
        true => String::from_utf8(bytes).unwrap().replace('\n', "\r\n").into_bytes(),
    }
}

pub fn check_every_prefix(bytes: &[u8]) {
    let blocks = |recorded: &Session| recorded.blocks().map(Result::unwrap).collect::<Vec<_>>();
    let all = blocks(&read("a.toml", bytes).unwrap());
    let ends = whole_at(bytes);
    assert_eq!(ends.len(), all.len());
    for cut in 0..=bytes.len() {
        let whole = ends.iter().rev().find(|(end, _)| *end <= cut).map_or(0, |(_, whole)| *whole);
        match read("a.toml", &bytes[..cut]) {
            Err(error) => {
                assert_eq!(whole, 0, "cut at {cut}: {error}");
                let expected = if cut == 0 { "expected a recording" } else { "cut header" };
                assert!(error.message().starts_with(expected), "cut at {cut}: {error}");
            }
            Ok(recorded) => {
                assert_eq!(blocks(&recorded), all[..whole], "cut at {cut}");
                let outcome = recorded.verify(1).unwrap();
                assert_eq!(outcome.divergence, None, "cut at {cut}");
                assert_eq!(outcome.cut.is_some(), whole < all.len(), "cut at {cut}");
                assert_eq!(outcome.steps, all[whole - 1].entry.step().0, "cut at {cut}");
            }
        }
    }
}

#[test]
fn every_prefix_replays_up_to_its_last_whole_block() {
    check_every_prefix(&recording(false));
}

#[test]
fn every_prefix_of_a_circuit_s_replays_as_well() {
    let mut bench = Bench::new(recipe("burst-synapse"), 1);
    // With some of it from before the recording began.
    bench.perform(&lab::tour()[..9], None);
    check_every_prefix(&bench.record(&lab::tour()[18..]));
}

#[test]
fn a_prefix_with_other_line_ends_or_lost_bytes_replays_as_well() {
    let unix = recording(false);
    let all = blocks(&parse(&unix)).len();
    for (bytes, tail) in [
        (recording(true), &b""[..]),
        (unix.clone(), b"\0"),
        (unix.clone(), &[0; 4096]),
        (unix, b"\xff\xfe"),
    ] {
        let mut most = 0;
        for cut in (0..bytes.len()).step_by(3) {
            let mut file = bytes[..cut].to_vec();
            file.extend_from_slice(tail);
            match read("a.toml", file) {
                Err(error) => {
                    assert_eq!(most, 0, "cut at {cut}: {error}");
                    let expected = if cut == 0 { "expected a recording" } else { "cut header" };
                    assert!(error.message().starts_with(expected), "cut at {cut}: {error}");
                }
                Ok(session) => {
                    let whole = blocks(&session).len();
                    assert!(whole >= most, "cut at {cut}");
                    most = whole;
                    assert!(session.blocks().all(|block| block.unwrap().entry.step().0 <= 1000));
                    assert!(session.summary().cut.is_some() || !tail.contains(&0));
                }
            }
        }
        assert!(most >= all - 1, "{most} of {all}");
    }
}

#[test]
fn a_cut_is_told_with_its_line() {
    let bytes = recording(false);
    let text = String::from_utf8(bytes).unwrap();
    let line_of = |offset: usize| text[..offset].matches('\n').count() + 1;
    // Without its end: cut where the end should stand.
    let end = text.find("[end]").unwrap();
    let session = parse(&text.as_bytes()[..end]);
    assert!(matches!(session.blocks().last().unwrap().unwrap().entry, Entry::Check(_)));
    assert_eq!(session.summary().cut.unwrap().line, line_of(end - 2));
    // Within a block: cut where the block begins.
    let event = text.rfind("[[event]]").unwrap();
    let session = parse(&text.as_bytes()[..event + 20]);
    assert_eq!(session.summary().cut.unwrap().line, line_of(event));
    // Padded with zeros after its end: whole, and yet not as it was left.
    let padded = parse(&[text.as_bytes(), &[0; 100]].concat());
    assert!(padded.summary().cut.is_some());
    assert!(matches!(padded.blocks().last().unwrap().unwrap().entry, Entry::End(_)));
}

#[test]
fn tables_by_hand_are_cut_as_a_whole() {
    let header_and = |block: &str| {
        let text = String::from_utf8(recording(false)).unwrap();
        let first = text.find("[[event]]").unwrap();
        format!("{}{block}", &text[..first])
    };
    let block = "[[event]]\nstep = 12\n[event.command.pulse]\namplitude = 10.0\nwidth_ms = 2.5\n";
    for cut in 0..block.len() {
        let session = parse(header_and(&block[..cut]).as_bytes());
        assert_eq!(blocks(&session).len(), 1, "{:?}", &block[..cut]);
        assert!(session.summary().cut.is_some());
    }
    assert_eq!(blocks(&parse(header_and(block).as_bytes())).len(), 2);
}
