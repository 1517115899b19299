//! The clipboard of the user's terminal (OSC 52). A text is only ever sent there, never read.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::input::clean;

/// Longest text that is sent (bytes): GNU Screen passes on strings of 768 bytes at most.
const TEXT_BYTES_MAX: usize = 512;

/// How a text gets to the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// The terminal has no clipboard, and might print what is sent to it.
    Absent,
    /// By the sequence itself.
    #[default]
    Plain,
    /// By the sequence within a device control string, which GNU Screen passes on to the terminal.
    WithinScreen,
}

impl Clipboard {
    /// The bytes that put `text` on the clipboard, without its control characters and cut to 512
    /// bytes; `None` if there is none.
    #[must_use]
    pub fn sequence(self, text: &str) -> Option<Vec<u8>> {
        let text = clean(text);
        let mut end = text.len().min(TEXT_BYTES_MAX);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let sequence = format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(&text[..end]));
        match self {
            Self::Absent => None,
            Self::Plain => Some(sequence.into_bytes()),
            Self::WithinScreen => Some(format!("\x1bP{sequence}\x1b\\").into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_encoded_and_bounded() {
        let sequence = |clipboard: Clipboard, text: &str| {
            clipboard.sequence(text).map(|bytes| String::from_utf8(bytes).expect("text"))
        };
        assert_eq!(sequence(Clipboard::Plain, "A 1 ms").as_deref(), Some("\x1b]52;c;QSAxIG1z\x07"));
        let within = sequence(Clipboard::WithinScreen, "A 1 ms");
        assert_eq!(within.as_deref(), Some("\x1bP\x1b]52;c;QSAxIG1z\x07\x1b\\"));
        assert_eq!(sequence(Clipboard::Absent, "A"), None);
        let long = "\u{394}".repeat(5000);
        assert!(sequence(Clipboard::Plain, &long).expect("sent").len() <= 700);
        let hostile = sequence(Clipboard::Plain, "a\x1b]52;c;\x07b").expect("sent");
        assert_eq!(hostile.matches(|c: char| c.is_control()).count(), 2);
    }
}
