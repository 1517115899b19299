//! Keys as the program knows them, whatever bytes the terminal sent for them.

use super::Mouse;

/// Function keys that terminals tell apart.
pub(super) const FUNCTION_KEYS: std::ops::RangeInclusive<u8> = 1..=12;

/// A key that was pressed.
///
/// Characters carry Shift in themselves. A character with Ctrl or Alt is a key of its own, so that it
/// never does what the plain one does; any other combination with them never becomes a key.
///
/// It has two texts: [`Display`](std::fmt::Display) is what people read on the screen (`Ctrl-C`, `PgUp`), and
/// [`Key::name`] what a configuration says (`ctrl-c`, `page-up`), which [`FromStr`](std::str::FromStr) reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A character with Ctrl: a small letter, or another printable character of ASCII.
    Ctrl(char),
    /// A printable character with Alt.
    Alt(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Tabulator with Shift.
    BackTab,
    /// Backspace.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// A function key, from F1 to F12.
    F(u8),
}

impl Key {
    /// Whether it is a character, which a field takes as text.
    #[must_use]
    pub fn is_char(self) -> bool {
        matches!(self, Self::Char(_))
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(' ') => f.write_str("Ctrl-Space"),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Self::Alt(' ') => f.write_str("Alt-Space"),
            Self::Alt(c) => write!(f, "Alt-{c}"),
            Self::BackTab => f.write_str("Shift-Tab"),
            Self::PageUp => f.write_str("PgUp"),
            Self::PageDown => f.write_str("PgDn"),
            Self::Insert => f.write_str("Ins"),
            Self::Delete => f.write_str("Del"),
            Self::F(n) => write!(f, "F{n}"),
            named => write!(f, "{named:?}"),
        }
    }
}

/// What the terminal told us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Something was done with the mouse.
    Mouse(Mouse),
}
