//! Large views, in the place of the panels, or above the strips on a narrow screen.

mod around;
pub(crate) mod curve;
mod histograms;
mod measurements;
mod phase;
pub(crate) mod spectrum;
mod weights;

use crate::ui::pane::PaneDef;

/// All large views, of which one at a time is shown.
pub(crate) const PANES: &[PaneDef] = &[
    phase::PANE,
    curve::PANE,
    spectrum::PANE,
    weights::PANE,
    measurements::PANE,
    histograms::PANE,
    around::PANE,
];
