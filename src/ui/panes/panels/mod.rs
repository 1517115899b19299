//! Panels of numbers in a column beside the strips.

mod adaptation;
mod channels;
mod firing;
mod intervals;
mod neuron;
pub(crate) mod parameters;
mod rhythms;
pub(crate) mod spikes;
mod wiring;

use crate::ui::pane::PaneDef;

/// All panels, from the top down.
pub(crate) const PANES: &[PaneDef] = &[
    parameters::PANE,
    neuron::PANE,
    spikes::PANE,
    intervals::PANE,
    adaptation::PANE,
    firing::PANE,
    channels::PANE,
    rhythms::PANE,
    wiring::PANE,
];
