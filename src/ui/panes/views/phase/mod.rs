//! The phase plane: the recovery variable against the membrane potential.
//!
//! ```text
//! - u against v (mV) -------
//!    10 |  c     .   /  peak
//!     0 |   \    :  /    :
//!   -10 |....*--'.. ...  :
//!    mV -80   -40   0   40
//!  I 3.9  * stable focus ..
//!  Hopf at 3.8, ..
//! ```

mod guides;
mod legend;
mod marks;
mod rate;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::instrument::Scope;
use crate::keys::View;
use crate::model::{Neuron, RestPoint};
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, LIVE, Pen};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot};
use guides::{Guide, guide_lines};
use marks::{rest_glyph, trail_pen, u_pen, v_pen};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "phase plane",
    slot: Slot::View { of_moment: true, is_pair: true },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Phase),
    missed_as: Some("the phase plane"),
    render,
    ..PaneDef::PLAIN
};

/// Least width of each of two pictures that stand side by side (cells).
const BESIDE_MIN: u16 = 50;
/// Least height of a view with the two pictures one below the other (rows).
const BELOW_MIN: u16 = 42;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let is_rate_alone = frame.shown.scope().is_some_and(Scope::is_rate_alone);
    let (plane, rate) = places(area, is_rate_alone);
    if let Some(area) = plane {
        render_plane(buf, area, frame, rate.is_some());
    }
    if let Some(area) = rate {
        rate::render(buf, area, frame);
    }
}

/// The places of u against v and of dv/dt against v: side by side, one below the other, or of one
/// alone.
fn places(area: Rect, is_rate_alone: bool) -> (Option<Rect>, Option<Rect>) {
    if is_rate_alone {
        return (None, Some(area));
    }
    if area.width > 2 * BESIDE_MIN {
        let width = area.width / 2;
        let right = Rect { x: area.x + width, width: area.width - width, ..area };
        // A blank column between them.
        return (Some(Rect { width: width - 1, ..area }), Some(right));
    }
    if area.height >= BELOW_MIN {
        let height = area.height.div_ceil(2);
        let below = Rect { y: area.y + height, height: area.height - height, ..area };
        return (Some(Rect { height, ..area }), Some(below));
    }
    (Some(area), None)
}

/// Draws u against v. `has_rate` is whether dv/dt against v is drawn, too; otherwise the key for that
/// is named.
fn render_plane(buf: &mut Buffer, area: Rect, frame: &Frame<'_>, has_rate: bool) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let Some(axes) = scope.plane().axes() else { return };
    let situation = scope.situation();
    let neuron = &situation.neuron;
    let unit = text::in_brackets(neuron.equations.current_unit());
    let title = format!("u{unit} against v (mV){}", frame.shown.neuron_suffix());
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    let moment = scope.moment();
    if moment.is_past() && !frame.has_readout() {
        let at = format!(" at {} ms ", text::time(moment.time_ms));
        text::put_right(buf, area, 0, &at, look.theme.strong);
    }
    let current = scope.driving_current();
    let rests = neuron.rest_points(current);
    let key = frame.shown.desk().keymap.label(View::ToggleRate);
    let more = if has_rate { String::new() } else { format!("{key} dv/dt") };
    let currents = (situation.constant.total(), current);
    let words = legend::lines(neuron, currents, (&rests, &more), area, look);
    let height = area.height.saturating_sub(1 + words.len() as u16);
    let picture = Rect { y: area.y + 1, height, ..area };
    let mut dots = Dots::framed(buf, picture, axes, "mV", look);
    guides(&mut dots, neuron, axes.1, look);
    nullclines(&mut dots, neuron, current, axes.1, look);
    trail(&mut dots, scope, look);
    dots.show(buf, look);
    label_guides(&dots, buf, neuron, axes.1, look);
    rest_points(&dots, buf, &rests, look);
    if let Some(state) = scope.reading().map(|reading| reading.state()) {
        put_live(&dots, buf, (state.v, state.u), &rests, look);
    }
    let words_area = Rect { y: picture.bottom(), height: words.len() as u16, ..area };
    for (y, line) in (0..).zip(&words) {
        let line: Vec<(&str, Style)> = line.iter().map(|(word, style)| (&**word, *style)).collect();
        text::put_all(buf, words_area, 1, y, &line);
    }
}

fn guides(dots: &mut Dots, neuron: &Neuron, u: Axis, look: &Look) {
    for Guide { glyph, v, .. } in guide_lines(neuron).into_iter().flatten() {
        let glyph = Glyph::Plain(glyph);
        let pen = Pen { style: look.theme.dim, glyph, dash: Dash::Along(2, 2) };
        dots.line([(v(u.low), u.low), (v(u.high), u.high)], pen);
    }
}

fn label_guides(dots: &Dots, buf: &mut Buffer, neuron: &Neuron, u: Axis, look: &Look) {
    let guides = guide_lines(neuron).into_iter().flatten();
    let mut labels: Vec<_> = guides.map(|Guide { name, v, .. }| (v(u.high), name)).collect();
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = 0;
    for (v, name) in labels {
        free = dots.label_top(buf, v, name, look.theme.dim, free);
    }
}

fn nullclines(dots: &mut Dots, neuron: &Neuron, current: f64, u: Axis, look: &Look) {
    let at: Vec<f64> = dots.column_values().collect();
    match neuron.u_nullcline_mv() {
        Some(v) => dots.line([(v, u.low), (v, u.high)], u_pen(look)),
        None => {
            let curve = at.iter().filter_map(|v| Some((*v, neuron.u_nullcline(*v)?)));
            dots.line(curve, u_pen(look));
        }
    }
    dots.line(at.iter().map(|v| (*v, neuron.v_nullcline(*v, current))), v_pen(look));
}

/// Draws the trajectory up to the moment shown, older parts below newer ones.
fn trail(dots: &mut Dots, scope: &Scope, look: &Look) {
    let mut previous = None;
    for point in scope.trail() {
        let at = (point.state.v, point.state.u);
        let from = previous.filter(|_| point.joined).unwrap_or(at);
        dots.stroke(from, at, 0, trail_pen(point.age_ms, look));
        previous = Some(at);
    }
}

fn rest_points(dots: &Dots, buf: &mut Buffer, rests: &[RestPoint], look: &Look) {
    for rest in rests {
        if let Some(cell) = dots.cell((rest.state.v, rest.state.u)) {
            let style = look.theme.text.add_modifier(Modifier::BOLD);
            buf[cell].set_char(rest_glyph(rest.kind, look.marker)).set_style(style);
        }
    }
}

/// Marks the neuron's state; a rest point in the same cell stays visible.
fn put_live(dots: &Dots, buf: &mut Buffer, at: (f64, f64), rests: &[RestPoint], look: &Look) {
    let Some(cell) = dots.cell(at) else { return };
    let style = look.theme.voltage.add_modifier(Modifier::BOLD);
    let at_rest = rests.iter().any(|rest| dots.cell((rest.state.v, rest.state.u)) == Some(cell));
    if at_rest {
        buf[cell].set_style(style.add_modifier(Modifier::REVERSED));
    } else {
        buf[cell].set_char(LIVE.in_marker(look.marker)).set_style(style);
    }
}
