//! Remapping: keys that the user wants in place of the table's, and mistakes in them.

use super::row::Binding;
use super::rows::rows;
use super::{Action, Context, Key, Keymap, Task};

/// A mistake in a remapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeymapError {
    /// No action has this name.
    UnknownAction(String),
    /// The remapping names an action twice.
    Twice(&'static str),
    /// A key would have two actions in one context.
    Clash(Key, &'static str, &'static str),
    /// In every context of the action, the key is a character that is typed.
    Typed(Key, &'static str),
    /// No key would quit the program.
    NoQuit,
}

impl std::fmt::Display for KeymapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownAction(name) => write!(f, "expected the name of an action, found {name}"),
            Self::Twice(name) => write!(f, "{name} is given keys twice"),
            Self::Clash(key, first, second) => {
                write!(f, "{} can't be both {first} and {second}", key.name())
            }
            Self::Typed(key, name) => {
                write!(f, "{name} can't be {}: where it can be done, that is typed", key.name())
            }
            Self::NoQuit => f.write_str("quit needs a key"),
        }
    }
}

impl std::error::Error for KeymapError {}

impl Keymap {
    /// The table's keys, but for actions named in `wanted`, which have those given there in the place of the
    /// table's, or none.
    ///
    /// # Errors
    /// There is no action of a name, a key would do two things in one context, or no key would leave the program.
    pub fn with<'a>(
        wanted: impl IntoIterator<Item = (&'a str, Vec<Key>)>,
    ) -> Result<Self, KeymapError> {
        let mut keymap = Self::default();
        for (name, keys) in wanted {
            let action = Action::from_name(name)
                .ok_or_else(|| KeymapError::UnknownAction(name.to_owned()))?;
            if keymap.changed.iter().any(|(other, _)| *other == action) {
                return Err(KeymapError::Twice(action.name()));
            }
            keymap.changed.push((action, keys));
        }
        if keymap.keys(Task::Quit.into()).is_empty() {
            return Err(KeymapError::NoQuit);
        }
        Context::all().try_for_each(|context| keymap.check_clashes(context))?;
        keymap.check_typed()?;
        Ok(keymap)
    }

    /// Looks for a key with two actions in `context`. A layer that lies over another may give its keys a
    /// meaning of its own.
    fn check_clashes(&self, context: Context) -> Result<(), KeymapError> {
        let mut taken: Vec<(Key, &'static str)> = Vec::new();
        let held = rows().filter(|row| row.holds(context)).flat_map(|row| row.bindings);
        for Binding(name, action, _) in held {
            for key in self.keys(*action) {
                if let Some((_, other)) = taken.iter().find(|(other, _)| other == key) {
                    return Err(KeymapError::Clash(*key, other, name));
                }
                taken.push((*key, name));
            }
        }
        Ok(())
    }

    /// Looks for a key that is a typed character wherever its action can be done.
    fn check_typed(&self) -> Result<(), KeymapError> {
        for (action, keys) in &self.changed {
            for key in keys {
                let acts = |context| self.action(*key, context) == Some(*action);
                if !Context::all().any(acts) {
                    return Err(KeymapError::Typed(*key, action.name()));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Key::{Alt, Char, Ctrl};

    fn error(wanted: &[(&'static str, &[Key])]) -> Option<KeymapError> {
        let wanted = wanted.iter().map(|(name, keys)| (*name, keys.to_vec()));
        Keymap::with(wanted).err()
    }

    #[test]
    fn what_can_be_wrong_with_keys_is_told() {
        use KeymapError::{Clash, NoQuit, Twice, Typed, UnknownAction};
        let check = |wanted: &[(&'static str, &[Key])], expected| {
            assert_eq!(error(wanted), Some(expected), "{wanted:?}");
        };
        check(&[("fly", &[Char('f')])], UnknownAction("fly".to_owned()));
        check(&[("mark", &[Char('Z')]), ("mark", &[Char('X')])], Twice("mark"));
        let both = Clash(Char('i'), "pulse-excite", "pulse-inhibit");
        check(&[("pulse-excite", &[Char('i')])], both);
        check(&[("redraw", &[Key::Esc])], Clash(Key::Esc, "leave", "redraw"));
        check(&[("help-up", &[Char('q')])], Clash(Char('q'), "quit", "help-up"));
        check(&[("mark", &[Char('Z'), Char('Z')])], Clash(Char('Z'), "mark", "mark"));
        check(&[("picker-take", &[Char('x')])], Typed(Char('x'), "picker-take"));
        check(&[("parameter-save", &[Char('5')])], Typed(Char('5'), "parameter-save"));
        check(&[("quit", &[])], NoQuit);
    }

    #[test]
    fn a_key_may_have_one_meaning_in_each_place() {
        // A neuron's, a circuit's, the gallery's, and that of the panel.
        assert_eq!(
            error(&[
                ("select-type-1", &[Char('z')]),
                ("gallery-figure", &[Char('z')]),
                ("parameter-restore", &[Char('e')]),
                ("mark", &[]),
                ("quit", &[Ctrl('q'), Alt('q')]),
            ]),
            None
        );
    }
}
