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

mod legend;
mod marks;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::instrument::Scope;
use crate::model::{Neuron, RestPoint, State};
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, LIVE, Pen};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot};
use marks::{rest_glyph, u_pen, v_pen};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "phase plane",
    slot: Slot::View { of_moment: true },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Phase),
    missed_as: Some("the phase plane"),
    render,
    ..PaneDef::PLAIN
};

/// Upper ages (ms) of the trail's parts and how many fifths of their dots are drawn, newest part
/// first.
const AGES: [(f64, usize); 3] = [(60.0, 5), (150.0, 2), (f64::INFINITY, 1)];
/// Characters for the parts of the trail in ASCII and without colours.
const AGES_GLYPHS: [char; 3] = ['*', '+', ','];

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
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
    let words = legend::lines(neuron, (situation.constant.total(), current), &rests, area, look);
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

/// A potential drawn as a line across the plane.
struct Guide<F> {
    name: &'static str,
    /// Character for the line in ASCII and without colours.
    glyph: char,
    /// The potential (mV) as a function of the recovery variable.
    v: F,
}

/// Spike peak, reset potential and, if the model has one, the instantaneous threshold.
fn guide_lines(neuron: &Neuron) -> [Option<Guide<impl Fn(f64) -> f64>>; 3] {
    let neuron = *neuron;
    let threshold_mv = neuron.equations.threshold_mv();
    let guide = move |which: usize| {
        move |u: f64| match which {
            0 => neuron.peak_mv_at(u),
            // The reset potential depends on u before d is added.
            1 => neuron.reset(State { v: neuron.peak_mv, u: u - neuron.d }).v,
            _ => threshold_mv.unwrap_or(f64::NAN),
        }
    };
    let threshold = threshold_mv.map(|_| Guide { name: "vt", glyph: '!', v: guide(2) });
    let peak = Guide { name: "peak", glyph: ']', v: guide(0) };
    let reset = Guide { name: "c", glyph: '[', v: guide(1) };
    [Some(peak), Some(reset), threshold]
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
        let age = AGES.iter().position(|(ms, _)| point.age_ms <= *ms).unwrap_or(AGES.len() - 1);
        let pen = Pen {
            style: look.theme.trail[age],
            glyph: Glyph::Plain(AGES_GLYPHS[age]),
            dash: Dash::Fifths(AGES[age].1),
        };
        let from = previous.filter(|_| point.joined).unwrap_or(at);
        dots.stroke(from, at, 0, pen);
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
