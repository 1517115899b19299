//! Help: the rows of the key table that apply now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::keys::{HelpAction, KeyRow, Keymap, Task};
use crate::ui::draw::boxed::{boxed, place};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;

/// Cells for the keys.
const KEYS_WIDTH: u16 = 14;
/// Greatest width, keys and border included.
const WIDTH: u16 = 80;

pub(crate) fn render(
    buf: &mut Buffer,
    area: Rect,
    (table, keymap): (&[&KeyRow], &Keymap),
    scroll: u16,
    look: &Look,
) {
    let theme = &look.theme;
    let rows = table.len() as u16;
    let frame = place(area, WIDTH, rows + 2);
    let hidden = rows.saturating_sub(frame.height.saturating_sub(2));
    let scroll = scroll.min(hidden);
    let quits = format!("{} quits", keymap.label(Task::Quit));
    let more = match hidden {
        0 => quits,
        _ if scroll < hidden => format!("{} for more, {quits}", keymap.label(HelpAction::Down)),
        _ => format!("{} for more, {quits}", keymap.label(HelpAction::Up)),
    };
    let (open, close) = (keymap.label(Task::ToggleHelp), keymap.label(HelpAction::Close));
    let edges = (&*format!("keys: {open} or {close} closes"), &*more);
    let inside = boxed(buf, frame, edges, theme.strong, theme.grid);
    let shown = table.iter().skip(usize::from(scroll)).take(usize::from(inside.height));
    for (y, row) in (0..).zip(shown) {
        let keys = Rect { width: KEYS_WIDTH.min(inside.width), ..inside };
        text::put(buf, keys, 1, y, &keymap.row_label(row), theme.key);
        text::put(buf, inside, KEYS_WIDTH, y, &keymap.help(row), theme.text);
    }
}
