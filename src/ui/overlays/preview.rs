//! A preview of a preset's stimulus.
//!
//! ```text
//! - stimulus: 0 to 10 in 150 ms -------
//!    10 |trace and grid
//!     0 |
//!    ms  0       50       100       150
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::Setup;
use crate::model::stimulus::preview;
use crate::scope::Timebase;
use crate::trace::Range;
use crate::ui::draw::graticule::{Graticule, standing_lines, whole_divisions};
use crate::ui::draw::strip::{GUTTER, Strip, fitted};
use crate::ui::draw::theme::Look;
use crate::ui::draw::{plot, text, time_axis};

/// Rows: the title, the trace and the time axis.
pub(crate) const HEIGHT: u16 = 7;

/// Draws one pass of the protocol of `setup`, its noise seeded by `seed`.
pub(crate) fn render(buf: &mut Buffer, area: Rect, setup: &Setup, seed: u64, look: &Look) {
    let theme = &look.theme;
    let protocol = &setup.cell.protocol;
    let width = whole_divisions(area.width.saturating_sub(GUTTER));
    let area = Rect { width: GUTTER + width, ..area };
    let columns = usize::from(width) * plot::COLUMNS;
    let extents = preview(protocol, setup.steps_per_ms, seed, columns);
    let lowest = extents.iter().fold(f64::INFINITY, |lowest, (low, _)| lowest.min(*low));
    let highest = extents.iter().fold(f64::NEG_INFINITY, |highest, (_, high)| highest.max(*high));
    let number = |value: f64| text::short(value, 3);
    let title = format!(
        "stimulus: {} to {}{} in {} ms",
        number(lowest),
        number(highest),
        text::unit(&setup.cell.neuron),
        number(protocol.duration_ms)
    );
    text::title(buf, area, &title, theme.stimulus, theme.grid);

    let division_ms = protocol.duration_ms / f64::from(Timebase::DIVISIONS);
    let lines = standing_lines(width, division_ms);
    let graticule = Graticule { columns, division_ms, lines, ..Graticule::default() };
    let range = |(low, high): &(f64, f64)| Some(Range { low: *low as f32, high: *high as f32 });
    let columns: Vec<Option<Range>> = extents.iter().map(range).collect();
    let body = Rect { height: area.height.saturating_sub(1), ..area };
    let axis = fitted(&columns, Some(0.0), 3.0);
    let strip =
        Strip { axis, columns: &columns, underlays: &[], levels: &[], style: theme.stimulus };
    strip.render(buf, body, &graticule, look);
    let bottom = Rect { y: body.bottom(), height: area.height.min(1), ..area };
    time_axis::render(buf, bottom, &graticule, look);
}
