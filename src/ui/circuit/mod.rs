//! The scope of a circuit:
//!
//! ```text
//! +---------------------------------------------------+
//! | header: circuit, neurons, scheme, step, time, REC |
//! | read-out: v, u and I of the selected neuron       |
//! +-------------+-------------------------------------+
//! | firing      | raster, a band for each population  |
//! |             |                                     |
//! | rhythms     +-------------------------------------+
//! |             | rates of the populations            |
//! | channels    +-------------------------------------+
//! |             | channels: potentials or synapses,   |
//! |             | and what arrives                    |
//! |             +-------------------------------------+
//! |             | stimulus at the place of injection  |
//! |             | time axis                           |
//! +-------------+-------------------------------------+
//! | hint: what to look for, or a notice               |
//! | status: speed, display, window, gain, lag, link   |
//! | footer: keys                                      |
//! +---------------------------------------------------+
//! ```
//!
//! The spectrum and the weights are large views: they take the place of the side panels and more, or
//! on a narrow screen stand above the scope. A circuit of few neurons shows mostly channels, one of
//! many mostly the raster.

mod channel;
mod header;
mod layout;
mod lines;
mod panels;
mod raster;
mod rates;
mod spectrum;
mod stimulus;
mod weights;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::graticule::Graticule;
use super::rolling::Rolling;
use super::strip::{GUTTER, on_time_axis, right_of_gutter, timed_body};
use super::theme::Look;
use super::traces::{back, time_axis};
use super::{help, is_too_small, picker, readout, text};
use crate::instrument::{CircuitScope, CircuitView, Overlay};
use layout::{Panes, Shown};

/// Draws the whole screen, but for the areas in `held`.
pub(super) fn render(buf: &mut Buffer, scope: &CircuitScope, held: &[Rect], look: &Look) {
    let area = buf.area;
    let panes = Panes::of(area, &Shown::of(scope));
    if !held.contains(&panes.header) {
        header::render(buf, panes.header, scope, look);
    }
    if let Some(area) = panes.readout.filter(|area| !held.contains(area)) {
        let unit = text::unit_of(scope.current_unit());
        readout::render(buf, area, scope.moment(), scope.reading(), &unit, look);
    }
    if let Some(side) = panes.side.filter(|side| !held.contains(side)) {
        panels::render(buf, side, scope, look);
    }
    if let Some(view) = panes.view.filter(|view| !held.contains(view)) {
        large_view(buf, view, scope, look);
    }
    pictures(buf, &panes, scope, look);
    if panes.status.is_none_or(|status| !held.contains(&status)) {
        lines::render(buf, &panes, scope, look);
    }
    lines::footer(buf, &panes, scope, look);
    match scope.overlay() {
        Some(Overlay::Help(scroll)) => help::render(buf, area, &scope.bindings(), *scroll, look),
        Some(Overlay::Picker(picker)) => {
            let of = (scope.catalog(), scope.engine().seed());
            picker::render(buf, area, picker, of, look);
        }
        // A number is typed in a line below; a circuit has no panel of parameters.
        Some(Overlay::Number(_) | Overlay::Parameters(_)) | None => {}
    }
}

fn large_view(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    // One column stays free between it and the scope, beside which it stands.
    let beside = area.right() < buf.area.right();
    let area = Rect { width: area.width - u16::from(beside), ..area };
    if scope.view() == CircuitView::Weights {
        weights::render(buf, area, scope, look);
    } else {
        spectrum::render(buf, area, scope, look);
    }
}

/// What stands on the one time axis.
fn pictures(buf: &mut Buffer, panes: &Panes, scope: &CircuitScope, look: &Look) {
    let width = on_time_axis(panes.stimulus).width.saturating_sub(GUTTER);
    let graticule = Graticule::new(scope.timebase(), scope.now_ns(), width);
    if let Some(area) = panes.raster {
        raster::render(buf, area, scope, &graticule, look);
    }
    if let Some(area) = panes.rates {
        rates::render(buf, area, scope, &graticule, look);
    }
    for (index, area) in &panes.channels {
        channel::render(buf, *area, scope, *index, &graticule, look);
    }
    stimulus::render(buf, panes.stimulus, scope, &graticule, look);
    time_axis(buf, panes.time_axis, &graticule, look);
    let first = panes.raster.or(panes.channels.first().map(|(_, area)| *area));
    if let Some(first) = first.filter(|_| panes.readout.is_none()) {
        back(buf, first, scope.moment(), look);
    }
}

/// The parts of the screen in which numbers change with every frame; see [`super::volatile_areas`].
pub(super) fn volatile_areas(scope: &CircuitScope, area: Rect, with_lines: bool) -> Vec<Rect> {
    if scope.paused() || scope.overlay().is_some() {
        return Vec::new();
    }
    let panes = Panes::of(area, &Shown::of(scope));
    // How far work is moves all the time.
    let below = [panes.hint, panes.status].map(|line| line.filter(|_| scope.work().is_none()));
    let lines = [Some(panes.header), panes.readout].into_iter().chain(below);
    lines.filter(|_| with_lines).chain([panes.side, panes.view]).flatten().collect()
}

/// What rolls; see [`Rolling::of_front`].
pub(super) fn rolling(scope: &CircuitScope, area: Rect) -> Option<Rolling> {
    let is_covered = is_too_small(area) || scope.overlay().is_some();
    if is_covered || !scope.timebase().moves_with_time() {
        return None;
    }
    let panes = Panes::of(area, &Shown::of(scope));
    Rolling::at(scope.timebase(), scope.now_ns(), pictures_of(&panes))
}

/// The parts of the screen that stand on its time axis, each to the right of its gutter.
fn pictures_of(panes: &Panes) -> Vec<Rect> {
    let channels = panes.channels.iter().map(|(_, pane)| *pane);
    let titled = panes.raster.into_iter().chain(panes.rates).chain(channels);
    let bodies = titled.chain([panes.stimulus]).map(timed_body);
    bodies.chain([on_time_axis(panes.time_axis)]).map(right_of_gutter).collect()
}

/// The parts of the screen as [`super::Order`] has them: lines, panels, pictures, views.
pub(super) fn parts(scope: &CircuitScope, area: Rect) -> [Vec<Rect>; 4] {
    let panes = Panes::of(area, &Shown::of(scope));
    let lines = [Some(panes.header), panes.hint, panes.status].into_iter().flatten().collect();
    let panels = panes.side.into_iter().collect();
    [lines, panels, pictures_of(&panes), panes.view.into_iter().collect()]
}
