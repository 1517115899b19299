//! Display of steps that were too long: marks below a trace, a word in the status line, and a
//! sentence that names the bound and the remedy.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Look;
use super::{plot, text};
use crate::keys::{Action, Browse, Intent, KeyRow, Keymap};

/// Stands below each cell of a trace in which a step was too long.
const MARK: char = '!';
/// The word in the status line.
pub(crate) const WORD: &str = "STEP TOO LONG";

/// Marks the lowest row of `picture` below columns in which a step was too long.
pub(crate) fn mark(
    buf: &mut Buffer,
    picture: Rect,
    columns: impl Iterator<Item = bool>,
    look: &Look,
) {
    if picture.height == 0 {
        return;
    }
    for (column, _) in columns.enumerate().filter(|(_, is_marked)| *is_marked) {
        let x = picture.x + (column / plot::COLUMNS) as u16;
        if x < picture.right() {
            buf[(x, picture.bottom() - 1)].set_char(MARK).set_style(look.theme.alarm);
        }
    }
}

/// A sentence on steps that are too long below `bound_mv`, with the place and number in `which` and
/// the remedy: the key among `rows` that switches to the exact scheme.
pub(crate) fn sentence(bound_mv: f64, which: &str, rows: &[&KeyRow], keymap: &Keymap) -> String {
    let bound_mv = text::short(bound_mv, 2);
    let exact: [Action; 2] = [Intent::NextScheme.into(), Browse::OtherSchemes.into()];
    let exact = exact.into_iter().find(|exact| rows.iter().any(|row| row.does(*exact)));
    let remedy = exact.map_or_else(
        || "--dt".to_owned(),
        |exact| format!("{} for exact, or --dt", keymap.label(exact)),
    );
    format!("step too long below {bound_mv} mV{which}: {remedy}")
}
