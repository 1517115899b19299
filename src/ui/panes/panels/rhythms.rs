//! Rhythms in the activity of all neurons or one population, with a small spectrum.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::Target;
use crate::scope::Page;
use crate::ui::draw::text::{put, title};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};
use crate::ui::panes::views::spectrum;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "rhythms",
    slot: Slot::Panel(Rows { least: |_| HEIGHT, more: |_, left| left.min(HEIGHT_MAX - HEIGHT) }),
    suits: |shown| shown.has_circuit_panels(),
    volatile: WHOLE,
    target: |_, _, _| Some(Target::View(Page::Spectrum)),
    render,
    ..PaneDef::PLAIN
};

/// Fewest rows, title included.
const HEIGHT: u16 = 4;
/// Most useful rows, title included.
const HEIGHT_MAX: u16 = 16;
/// Least height of the spectrum.
const PICTURE_MIN: u16 = 4;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.circuit(), frame.look) else { return };
    let theme = &look.theme;
    title(buf, area, &spectrum::title("rhythms", &scope), theme.strong, theme.grid);
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
    // A spare row for one peak more than usual keeps the spectrum from jumping.
    let used = 1 + (peaks.len() as u16).max(3);
    if area.height >= used + PICTURE_MIN {
        let picture = Rect { y: area.y + used, height: area.height - used, ..area };
        spectrum::picture(buf, picture, found, (&peaks, false), look);
    }
}
