//! Large views, which take the place of the panels, or stand above the pictures on a narrow screen.

pub(crate) mod curve;
mod phase;
pub(crate) mod spectrum;
mod weights;

use crate::ui::pane::PaneDef;

/// All of them: one at a time is shown.
pub(crate) const PANES: &[PaneDef] = &[phase::PANE, curve::PANE, spectrum::PANE, weights::PANE];
