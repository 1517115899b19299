//! The rates of the populations over time, a strip for each or one for all.
//!
//! ```text
//! - rates (Hz): E, I -----
//!   200 |  |:.      |:
//!     0 |::|::::..::|:::.
//!   200 |   :
//!     0 |::.:..::..:::.:.
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::shares::{self, STRIPS_MAX};
use crate::circuit::PopulationId;
use crate::instrument::Circuit;
use crate::scope::{Axis, ladder_up};
use crate::trace::{ModelNs, Range};
use crate::ui::draw::strip::{GUTTER, draw_event, draw_grid, right_of_gutter, timed_body};
use crate::ui::draw::{plot, text};
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "rates",
    slot: Slot::Strip(|room| shares::heights(room).map_or(0, |heights| heights.rates)),
    suits: |shown| shown.circuit().is_some(),
    rolls: BELOW_TITLE,
    render,
    ..PaneDef::PLAIN
};

/// Windows searched for the highest rate, so that the axis does not jump with every wave.
const WINDOWS: usize = 4;
/// Milliseconds in a second.
const MS_PER_S: f32 = 1000.0;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let Some(scope) = frame.shown.circuit() else { return };
    let theme = &frame.look.theme;
    let body = timed_body(area);
    let all: Vec<PopulationId> = scope.recipe().population_ids().collect();
    let count = all.len() as u16;
    if count > STRIPS_MAX || count * 2 > body.height {
        let style = if count == 1 { theme.population(PopulationId::FIRST) } else { theme.text };
        text::title(buf, area, "rate (Hz) of all neurons", style, theme.grid);
        strip(buf, body, scope, (&all, style), frame);
        return;
    }
    let names = scope.recipe().numbered_populations().flat_map(|(id, population)| {
        let comma = if id == PopulationId::FIRST { "" } else { ", " };
        [(comma, theme.text), (&*population.name, theme.population(id))]
    });
    let words: Vec<(&str, Style)> =
        [("rates (Hz): ", theme.text)].into_iter().chain(names).collect();
    text::title_all(buf, area, &words, theme.grid);
    let mut y = body.y;
    for (index, population) in (0..).zip(all) {
        let height = body.height / count + u16::from(index < body.height % count);
        let place = Rect { y, height, ..body };
        strip(buf, place, scope, (&[population], theme.population(population)), frame);
        y += height;
    }
}

/// Draws the mean firing rate per neuron of `populations`.
fn strip(
    buf: &mut Buffer,
    body: Rect,
    scope: Circuit<'_>,
    (populations, style): (&[PopulationId], Style),
    frame: &Frame<'_>,
) {
    let (look, graticule) = (frame.look, &frame.graticule);
    let picture = right_of_gutter(body);
    let axis = axis(scope, populations, graticule.columns);
    text::put(buf, body, 0, 0, &format!("{:>5}", text::short(axis.high, 0)), look.theme.dim);
    if body.height > 2 {
        text::put(buf, body, 0, body.height - 1, "    0", look.theme.dim);
    }
    // The population's name stands below the axis maximum, since colours may be missing.
    if let ([population], true) = (populations, body.height > 1) {
        let name = &scope.recipe().population(*population).name;
        let name: String = name.chars().take(GUTTER as usize - 1).collect();
        text::put(buf, body, 0, body.height / 2, &format!("{name:>5}"), style);
    }
    draw_grid(buf, picture, &[], &graticule.lines, look);
    draw_event(buf, picture, graticule, look);
    let rates = rates_hz(scope, populations, graticule.columns);
    let filled = |rate_hz: &Option<f32>| rate_hz.map(|high| Range { low: 0.0, high });
    let columns: Vec<Option<Range>> = rates.iter().map(filled).collect();
    plot::trace(buf, picture, axis, &columns, style, look.marker);
}

/// Rates (Hz) in each column of the time base.
fn rates_hz(scope: Circuit<'_>, populations: &[PopulationId], columns: usize) -> Vec<Option<f32>> {
    let mut rates_hz = vec![None; columns];
    let column_ns = scope.controls().timebase.column_ns(columns);
    for span in scope.controls().timebase.spans(scope.now_ns(), columns) {
        let part = &mut rates_hz[span.column..span.column + span.columns];
        means_hz(scope, populations, (span.start_ns, column_ns), part);
    }
    rates_hz
}

/// Rates (Hz) in consecutive columns of equal length (ns).
fn means_hz(
    scope: Circuit<'_>,
    populations: &[PopulationId],
    place: (ModelNs, ModelNs),
    columns: &mut [Option<f32>],
) {
    let count = |population: &PopulationId| scope.recipe().population(*population).count;
    let neurons = populations.iter().map(count).sum::<u32>() as f32;
    let mut means = vec![None; columns.len()];
    for population in populations {
        scope.activity().means(*population, place, &mut means);
        for (column, mean) in columns.iter_mut().zip(&means) {
            let mean_hz = mean.map(|mean| mean * MS_PER_S / neurons);
            *column = match (*column, mean_hz) {
                (Some(sum_hz), Some(mean_hz)) => Some(sum_hz + mean_hz),
                (before, mean_hz) => before.or(mean_hz),
            };
        }
    }
}

/// An axis that holds the rates of the last windows, in display columns. The newest column is left
/// out: the mean of an incomplete column is unreliable.
fn axis(scope: Circuit<'_>, populations: &[PopulationId], columns: usize) -> Axis {
    let column_ns = scope.controls().timebase.column_ns(columns);
    let now_ns = scope.now_ns().since(scope.controls().timebase.back_ns());
    let end_ns = now_ns - now_ns % column_ns;
    let mut rates_hz = vec![None; columns * WINDOWS];
    let start_ns = end_ns - column_ns * rates_hz.len();
    means_hz(scope, populations, (start_ns, column_ns), &mut rates_hz);
    let highest_hz = rates_hz.iter().flatten().copied().fold(0.0, f32::max);
    let high = ladder_up(f64::from(highest_hz).max(1.0) * 0.999, f64::INFINITY);
    Axis { low: 0.0, high, division: high }
}
