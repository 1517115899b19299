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
pub(crate) const PANES: &[PaneDef] = &[
    lines::header::PANE,
    lines::gallery_header::PANE,
    lines::readout::PANE,
    lines::gallery_hint::PANE,
    lines::hint::PANE,
    lines::status::PANE,
    lines::footer::PANE,
    tiles::PANE,
    panels::parameters::PANE,
    panels::neuron::PANE,
    panels::spikes::PANE,
    panels::intervals::PANE,
    panels::adaptation::PANE,
    panels::firing::PANE,
    panels::channels::PANE,
    panels::rhythms::PANE,
    panels::wiring::PANE,
    views::phase::PANE,
    views::curve::PANE,
    views::spectrum::PANE,
    views::weights::PANE,
    strips::voltage::PANE,
    strips::recovery::PANE,
    strips::raster::PANE,
    strips::rates::PANE,
    strips::channel::pane::<0>("channel 1"),
    strips::channel::pane::<1>("channel 2"),
    strips::channel::pane::<2>("channel 3"),
    strips::channel::pane::<3>("channel 4"),
    strips::stimulus::PANE,
    strips::units::PANE,
    strips::time_axis::PANE,
];
