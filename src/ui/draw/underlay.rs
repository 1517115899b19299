//! Faint traces below the trace of a strip.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::{Look, Theme};
use super::{plot, text};
use crate::instrument::{Underlay, UnderlayKind};
use crate::scope::Axis;

/// Draws `underlays` over the grid of `picture`, the first at the bottom; a mean is left to
/// [`render_mean`].
pub(crate) fn render(
    buf: &mut Buffer,
    picture: Rect,
    axis: Axis,
    underlays: &[Underlay],
    look: &Look,
) {
    for underlay in underlays.iter().filter(|it| it.kind != UnderlayKind::Mean) {
        let style = style(underlay.kind, &look.theme);
        plot::trace(buf, picture, axis, &underlay.columns, style, look.marker);
        label(buf, picture, axis, underlay, style);
    }
}

/// Cells from the letter of one reference, or the number of one sweep, to that of the next.
const LETTER_CELLS: usize = 2;
/// Sweeps whose numbers stand side by side.
const NUMBERS: usize = 8;

/// Draws the mean among `underlays`, if there is one, in `style`: it stands above the trace.
pub(crate) fn render_mean(
    buf: &mut Buffer,
    picture: Rect,
    axis: Axis,
    underlays: &[Underlay],
    (style, look): (Style, &Look),
) {
    for mean in underlays.iter().filter(|it| it.kind == UnderlayKind::Mean) {
        plot::trace(buf, picture, axis, &mean.columns, style, look.marker);
    }
}

/// The style of the trace above `underlays`, which is `style` unless a mean stands above it.
pub(crate) fn trace_style(underlays: &[Underlay], style: Style, look: &Look) -> Style {
    let has_mean = underlays.iter().any(|it| it.kind == UnderlayKind::Mean);
    if has_mean { look.theme.past[1] } else { style }
}

fn style(kind: UnderlayKind, theme: &Theme) -> Style {
    match kind {
        UnderlayKind::Past(age) | UnderlayKind::Sweep { age, .. } => {
            theme.past[usize::from(age.min(UnderlayKind::AGES - 1))]
        }
        UnderlayKind::Mean => theme.voltage,
        UnderlayKind::Reference(_) => theme.past[1],
        UnderlayKind::Ghost => theme.past[1],
    }
}

/// Writes the label of `underlay` above its last drawn column, those of references and of
/// sweeps side by side.
fn label(buf: &mut Buffer, picture: Rect, axis: Axis, underlay: &Underlay, style: Style) {
    let Some(label) = &underlay.label else { return };
    let aside = match underlay.kind {
        UnderlayKind::Reference(place) => usize::from(place) * LETTER_CELLS * plot::COLUMNS,
        UnderlayKind::Sweep { number, .. } => {
            let place = NUMBERS - 1 - (number as usize - 1) % NUMBERS;
            place * LETTER_CELLS * plot::COLUMNS
        }
        UnderlayKind::Past(_) | UnderlayKind::Mean | UnderlayKind::Ghost => 0,
    };
    let drawn = underlay.columns.iter().enumerate().rev();
    let mut drawn = drawn.filter_map(|(column, range)| Some((column, (*range)?)));
    let Some((column, range)) = drawn.nth(aside) else { return };
    let share = (axis.high - f64::from(range.high)) / (axis.high - axis.low);
    let row = (share * f64::from(picture.height)).clamp(1.0, f64::from(picture.height.max(1)));
    let x = (column / plot::COLUMNS) as u16;
    let x = x.min(picture.width.saturating_sub(label.chars().count() as u16));
    // Of a potential beyond single precision the row is no number, and stands for the first.
    text::put(buf, picture, x, (row as u16).saturating_sub(1), label, style);
}
