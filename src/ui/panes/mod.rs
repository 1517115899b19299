//! The panes, one file each, and the list of them. The row of a pane states its name, slot,
//! conditions and moving parts. Arranging, drawing, rolling, priority on a slow link and the tests
//! all go over the list.

mod lines;
mod panels;
mod strips;
mod tiles;
mod views;

pub(crate) use panels::parameters::{
    render_over as render_parameters_over, target_over as parameters_target_over,
};
pub use views::curve::render_curve;

use super::pane::PaneDef;

/// All panes. The order is that of the panes within a slot.
pub(crate) fn panes() -> impl Iterator<Item = &'static PaneDef> {
    let tiles: &'static [PaneDef] = &[tiles::PANE];
    [lines::PANES, tiles, panels::PANES, views::PANES, strips::PANES].into_iter().flatten()
}
