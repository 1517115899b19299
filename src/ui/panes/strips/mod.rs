//! Strips: plots on the common time axis, each with a title and a vertical axis.

mod channel;
mod raster;
mod rates;
mod recovery;
mod shares;
mod stimulus;
mod time_axis;
pub(crate) mod units;
mod voltage;

use crate::ui::pane::PaneDef;

/// All strips, from the top down.
pub(crate) const PANES: &[PaneDef] = &[
    voltage::PANE,
    recovery::PANE,
    raster::PANE,
    rates::PANE,
    channel::pane::<0>("channel 1"),
    channel::pane::<1>("channel 2"),
    channel::pane::<2>("channel 3"),
    channel::pane::<3>("channel 4"),
    stimulus::PANE,
    units::PANE,
    time_axis::PANE,
];
