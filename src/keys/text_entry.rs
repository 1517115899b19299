//! Whether characters are typed into a field: the event loop, which reads keys ahead, has to know.

/// Whether characters are typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEntry {
    /// No field is open; only keys of [`Keymap::may_open_text`](super::Keymap::may_open_text) open
    /// one.
    #[default]
    Closed,
    /// No field is open, but any key may open one.
    Near,
    /// A field is open.
    Open,
}
