//! The names of keys: what a configuration says, and what stands in messages about it.

use std::str::FromStr;

use super::Key;
use super::key::FUNCTION_KEYS;

/// Keys that have a name of their own.
const NAMED: &[(&str, Key)] = &[
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("back-tab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("page-up", Key::PageUp),
    ("page-down", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
    ("insert", Key::Insert),
    ("delete", Key::Delete),
];
/// The name of the character that can't be seen.
const SPACE: &str = "space";
const CTRL: &str = "ctrl-";
const ALT: &str = "alt-";
/// Letters that with Ctrl are the same byte as another key, and what that is called.
const SAME_BYTE: &[(char, &str)] = &[('h', "backspace"), ('i', "tab"), ('m', "enter")];

/// Why a text names no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// There is no key of that name.
    Unknown,
    /// Terminals send for it what they send for the key of this name.
    SameAs(&'static str),
}

impl std::fmt::Display for NoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str(
                "expected a key: a character, space, enter, esc, tab, page-up, f1, ctrl-c, alt-x, ...",
            ),
            Self::SameAs(name) => write!(f, "a terminal sends the same for it as for {name}"),
        }
    }
}

impl std::error::Error for NoKey {}

impl Key {
    /// The name of the key, by which [`FromStr`] finds it again: `a`, `space`, `ctrl-c`, `alt-x`, `page-up`, `f1`.
    #[must_use]
    pub fn name(self) -> String {
        let character = |c: char| if c == ' ' { SPACE.to_owned() } else { c.to_string() };
        match self {
            Self::Char(c) => character(c),
            Self::Ctrl(c) => CTRL.to_owned() + &character(c),
            Self::Alt(c) => ALT.to_owned() + &character(c),
            Self::F(number) => format!("f{number}"),
            key => {
                let named = NAMED.iter().find(|(_, named)| *named == key);
                named.map_or_else(String::new, |(name, _)| (*name).to_owned())
            }
        }
    }
}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        if let Some((_, key)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Ok(*key);
        }
        if let Some(c) = character(text) {
            return Ok(Self::Char(c));
        }
        if let Some(c) = text.strip_prefix(CTRL).and_then(character) {
            return with_ctrl(c);
        }
        if let Some(c) = text.strip_prefix(ALT).and_then(character) {
            return Ok(Self::Alt(c));
        }
        let number = text.strip_prefix('f').filter(|number| !number.starts_with(['0', '+']));
        let number = number.and_then(|number| number.parse().ok());
        number.filter(|number| FUNCTION_KEYS.contains(number)).map(Self::F).ok_or(NoKey::Unknown)
    }
}

/// The one printable character that `text` is or names.
fn character(text: &str) -> Option<char> {
    if text == SPACE {
        return Some(' ');
    }
    let mut characters = text.chars();
    let c = characters.next().filter(|_| characters.next().is_none())?;
    (!c.is_control() && !c.is_whitespace()).then_some(c)
}

fn with_ctrl(c: char) -> Result<Key, NoKey> {
    match SAME_BYTE.iter().find(|(same, _)| *same == c) {
        Some((_, name)) => Err(NoKey::SameAs(name)),
        None if c.is_ascii_graphic() && !c.is_ascii_uppercase() => Ok(Key::Ctrl(c)),
        None => Err(NoKey::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        let named = NAMED.iter().map(|(_, key)| *key);
        let characters = "aZ5 -/#?\u{e9}\u{6f22}".chars();
        let characters = characters.flat_map(|c| [Key::Char(c), Key::Alt(c)]);
        let with_ctrl = "abcz-5".chars().map(Key::Ctrl);
        let functions = FUNCTION_KEYS.map(Key::F);
        for key in named.chain(characters).chain(with_ctrl).chain(functions) {
            assert_eq!(key.name().parse(), Ok(key), "{}", key.name());
        }
        for (text, key) in [
            ("ctrl-c", Key::Ctrl('c')),
            ("alt-x", Key::Alt('x')),
            ("alt-X", Key::Alt('X')),
            ("alt--", Key::Alt('-')),
            ("space", Key::Char(' ')),
            ("page-up", Key::PageUp),
            ("f", Key::Char('f')),
            ("f1", Key::F(1)),
            ("\u{e9}", Key::Char('\u{e9}')),
        ] {
            assert_eq!((text.parse(), key.name()), (Ok(key), text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_key_says_so() {
        for text in [
            "",
            " ",
            "ab",
            "ctrl-",
            "alt-",
            "ctrl-C",
            "ctrl-\u{e9}",
            "f0",
            "f13",
            "f01",
            "f+1",
            "F1",
            "\n",
        ] {
            assert_eq!(text.parse::<Key>(), Err(NoKey::Unknown), "{text:?}");
        }
        assert_eq!("ctrl-i".parse::<Key>(), Err(NoKey::SameAs("tab")));
        assert!(NoKey::Unknown.to_string().len() < 100);
    }

    proptest! {
        #[test]
        fn a_text_that_names_a_key_is_its_name(text in "(ctrl-|alt-|f)?\\PC{0,3}") {
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key.name(), text);
            }
        }
    }
}
