//! Making text from outside safe to show in a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether `c` could control a terminal or reorder displayed text: C0, DEL, C1, and the
/// bidirectional and other invisible format controls of Unicode.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// `text` with every hostile character written as `\u{..}`.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hostile(c) {
            // Writing to a string can't fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_are_spelt_out() {
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("\u{9b}\u{7f}\n\u{202e}"), "\\u{9b}\\u{7f}\\u{a}\\u{202e}");
        assert!(matches!(clean("plain µ 漢"), Cow::Borrowed(_)));
    }
}
