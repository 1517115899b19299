//! Weight distribution of the plastic synapses: one histogram per projection.
//!
//! ```text
//! - weights: E to E, I -------
//!  10000 .  synapses (log)
//!    100 |            .
//!      1 ||..........:|
//!        0           10
//!  80000 synapses, mean 5.2
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::{Circuit, WeightHistogram};
use crate::scope::Page;
use crate::ui::draw::strip::{below_title, right_of_gutter};
use crate::ui::draw::theme::Look;
use crate::ui::draw::{plot, text};
use crate::ui::pane::{Frame, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "weights",
    slot: Slot::View { of_moment: false, is_pair: false },
    suits: |shown| shown.circuit().is_some_and(|scope| scope.page() == Page::Weights),
    volatile: WHOLE,
    missed_as: Some("the weights"),
    render,
    ..PaneDef::PLAIN
};

/// Least height of a histogram: title, bars, axis, numbers.
const HEIGHT_MIN: u16 = 7;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.circuit(), frame.look) else { return };
    let theme = &look.theme;
    let weights = scope.weights();
    if weights.is_empty() {
        text::title(buf, area, "weights", theme.strong, theme.grid);
        text::put(buf, below_title(area), 1, 0, "no synapse of this circuit learns", theme.dim);
        return;
    }
    let count = (weights.len() as u16).min(area.height / HEIGHT_MIN).max(1);
    let each = area.height / count;
    for (place, histogram) in (0..count).zip(weights) {
        let area = Rect { y: area.y + place * each, height: each, ..area };
        one(buf, area, scope, histogram, look);
    }
    let left_out = weights.len() - usize::from(count);
    if left_out > 0 {
        text::put_right(buf, area, 0, &format!(" {left_out} more "), theme.strong);
    }
}

fn one(buf: &mut Buffer, area: Rect, scope: Circuit<'_>, histogram: &WeightHistogram, look: &Look) {
    let theme = &look.theme;
    let projection = &scope.recipe().projections[histogram.projection];
    // Weights of the past are not stored.
    let now = if scope.moment().is_past() { " now" } else { "" };
    let title = format!("weights{now}: {}", projection.name);
    text::title(buf, area, &title, theme.strong, theme.grid);
    let body = below_title(area);
    let seen: u64 = histogram.counts.iter().sum();
    let numbers = if seen == 0 {
        format!("{} synapses, too many to count", histogram.total)
    } else {
        let plural = if seen == 1 { "" } else { "s" };
        format!("{seen} synapse{plural}, mean weight {:.2}", histogram.mean)
    };
    text::put(buf, body, 1, body.height.saturating_sub(1), &numbers, theme.text);
    if body.height < 4 {
        return;
    }
    let body = Rect { height: body.height - 2, ..body };
    let highest = histogram.counts.iter().copied().max().unwrap_or(0);
    let picture = right_of_gutter(body);
    // A logarithmic scale keeps the other bins visible beside one with a tenth of all synapses.
    let height = |count: f64| (libm::log10(1.0 + count) / libm::log10(1.0 + highest as f64)) as f32;
    let shares: Vec<f32> = bins(&histogram.counts, picture.width)
        .map(|count| if highest == 0 { 0.0 } else { height(count) })
        .collect();
    plot::bars(buf, picture, &shares, theme.population(projection.from[0]));
    text::put(buf, body, 0, 0, &format!("{highest:>5}"), theme.dim);
    text::put(buf, body, 0, 1, "  log", theme.dim);
    let foot = Rect { y: picture.bottom(), height: 1, ..picture };
    text::put(buf, foot, 0, 0, &text::short(histogram.low, 2), theme.dim);
    text::put_right(buf, foot, 0, &text::short(histogram.high, 2), theme.dim);
}

/// The count for each screen column: that of the bin at the column's middle.
fn bins(counts: &[u64], width: u16) -> impl Iterator<Item = f64> {
    let width = usize::from(width);
    (0..width).map(move |x| {
        let bin = (2 * x + 1) * counts.len() / (2 * width).max(1);
        counts.get(bin).map_or(0.0, |count| *count as f64)
    })
}
