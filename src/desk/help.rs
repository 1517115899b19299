//! The help overlay, which every front has, and a notice about keys.

use crate::keys::{HelpAction, Keymap, Task};

/// Rows that help scrolls at one press of a small and of a large step key.
const HELP_SCROLL: u16 = 4;
const HELP_PAGE: u16 = 16;

/// The first row of the help overlay after `action`, when it was `row` before and help has `count`
/// rows; `None` if the overlay is closed.
pub(crate) fn scrolled_help(row: u16, action: HelpAction, count: usize) -> Option<u16> {
    // Not beyond the last row.
    let last = u16::try_from(count).unwrap_or(u16::MAX);
    let down = |rows| row.saturating_add(rows).min(last);
    Some(match action {
        HelpAction::Up => row.saturating_sub(HELP_SCROLL),
        HelpAction::Down => down(HELP_SCROLL),
        HelpAction::PageUp => row.saturating_sub(HELP_PAGE),
        HelpAction::PageDown => down(HELP_PAGE),
        HelpAction::Top => 0,
        HelpAction::Bottom => last,
        HelpAction::Close => return None,
    })
}

/// Notice that single steps need a paused model.
pub(crate) fn steps_while_paused(keymap: &Keymap) -> String {
    let [step, pause] = [Task::SingleStep, Task::TogglePause].map(|task| keymap.label(task));
    format!("{step} steps while paused: {pause} pauses")
}
