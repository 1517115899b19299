//! The side panels of a circuit, one file each.

mod channels;
mod firing;
mod rhythms;
mod wiring;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::CircuitScope;
use crate::ui::theme::Look;

/// Draws the panels one below the other. What is left over goes to the rhythms, which have a picture,
/// and what that does not need to the wiring, which changes least.
pub(super) fn render(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    // One column stays free between the panels and the scope.
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let channels = channels::HEIGHT;
    let firing = firing::height(scope).min(area.height.saturating_sub(channels + rhythms::HEIGHT));
    let at = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
    firing::render(buf, at(0, firing), scope, look);
    channels::render(buf, at(firing, channels), scope, look);
    let used = firing + channels;
    let rhythms = rhythms::HEIGHT_MAX.min(area.height - used);
    rhythms::render(buf, at(used, rhythms), scope, look);
    let used = used + rhythms;
    wiring::render(buf, at(used, area.height - used), scope, look);
}
