//! Pictures on the one time axis, each below a title and to the right of its own axis.

pub(crate) mod channel;
pub(crate) mod raster;
pub(crate) mod rates;
pub(crate) mod recovery;
mod shares;
pub(crate) mod stimulus;
pub(crate) mod time_axis;
pub(crate) mod units;
pub(crate) mod voltage;

use super::super::draw::strip::{right_of_gutter, timed_body};
use super::super::pane::Parts;

/// The picture below the title, to the right of its axis.
const BODY: Parts = |area, _| vec![right_of_gutter(timed_body(area))];
