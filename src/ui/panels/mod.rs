//! The side panels, one file each.

mod adaptation;
mod intervals;
mod neuron;
mod spikes;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Look;
use crate::instrument::Scope;

/// Draws the panels one below the other; what is left over goes to the last, which has a trace.
pub(super) fn render(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    // One column stays free between the panels and the scope.
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let neuron_height = neuron::height(app);
    let spare = area.height.saturating_sub(neuron_height + spikes::HEIGHT + intervals::HEIGHT);
    let intervals_height = intervals::HEIGHT + (spare.saturating_sub(8) / 3).min(6);
    let heights = [neuron_height, spikes::HEIGHT, intervals_height];
    let renders = [neuron::render, spikes::render, intervals::render];
    let mut y = area.y;
    for (height, render) in heights.into_iter().zip(renders) {
        render(buf, Rect { y, height, ..area }, app, look);
        y += height;
    }
    let height = area.bottom().saturating_sub(y);
    adaptation::render(buf, Rect { y, height, ..area }, app, look);
}
