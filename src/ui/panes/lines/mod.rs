//! Lines of one row above and below all else.

pub(crate) mod footer;
pub(crate) mod gallery_header;
pub(crate) mod gallery_hint;
pub(crate) mod header;
pub(crate) mod hint;
mod message;
mod number;
pub(crate) mod readout;
pub(crate) mod status;
mod too_long;
