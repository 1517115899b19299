//! What of the screen the mouse is on.

use ratatui::layout::{Position, Rect};

use super::arrange::of_shown;
use super::draw::strip::{on_time_axis, right_of_gutter};
use super::overlays;
use super::pane::{Arrangement, Slot};
use super::shown::Shown;
use crate::app::Front;
use crate::desk::{Pointer, Target};
use crate::keys::Mouse;

/// What was done with the mouse to what is shown of `front` on a screen of size `area`.
#[must_use]
pub fn pointed(area: Rect, front: Front<'_>, mouse: Mouse) -> Pointer {
    let shown = Shown::from(front);
    let arrangement = of_shown(area, shown);
    let at = Position::new(mouse.x, mouse.y);
    let target = match overlays::covers(shown, &arrangement) {
        true => overlays::target(area, shown, &arrangement, at),
        false => on_pane(&arrangement, shown, at),
    };
    let across = arrangement.first_strip().map(|strip| across(strip, mouse.x));
    Pointer { gesture: mouse.gesture, target, across }
}

/// Where column `x` of the screen is across the pictures on the time axis: the middle of its cell.
fn across(strip: Rect, x: u16) -> f64 {
    let picture = right_of_gutter(on_time_axis(strip));
    let cells = f64::from(picture.width.max(1));
    let cell = f64::from(x) - f64::from(picture.x);
    (cell.clamp(0.0, cells - 1.0) + 0.5) / cells
}

/// What a pane has at a place.
fn on_pane(arrangement: &Arrangement, shown: Shown<'_>, at: Position) -> Option<Target> {
    let placed = arrangement.placed.iter().find(|placed| placed.area.contains(at))?;
    let is_strip = matches!(placed.pane.slot, Slot::Strip(_) | Slot::LastStrip);
    let other = is_strip.then_some(Target::Strip { channel: None, height: None });
    (placed.pane.target)(placed.area, shown, at).or(other)
}
