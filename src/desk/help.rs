//! Keys that every front takes, help open or not.

use crate::keys::{Action, Binding, Key, Task};

/// Rows that help scrolls at one key press, and at a larger one.
const HELP_SCROLL: u16 = 4;
const HELP_PAGE: u16 = 16;
/// What is said where a single step is asked for while time goes on.
pub(crate) const STEPS_WHILE_PAUSED: &str = ". steps while paused: Space pauses";
/// What can be done whatever lies over the scope, if `key` does it by `table`.
pub(crate) fn task_anywhere(key: Key, table: &[Binding]) -> Option<Task> {
    use Task::{Close, Quit, Redraw, Suspend, ToggleHelp};
    let bound = table.iter().flat_map(|row| row.keys).find(|(bound, _)| *bound == key)?;
    match bound.1 {
        Action::Task(task @ (Close | Quit | Redraw | Suspend | ToggleHelp)) => Some(task),
        _ => None,
    }
}

/// Takes a key while help lies over everything, which shows `table` from row `rows` on; returns what is
/// left to do. What it does not know it swallows: nobody means to change a neuron that he can't see.
pub(crate) fn handle_in_help(rows: &mut u16, key: Key, table: &[Binding]) -> Option<Task> {
    // Not beyond the last row.
    let last = table.len() as u16;
    match key {
        Key::Up => *rows = rows.saturating_sub(HELP_SCROLL),
        Key::Down => *rows = rows.saturating_add(HELP_SCROLL).min(last),
        Key::PageUp => *rows = rows.saturating_sub(HELP_PAGE),
        Key::PageDown => *rows = rows.saturating_add(HELP_PAGE).min(last),
        Key::Home => *rows = 0,
        Key::End => *rows = last,
        _ => return task_anywhere(key, table),
    }
    None
}

/// The key that does in a list what the wheel does there.
pub(crate) fn wheel_key(away: bool) -> Key {
    if away { Key::Up } else { Key::Down }
}
