//! Lines of one row above and below everything else.

mod cursors;
mod fields;
mod footer;
mod gallery_header;
mod gallery_hint;
mod header;
mod hint;
mod message;
mod number;
mod readout;
mod status;
mod too_long;

use crate::ui::pane::PaneDef;

/// All lines, from the top down.
pub(crate) const PANES: &[PaneDef] = &[
    header::PANE,
    gallery_header::PANE,
    readout::PANE,
    cursors::PANE,
    fields::PANE,
    gallery_hint::PANE,
    hint::PANE,
    status::PANE,
    footer::PANE,
];
