//! Views: the state goes in, cells come out. One file a pane, one theme.
//!
//! ```text
//! +--------------------------------------------------+
//! | header: neuron, scheme, step, time, REC          |
//! +------------+-------------------------------------+
//! | neuron     | membrane potential                  |
//! | spikes     |                                     |
//! | intervals  |                                     |
//! | adaptation +-------------------------------------+
//! |            | (recovery variable)                 |
//! |            +-------------------------------------+
//! |            | stimulus                            |
//! |            | (artificial units)                  |
//! |            | time axis                           |
//! +------------+-------------------------------------+
//! | hint: what to look for, or a notice              |
//! | status: speed, display, lag, link                |
//! | footer: keys                                     |
//! +--------------------------------------------------+
//! ```
//!
//! The scope reaches to the right edge, so that a rolling trace can be moved by the terminal.

mod ascii;
mod footer;
mod graticule;
mod header;
mod help;
mod layout;
mod panels;
mod picker;
mod plot;
mod rolling;
mod status;
mod strip;
mod text;
mod theme;
mod traces;
mod units;

pub use plot::Marker;
pub use rolling::Rolling;
pub use theme::{Colors, Look, Theme};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Overlay};
use layout::Panes;

/// Smallest terminal that shows a scope.
pub const SIZE_MIN: (u16, u16) = (40, 10);

/// Draws the whole screen into `buf`.
pub fn render(buf: &mut Buffer, app: &App, look: &Look) {
    let area = buf.area;
    if is_too_small(area) {
        too_small(buf, area, look);
    } else {
        let panes = Panes::of(area, app.panel(), app.shows_units());
        header::render(buf, panes.header, app, look);
        if let Some(side) = panes.side {
            panels::render(buf, side, app, look);
        }
        traces::render(buf, &panes, app, look);
        status::render(buf, &panes, app, look);
        footer::render(buf, panes.footer, app, look);
        match app.overlay() {
            Some(Overlay::Help(scroll)) => help::render(buf, area, *scroll, look),
            Some(Overlay::Picker(picker)) => picker::render(buf, area, picker, app, look),
            None => {}
        }
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

fn is_too_small(area: Rect) -> bool {
    area.width < SIZE_MIN.0 || area.height < SIZE_MIN.1
}

fn too_small(buf: &mut Buffer, area: Rect, look: &Look) {
    let (width, height) = SIZE_MIN;
    let message = format!("needs {width}x{height}, q quits");
    text::put(buf, area, 0, 0, &message, look.theme.text);
}
