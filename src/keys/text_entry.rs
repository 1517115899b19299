//! Whether a character is text, and which keys decide that: who reads keys ahead has to know.

use crate::keys::{Action, BINDINGS, CIRCUIT_BINDINGS, GALLERY_BINDINGS, Inspect, Key, Task};

/// Whether characters are typed into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEntry {
    /// No, and only keys of [`may_open_text`] change that.
    #[default]
    Closed,
    /// Not now, but any key may begin it.
    Near,
    /// Yes.
    Open,
}

/// What `key` does where no field is open, scope by scope.
fn meanings(key: Key) -> impl Iterator<Item = Action> {
    let tables = [BINDINGS, CIRCUIT_BINDINGS, GALLERY_BINDINGS].into_iter().flatten();
    let bound = tables.flat_map(|row| row.keys).filter(move |(bound, _)| *bound == key);
    bound.map(|(_, action)| *action)
}

/// Whether `key` leaves the program, unless it is text.
#[must_use]
pub fn quits(key: Key) -> bool {
    meanings(key).any(|action| action == Action::Task(Task::Quit))
}

/// Whether characters after `key` may be text.
#[must_use]
pub fn may_open_text(key: Key) -> bool {
    meanings(key).any(|action| {
        matches!(
            action,
            Action::Task(Task::OpenPicker | Task::ToggleParameters)
                | Action::Circuit(Inspect::TypeNeuron)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_quits_does_so_on_every_scope() {
        let keys = BINDINGS.iter().flat_map(|row| row.keys).map(|(key, _)| *key);
        let quitting: Vec<_> = keys.filter(|key| quits(*key)).collect();
        assert_eq!(quitting, [Key::Char('q'), Key::Ctrl('c')]);
        for key in quitting {
            assert_eq!(meanings(key).count(), 3, "{key}");
            assert!(meanings(key).all(|action| action == Action::Task(Task::Quit)), "{key}");
        }
    }
}
