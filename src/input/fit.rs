//! Shortening text for messages.

use super::clean;

/// Longest line on standard error, its end included (bytes).
pub const LINE_BYTES_MAX: usize = 399;

/// The character in place of the part that was left out.
const CUT: &str = "\u{2026}";
/// Longest escape that [`clean()`] writes: `\u{10ffff}`.
const ESCAPE_BYTES_MAX: usize = 10;

/// `text`, made safe by [`clean()`], in at most `bytes_max` bytes: a longer text loses its middle,
/// since a message begins with the place and ends with what was found. No escape is cut in two.
#[must_use]
pub fn fitted(text: &str, bytes_max: usize) -> String {
    let text = clean(text);
    if text.len() <= bytes_max {
        return text.into_owned();
    }
    let room = bytes_max.saturating_sub(CUT.len());
    // Keep more of the start than of the end.
    let head = before_escape(&text, room * 3 / 5);
    let tail = after_escape(&text, text.len() - (room - room * 3 / 5));
    format!("{}{CUT}{}", &text[..head], &text[tail..])
}

/// The last place up to `offset` at which a character begins, outside of an escape.
fn before_escape(text: &str, offset: usize) -> usize {
    let offset = boundary_before(text, offset);
    escape_around(text, offset).map_or(offset, |(start, _)| start)
}

/// The first place from `offset` on at which a character begins, outside of an escape.
fn after_escape(text: &str, offset: usize) -> usize {
    let offset = boundary_from(text, offset);
    escape_around(text, offset).map_or(offset, |(_, end)| end)
}

/// The last place up to `offset` at which a character begins.
fn boundary_before(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first place from `offset` on at which a character begins.
fn boundary_from(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Start and end of the escape that contains `offset`, if there is one.
fn escape_around(text: &str, offset: usize) -> Option<(usize, usize)> {
    let low = boundary_from(text, offset.saturating_sub(ESCAPE_BYTES_MAX - 1));
    let high = boundary_before(text, offset.saturating_add(ESCAPE_BYTES_MAX));
    let begins = text[low..high].match_indices("\\u{").map(|(at, _)| low + at);
    let start = begins.take_while(|start| *start < offset).last()?;
    let end = start + text[start..].find('}')? + 1;
    (start < offset && offset < end && end - start <= ESCAPE_BYTES_MAX).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_loses_its_middle() {
        assert_eq!(fitted("short", 10), "short");
        let long = format!("place: {} found 3", "x".repeat(1000));
        let line = fitted(&long, 60);
        assert!(line.len() <= 60 && line.starts_with("place: xxx") && line.ends_with(" found 3"));
    }

    #[test]
    fn no_character_and_no_escape_is_cut() {
        for unit in ["\u{6f22}", "\u{1b}", "a\u{202e}", "\\u{", "\\u{1b}}", "e\u{301}"] {
            let text = unit.repeat(300);
            for bytes_max in 20..140 {
                let line = fitted(&text, bytes_max);
                assert!(line.len() <= bytes_max, "{line}");
                if let Some((head, tail)) = line.split_once(CUT).filter(|_| unit == "\u{1b}") {
                    assert_eq!(head.replace("\\u{1b}", ""), "");
                    assert_eq!(tail.replace("\\u{1b}", ""), "");
                }
            }
        }
    }
}
