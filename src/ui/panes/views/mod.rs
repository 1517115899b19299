//! Large views, which take the place of the panels, or stand above the pictures on a low screen.

pub(crate) mod curve;
pub(crate) mod phase;
pub(crate) mod spectrum;
pub(crate) mod weights;
