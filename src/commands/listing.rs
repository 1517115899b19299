//! The listing of a recording, block by block.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::say::warn;
use super::{Choice, CommandError};
use crate::input::InputError;
use crate::session::{Listed, Session};

/// Output format of `replay --list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// One line per block.
    #[default]
    Text,
    /// A TOML array of tables called `block`.
    Toml,
    /// A JSON array of objects.
    Json,
}

impl Choice for ListFormat {
    const ALL: &'static [Self] = &[Self::Text, Self::Toml, Self::Json];
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Toml => "toml",
            Self::Json => "json",
        }
    }
}

/// Prints every block of a recording. If the rest becomes unreadable, printed blocks remain.
pub(super) fn list(recorded: &Session, format: ListFormat) -> Result<(), CommandError> {
    let mut out = BufWriter::new(io::stdout().lock());
    let listed = write(&mut out, recorded.listing(), format);
    let flushed = out.flush();
    let written = listed.and_then(|result| flushed.map(|()| result));
    written.map_err(|error| CommandError::write(None, error))??;
    if let Some(cut) = recorded.summary().cut {
        warn(&format!("{}: cut after line {}", recorded.name(), cut.line - 1));
    }
    Ok(())
}

/// Writes `blocks`; the inner result says whether they could be read.
fn write(
    out: &mut impl Write,
    blocks: impl Iterator<Item = Result<Listed, InputError>>,
    format: ListFormat,
) -> io::Result<Result<(), InputError>> {
    let is_json = format == ListFormat::Json;
    let mut before = if is_json { "[\n" } else { "" };
    for block in blocks {
        let block = match block {
            Ok(block) => block,
            Err(error) => return Ok(Err(error)),
        };
        out.write_all(before.as_bytes())?;
        match format {
            ListFormat::Text => out.write_all(line(&block).as_bytes())?,
            ListFormat::Toml => out.write_all(toml_table(&block).as_bytes())?,
            ListFormat::Json => serde_json::to_writer(&mut *out, &block)?,
        }
        before = if is_json { ",\n" } else { "" };
    }
    if is_json {
        out.write_all(if before == "[\n" { b"[]\n" } else { b"\n]\n" })?;
    }
    Ok(Ok(()))
}

fn line(block: &Listed) -> String {
    let Listed { step, t_ms, kind, text } = block;
    format!("{step:>10} {t_ms:>12} ms  {kind:<8} {text}").trim_end().to_owned() + "\n"
}

fn toml_table(block: &Listed) -> String {
    #[derive(Serialize)]
    struct List<'a> {
        block: [&'a Listed; 1],
    }

    let text = toml::to_string(&List { block: [block] });
    text.expect("a block is plain numbers and strings") + "\n"
}
