//! Views: the state goes in, cells come out. One file a pane, one theme. The scope:
//!
//! ```text
//! +--------------------------------------------------+
//! | header: neuron, scheme, step, time, REC          |
//! | read-out: v, u and I at the moment shown         |
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
//! A large view takes the place of the side panels and more, or on a narrow screen stands above the
//! scope.
//!
//! The scope reaches to the right edge, so that a rolling trace can be moved by the terminal.

mod ascii;
mod circuit;
mod contrast;
mod curve;
mod dots;
mod footer;
mod gallery;
mod graticule;
mod header;
mod help;
mod layout;
mod legend;
mod order;
mod panels;
mod parameters;
mod phase;
mod picker;
mod plot;
mod preview;
mod readout;
mod rolling;
mod status;
mod strip;
mod text;
mod theme;
mod traces;
mod units;
mod unstable;

pub use contrast::Rgb;
pub use curve::render_curve;
pub use order::{Class, Order};
pub use plot::Marker;
pub use rolling::Rolling;
pub use theme::{Colors, Look, Theme, ThemeChoice};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Front;
use crate::gallery::Gallery;
use crate::instrument::{CircuitScope, Overlay, Scope};
use crate::scope::Panel;
use layout::{Panes, Shown};

/// Smallest terminal that shows a scope.
pub const SIZE_MIN: (u16, u16) = (40, 10);

/// Draws what is in front into `buf`.
pub fn render_front(buf: &mut Buffer, front: Front<'_>, look: &Look) {
    render_without(buf, front, &[], look);
}

/// As [`render_front`], but for the areas in `held`, which are some of [`volatile_areas`]: what is shown
/// there stays, so that nothing need be drawn there.
pub fn render_without(buf: &mut Buffer, front: Front<'_>, held: &[Rect], look: &Look) {
    match front {
        Front::Scope(app) => render_scope(buf, app, held, look),
        Front::Circuit(scope) => render_circuit(buf, scope, held, look),
        Front::Gallery(gallery) => render_gallery(buf, gallery, look),
    }
}

/// The parts of a screen of the size of `area` in which numbers change with every frame: nobody can
/// read them so fast, so they need not be drawn so often. None if what is in front stands still or
/// is covered. `with_lines` tells whether the lines above and below the scope are meant, too.
#[must_use]
pub fn volatile_areas(front: Front<'_>, area: Rect, with_lines: bool) -> Vec<Rect> {
    match front {
        _ if is_too_small(area) => Vec::new(),
        Front::Gallery(gallery) if gallery.paused() || gallery.help().is_some() => Vec::new(),
        Front::Gallery(_) if !with_lines => Vec::new(),
        Front::Gallery(_) => vec![Rect { height: 1, ..area }],
        Front::Circuit(scope) => circuit::volatile_areas(scope, area, with_lines),
        Front::Scope(app) if app.paused() || app.overlay().is_some() => Vec::new(),
        Front::Scope(app) => {
            let panes = Panes::of(area, Shown::of(app));
            let lines = [Some(panes.header), panes.readout, panes.hint, panes.status];
            let lines = lines.into_iter().filter(|_| with_lines);
            let units = panes.units.into_iter().flat_map(units::places).map(|(label, _)| label);
            lines.chain([panes.side]).flatten().chain(units).collect()
        }
    }
}

/// Draws the whole screen of the gallery into `buf`.
pub fn render_gallery(buf: &mut Buffer, gallery: &Gallery, look: &Look) {
    let area = buf.area;
    if is_too_small(area) {
        too_small(buf, area, look);
    } else {
        gallery::render(buf, area, gallery, look);
        if let Some(scroll) = gallery.help() {
            help::render(buf, area, &gallery.bindings(), scroll, look);
        }
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

fn render_circuit(buf: &mut Buffer, scope: &CircuitScope, held: &[Rect], look: &Look) {
    let area = buf.area;
    if is_too_small(area) {
        too_small(buf, area, look);
    } else {
        circuit::render(buf, scope, held, look);
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

/// Draws the whole screen of the scope into `buf`.
pub fn render(buf: &mut Buffer, app: &Scope, look: &Look) {
    render_scope(buf, app, &[], look);
}

fn render_scope(buf: &mut Buffer, app: &Scope, held: &[Rect], look: &Look) {
    let area = buf.area;
    if is_too_small(area) {
        too_small(buf, area, look);
    } else {
        let panes = Panes::of(area, Shown::of(app));
        let panels = panes.side.filter(|_| app.parameters().is_none());
        if !held.contains(&panes.header) {
            header::render(buf, panes.header, app, panels.is_none(), look);
        }
        if let Some(area) = panes.readout.filter(|area| !held.contains(area)) {
            let unit = text::unit(&app.situation().neuron);
            readout::render(buf, area, app.moment(), app.reading(), &unit, look);
        }
        if let Some(side) = panels.filter(|side| !held.contains(side)) {
            panels::render(buf, side, app, look);
        }
        if let Some(view) = panes.view {
            large_view(buf, view, app, look);
        }
        traces::render(buf, &panes, app, look);
        if panes.status.is_none_or(|status| !held.contains(&status)) {
            status::render(buf, &panes, app, look);
        }
        footer::render(buf, &panes, app, look);
        match app.overlay() {
            Some(Overlay::Help(scroll)) => help::render(buf, area, &app.bindings(), *scroll, look),
            Some(Overlay::Picker(picker)) => {
                let of = (app.catalog(), app.engine().seed());
                picker::render(buf, area, picker, of, look);
            }
            Some(Overlay::Parameters(panel)) => parameters::render(buf, &panes, panel, app, look),
            // No number is typed here.
            Some(Overlay::Number(_)) | None => {}
        }
    }
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

fn large_view(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    // One column stays free between it and the scope, beside which it stands.
    let beside = area.right() < buf.area.right();
    let area = Rect { width: area.width - u16::from(beside), ..area };
    match app.panel() {
        Panel::Phase => phase::render(buf, area, app, look),
        Panel::Curve => curve::render(buf, area, app, look),
        Panel::All | Panel::Recovery | Panel::Wide => {}
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
