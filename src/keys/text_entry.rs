//! Whether a character is text: who reads keys ahead has to know.

/// Whether characters are typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEntry {
    /// No, and only keys of [`Keymap::may_open_text`](super::Keymap::may_open_text) change that.
    #[default]
    Closed,
    /// Not now, but any key may begin it.
    Near,
    /// Yes.
    Open,
}
