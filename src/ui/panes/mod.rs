//! The panes, one file each. A pane begins with its row of the list: what it is called, where it stands, when,
//! and what of it moves. All that goes over panes goes over this list: arranging, drawing, rolling, what
//! comes first on a slow link, and the tests.

mod lines;
mod panels;
mod strips;
mod tiles;
mod views;

pub(crate) use panels::parameters::render_over as render_parameters_over;
pub use views::curve::render_curve;

use super::pane::PaneDef;

/// All panes, in the order in which those of one slot stand.
pub(crate) fn panes() -> impl Iterator<Item = &'static PaneDef> {
    let tiles: &'static [PaneDef] = &[tiles::PANE];
    [lines::PANES, tiles, panels::PANES, views::PANES, strips::PANES].into_iter().flatten()
}
