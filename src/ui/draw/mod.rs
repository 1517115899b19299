//! Drawing primitives for panes: text, dots, traces, axes and colours. Nothing here knows a pane.

pub(crate) mod ascii;
pub(crate) mod boxed;
pub(crate) mod contrast;
pub(crate) mod dots;
pub(crate) mod graticule;
pub(crate) mod haze;
pub(crate) mod plot;
pub(crate) mod strip;
pub(crate) mod text;
pub(crate) mod theme;
pub(crate) mod time_axis;
pub(crate) mod underlay;
pub(crate) mod unstable;
