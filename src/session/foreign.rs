//! Recognises files that are no recordings, to say what they are instead.

use crate::input::{Document, InputError};

/// The key of the format version, which every recording has.
const FORMAT: &str = "format";

/// Refuses a file that is no recording. `start` is the text before the first block, as far as it is
/// read at once; in a recording it contains `format`, or ends within that word.
pub(super) fn refuse(name: &str, start: &[u8]) -> Result<(), InputError> {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
    };
    if begins_with_format(text) {
        return Ok(());
    }
    let found = match Document::new(name, text).parse::<toml::Table>() {
        Ok(table) if table.contains_key(FORMAT) => return Ok(()),
        _ if start.is_empty() => "an empty file",
        _ if text.len() < start.len() || text.contains(is_binary) => "bytes that are no text",
        Ok(table) => kind_of(&table),
        Err(_) => "another text",
    };
    Err(InputError::whole(name, format!("expected a recording of izh-tui, found {found}")))
}

/// Whether the first line that is no comment has the key `format`, or is truncated within it.
fn begins_with_format(text: &str) -> bool {
    let mut lines = text.split_inclusive('\n');
    let first = lines.find(|line| !(line.trim().is_empty() || line.trim_start().starts_with('#')));
    first.is_some_and(|line| match line.split_once('=') {
        Some((key, _)) => key.trim().trim_matches(['"', '\'']) == FORMAT,
        None => !line.ends_with('\n') && FORMAT.starts_with(line.trim()),
    })
}

/// Whether `c` never occurs in text.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')
}

/// The kind of a TOML file that is no recording.
fn kind_of(table: &toml::Table) -> &'static str {
    let has = |key: &str| table.contains_key(key);
    if has("population") || table.get("kind").and_then(toml::Value::as_str) == Some("circuit") {
        "the preset of a circuit"
    } else if has("neuron") {
        "the preset of a neuron"
    } else if has("segment") || has("baseline") {
        "a stimulus"
    } else {
        "TOML without `format`"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_recording_is_named() {
        for (start, found) in [
            (&b""[..], "an empty file"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bytes that are no text"),
            (b"t_ms,v_mv\0", "bytes that are no text"),
            (include_bytes!("../../presets/chattering.toml"), "the preset of a neuron"),
            (include_bytes!("../../presets/cortex-2003.toml"), "the preset of a circuit"),
            (include_bytes!("../../tests/data/stimuli/train.toml"), "a stimulus"),
            (b"speed = 1.0\n", "TOML without `format`"),
            (b"# format = 2\n", "TOML without `format`"),
            (b"t_ms,v_mv\n0,-70\n", "another text"),
            (b"formats = 2\nx", "another text"),
            (b"format\n", "another text"),
        ] {
            let error = refuse("a", start).expect_err(found).to_string();
            assert_eq!(error, format!("a: expected a recording of izh-tui, found {found}"));
        }
        let recordings: [&[u8]; 6] = [
            b"f",
            b"# x\n\nformat",
            b"format ",
            b"format = x",
            b"\"format\" = 2\n\xff",
            b"a = 1\nformat = 2",
        ];
        for start in recordings {
            assert_eq!(refuse("a", start), Ok(()), "{start:?}");
        }
    }
}
