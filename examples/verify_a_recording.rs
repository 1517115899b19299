//! Reads a recording, lists its commands and simulates it again.
//!
//! `cargo run --example verify_a_recording -- session.toml`

use std::error::Error;
use std::fmt::Write;

use izh_tui::session::read;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected the file of a recording")?;
    print!("{}", report(&path, &std::fs::read(&path)?)?);
    Ok(())
}

/// The blocks of a recording, and whether it still gives what was recorded.
pub fn report(name: &str, bytes: &[u8]) -> Result<String, Box<dyn Error>> {
    let session = read(name, bytes)?;
    let mut lines = String::new();
    for block in session.listing() {
        let block = block?;
        writeln!(lines, "{} ms: {} {}", block.t_ms, block.kind, block.text)?;
    }
    let verified = session.verify(1)?;
    match verified.divergence {
        None => {
            writeln!(lines, "the same: {} spikes in {} steps", verified.spikes, verified.steps)?
        }
        Some(divergence) => writeln!(lines, "{}", divergence.brief())?,
    }
    Ok(lines)
}
