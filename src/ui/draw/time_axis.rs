//! Labels of the time axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::graticule::Graticule;
use super::strip::{GUTTER, on_time_axis};
use super::text;
use super::theme::Look;

/// Writes times below the vertical grid lines: below each line or every second, fifth or tenth, as
/// room allows. The choice counts lines from the start, so that rolling adds or removes no label.
pub(crate) fn render(buf: &mut Buffer, area: Rect, graticule: &Graticule, look: &Look) {
    let (dim, area) = (look.theme.dim, on_time_axis(area));
    text::put(buf, area, 0, 0, "   ms", dim);
    let Graticule { lines, division_ms, .. } = graticule;
    let decimals = text::decimals(*division_ms, 6);
    let labels: Vec<String> =
        lines.iter().map(|(_, time_ms)| format!("{time_ms:.decimals$}")).collect();
    let widest = labels.iter().map(String::len).max().unwrap_or(0);
    let cells = lines.windows(2).map(|pair| usize::from(pair[1].0 - pair[0].0)).min();
    let has_room = |every: &i64| cells.is_none_or(|cells| cells * *every as usize >= widest + 2);
    let every = [1, 2, 5].into_iter().find(has_room).unwrap_or(10);
    for ((x, time_ms), label) in lines.iter().zip(&labels) {
        let index = (time_ms / division_ms).round() as i64;
        let (start, width) = (GUTTER + x, label.len() as u16);
        if index % every == 0 && start + width <= area.width {
            text::put(buf, area, start, 0, label, dim);
        }
    }
}
