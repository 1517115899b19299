//! The rhythms in the activity of all neurons or of one population, and a small picture of its spectrum.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::CircuitScope;
use crate::ui::circuit::spectrum;
use crate::ui::text::{put, title};
use crate::ui::theme::Look;

/// Least rows, title included.
pub(super) const HEIGHT: u16 = 4;
/// Rows that are of use, title included.
pub(super) const HEIGHT_MAX: u16 = 16;
/// Least height of the picture.
const PICTURE_MIN: u16 = 4;

pub(super) fn render(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    let theme = &look.theme;
    title(buf, area, &spectrum::title("rhythms", scope), theme.strong, theme.grid);
    let Some(found) = scope.spectrum() else {
        put(buf, area, 1, 1, spectrum::TOO_SHORT, theme.dim);
        return;
    };
    let peaks = found.peaks();
    if peaks.is_empty() {
        put(buf, area, 1, 1, "none stands out", theme.dim);
    }
    for (y, peak) in (1..).zip(&peaks) {
        put(buf, area, 1, y, &spectrum::words(peak), theme.text);
    }
    // Room for one more peak than there mostly is: else the picture would jump with each.
    let used = 1 + (peaks.len() as u16).max(3);
    if area.height >= used + PICTURE_MIN {
        let picture = Rect { y: area.y + used, height: area.height - used, ..area };
        spectrum::picture(buf, picture, found, (&peaks, false), look);
    }
}
