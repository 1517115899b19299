//! A bit of a recording that has turned over is noticed, or changes nothing of what is played.

use izh_tui::engine::Engine;
use izh_tui::input::LINE_BYTES_MAX;
use izh_tui::session::read;

use crate::lab::{self, Bench, lab};
use crate::support::{live, record, tour};

/// Flips in each recording.
const FLIPS: u64 = 500;
/// Steps up to which a recording is run; a flipped digit adds none to speak of.
const STEPS_MAX: u64 = 100_000;

/// How many flips were noticed: refused, cut off, or diverged.
fn noticed(bytes: &[u8]) -> u64 {
    let whole = read("a.toml", bytes).unwrap().verify(1).unwrap();
    assert!(whole.divergence.is_none() && whole.cut.is_none());
    let mut random = 1_u64;
    let mut noticed = 0;
    for _ in 0..FLIPS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let bit = (random >> 16) as usize % (8 * bytes.len());
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let recorded = match read("a.toml", flipped) {
            Ok(recorded) if recorded.summary().end.0 <= STEPS_MAX => recorded,
            Ok(_) => continue,
            Err(error) => {
                let line = error.to_string();
                assert!(line.starts_with("a.toml:") && !line.contains('\n'), "bit {bit}: {line}");
                assert!(line.len() <= LINE_BYTES_MAX, "bit {bit}: {line}");
                noticed += 1;
                continue;
            }
        };
        match recorded.verify(1) {
            Ok(outcome) if outcome.divergence.is_none() && outcome.cut.is_none() => {
                // Names, texts of markers and blanks may differ, but nothing of the run.
                assert_eq!(outcome, whole, "bit {bit}");
            }
            _ => noticed += 1,
        }
    }
    noticed
}

#[test]
fn a_thousand_flipped_bits_are_noticed_or_harmless() {
    let neuron = noticed(&record(&mut Engine::new(&live("chattering")), &tour()));
    let circuit = noticed(&Bench::new(lab(), 1).record(&lab::tour()));
    // Most of a file is numbers and keys.
    assert!(neuron > FLIPS * 3 / 4 && circuit > FLIPS * 3 / 4, "{neuron} {circuit}");
}
