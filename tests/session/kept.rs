//! Recordings that earlier versions of the program made replay for ever.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use izh_tui::engine::Checkpoint;
use izh_tui::session::{Entry, Replay, Session, read};

/// Steps of a frame of the live scope, none of which divides the others: a replay may be cut anywhere.
const FRAMES: [u64; 4] = [160, 7, 40_000, 613];

/// The end of a recording that is played frame by frame.
fn play(recorded: &Session) -> Checkpoint {
    let mut replay = Replay::new(recorded.clone());
    for frame in FRAMES.into_iter().cycle() {
        if replay.is_over() {
            break;
        }
        replay.advance(frame, &mut ()).expect("every command fits");
    }
    assert!(replay.is_finished());
    replay.checkpoint()
}

/// Each recording in `tests/data/sessions/made-by-0.1` was made on the live scope of version 0.1.0 by a
/// script of keys, from some moment of a run on. `digests.txt` has a line for each: name, steps, events,
/// spikes, digest at the end.
#[test]
fn recordings_made_by_0_1_replay_to_their_digests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sessions/made-by-0.1");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("recordings")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    let mut found = String::new();
    for name in names {
        let bytes = fs::read(folder.join(&name)).expect("readable");
        let recorded = read(&name, bytes).unwrap_or_else(|error| panic!("{error}"));
        let outcome = recorded.verify(1).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((outcome.divergence, outcome.cut), (None, None), "{name}");
        let entries = recorded.blocks().map(|block| block.expect("readable").entry);
        let events = entries.filter(|entry| matches!(entry, Entry::Event(_))).count();
        let end = play(&recorded);
        assert_eq!(end.spikes, outcome.spikes, "{name}");
        writeln!(found, "{name} {} {events} {} {end}", outcome.steps, end.spikes).expect("memory");
    }
    let expected = fs::read_to_string(folder.join("digests.txt")).expect("digests");
    assert_eq!(found, expected);
}
