//! What artificial units make of the same current, on the same time axis.
//!
//! ```text
//! - artificial units ------
//! thres |
//! sigm  |
//! rect  |
//! ```
//!
//! None of the units falls as the current rises, so the bounds of what one puts out within the time of a
//! column are what it makes of the current's bounds.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::graticule::Graticule;
use super::strip::{self, GUTTER};
use super::theme::Look;
use super::{plot, text, traces};
use crate::app::App;
use crate::model::Units;
use crate::scope::Axis;
use crate::trace::Range;

/// A unit's label, its output, and whether that has no upper bound.
type Unit = (&'static str, fn(&Units, f64) -> f64, bool);

const UNITS: [Unit; 3] = [
    ("thres", Units::threshold, false),
    ("sigm", Units::sigmoid, false),
    ("rect", Units::rectifier, true),
];

/// Number of strips.
pub(super) const COUNT: u16 = UNITS.len() as u16;

pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    current: &[Option<Range>],
    graticule: &Graticule,
    app: &App,
    look: &Look,
) {
    let (theme, trace_theme) = (&look.theme, traces::trace_look(app, look).theme);
    let Units { theta, slope } = app.units();
    let unit = text::unit(&app.situation().neuron);
    let (shown_theta, shown_slope) = (text::short(theta, 3), text::short(slope, 3));
    let title = format!("artificial units  theta {shown_theta}{unit}  slope {shown_slope}{unit}");
    text::title(buf, area, &title, theme.stimulus, theme.grid);
    let height = area.height.saturating_sub(1) / COUNT;
    if height == 0 || area.width <= GUTTER {
        return;
    }
    // The trace keeps currents in single precision: so must be what they are compared with.
    let units = Units { theta: f64::from(theta as f32), slope };
    for (index, (label, output, fitted)) in (0..).zip(UNITS) {
        let strip = Rect { y: area.y + 1 + index * height, height, ..area };
        text::put(buf, Rect { width: GUTTER - 1, ..strip }, 0, height - 1, label, theme.dim);
        let picture = Rect { x: strip.x + GUTTER, width: strip.width - GUTTER, ..strip };
        strip::draw_grid(buf, picture, &[], &graticule.lines, look);
        let made_of = |range: Range| through(range, |current| output(&units, current));
        let columns: Vec<_> = current.iter().map(|range| range.map(made_of)).collect();
        let style = trace_theme.stimulus;
        plot::trace(buf, picture, axis(&columns, fitted), &columns, style, look.marker);
    }
}

/// The bounds of `output` within the bounds of a current.
fn through(current: Range, output: impl Fn(f64) -> f64) -> Range {
    let at = |bound: f32| output(f64::from(bound)) as f32;
    Range { low: at(current.low), high: at(current.high) }
}

/// What a strip reaches up to: 1, or the rectifier's largest output that is seen.
fn axis(columns: &[Option<Range>], fitted: bool) -> Axis {
    let highest = columns.iter().flatten().map(|range| range.high).fold(0.0, f32::max);
    let high = if fitted && highest > 0.0 { f64::from(highest) } else { 1.0 };
    Axis { low: 0.0, high, division: high }
}
