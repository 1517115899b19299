//! Help: the rows of the key table that apply now, below the headings of their topics.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Help, HelpGrid};
use crate::keys::{HelpAction, HelpLine, Keymap, Task};
use crate::ui::draw::boxed::{boxed, place};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;

/// Cells for the keys.
const KEYS_WIDTH: u16 = 14;

/// Draws `help` over a screen of `area`. `all` are its lines without a filter, `lines` those that the
/// filter leaves; the frame has the size for all of them, so that it stays where it is.
pub(crate) fn render(
    buf: &mut Buffer,
    area: Rect,
    help: &Help,
    (all, lines): (&[HelpLine], &[HelpLine]),
    (keymap, look): (&Keymap, &Look),
) {
    let theme = &look.theme;
    let screen = (area.width, area.height);
    let HelpGrid { columns, rows, .. } = help.grid(all, screen);
    let width = columns * HelpGrid::COLUMN + HelpGrid::BORDER;
    let frame = place(area, width, rows + HelpGrid::HEAD + HelpGrid::BORDER);
    let shown = help.grid(lines, screen);
    let (head, foot) = edges(help, shown, keymap);
    let inside = boxed(buf, frame, (&head, &foot), theme.strong, theme.grid);
    filter(buf, inside, help, lines, (keymap, look));
    let body =
        Rect { y: inside.y + HelpGrid::HEAD, height: inside.height.saturating_sub(1), ..inside };
    let first = usize::from(shown.above);
    let at = |column: u16| first + usize::from(column * shown.rows);
    for column in 0..shown.columns {
        let width = body.width / columns;
        let place = Rect { x: body.x + column * width, width, ..body };
        let lines = lines.iter().skip(at(column)).take(shown.rows.into());
        for (y, line) in (0..).zip(lines) {
            put_line(buf, place, y, line, (keymap, look));
        }
    }
}

/// The texts in the upper and the lower edge.
fn edges(help: &Help, shown: HelpGrid, keymap: &Keymap) -> (String, String) {
    let label = |action| keymap.label(action);
    let head = if help.is_filtering() {
        let [erase, clear] = [HelpAction::Erase, HelpAction::Clear].map(label);
        let clears = if help.filter().is_empty() { "closes" } else { "clears" };
        format!("keys: {erase} takes back, {clear} {clears}")
    } else {
        let (open, close) = (keymap.label(Task::ToggleHelp), label(HelpAction::Close));
        format!("keys: {open} or {close} closes")
    };
    let more = match shown {
        HelpGrid { below: 0, above: 0, .. } => None,
        HelpGrid { below: 0, .. } => Some(HelpAction::Up),
        _ => Some(HelpAction::Down),
    };
    let more = more.map(|action| format!("{} for more", label(action)));
    // While a filter is typed, a letter does not quit.
    let quits = (!help.is_filtering()).then(|| format!("{} quits", keymap.label(Task::Quit)));
    (head, more.into_iter().chain(quits).collect::<Vec<_>>().join(", "))
}

/// Writes the filter, and below it that nothing matches, if so.
fn filter(
    buf: &mut Buffer,
    area: Rect,
    help: &Help,
    lines: &[HelpLine],
    (keymap, look): (&Keymap, &Look),
) {
    let theme = &look.theme;
    if !help.is_filtering() {
        let line = format!("{} filters by key or text", keymap.label(HelpAction::Filter));
        text::put(buf, area, 1, 0, &line, theme.dim);
        return;
    }
    text::put(buf, area, 1, 0, &format!("> {}_", help.filter()), theme.key);
    let rows = lines.iter().filter(|line| matches!(line, HelpLine::Row(_))).count();
    text::put_right(buf, area, 0, &format!("{rows} match "), theme.dim);
    if rows == 0 {
        let line = format!("no key matches \"{}\"", help.filter());
        text::put(buf, area, 1, HelpGrid::HEAD, &line, theme.text);
    }
}

fn put_line(
    buf: &mut Buffer,
    area: Rect,
    y: u16,
    line: &HelpLine,
    (keymap, look): (&Keymap, &Look),
) {
    let theme = &look.theme;
    match line {
        HelpLine::Topic(topic) => {
            let row =
                Rect { y: area.y + y, height: 1, width: area.width.saturating_sub(1), ..area };
            text::title(buf, row, topic.name(), theme.strong, theme.grid);
        }
        HelpLine::Row(row) => {
            let keys = Rect { width: KEYS_WIDTH.min(area.width), ..area };
            text::put(buf, keys, 1, y, &keymap.row_label(row), theme.key);
            text::put(buf, area, KEYS_WIDTH, y, &keymap.help(row), theme.text);
        }
    }
}
