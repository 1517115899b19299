//! Text below the phase plane: current, rest points with their kinds, bifurcations, and the legend.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::marks::{rest_glyph, u_pen, v_pen};
use crate::model::{Neuron, RestPoint};
use crate::ui::draw::dots::LIVE;
use crate::ui::draw::plot::Marker;
use crate::ui::draw::text::{self, short};
use crate::ui::draw::theme::Look;

/// Differently styled texts on one line.
pub(crate) type Line = Vec<(String, Style)>;

/// Least size with the position and eigenvalues of each rest point (columns, rows).
const DETAILS_MIN: (u16, u16) = (50, 26);
/// Least height with a legend of the lines (rows).
const KEY_HEIGHT_MIN: u16 = 15;

/// The lines below a plane in `area`, for the constant and the total current. `more` follows the
/// legend.
pub(crate) fn lines(
    neuron: &Neuron,
    currents: (f64, f64),
    (rests, more): (&[RestPoint], &str),
    area: Rect,
    look: &Look,
) -> Vec<Line> {
    let details = area.width >= DETAILS_MIN.0 && area.height >= DETAILS_MIN.1;
    let mut lines = points(neuron, currents, rests, details, area.width, look);
    lines.extend(bifurcations(neuron, look));
    if area.height >= KEY_HEIGHT_MIN {
        lines.push(key(look, more));
    }
    lines
}

/// The current and the rest points, as many to a line as fit.
fn points(
    neuron: &Neuron,
    (constant, current): (f64, f64),
    rests: &[RestPoint],
    details: bool,
    width: u16,
    look: &Look,
) -> Vec<Line> {
    let theme = &look.theme;
    let unit = text::unit(neuron);
    let mut words = format!("I {}{unit}", text::current(constant));
    // Nullclines and rest points use the total current, with pulses and protocol.
    if !is_same(current, constant) {
        words.push_str(&format!(", now {}", text::momentary_current(current)));
    }
    let mut lines = vec![vec![(words, theme.stimulus)]];
    if rests.is_empty() {
        lines[0].push(("  no rest point".to_owned(), theme.text));
    }
    for rest in rests {
        let mut words = format!("{} {}", rest_glyph(rest.kind, look.marker), rest.kind.name());
        if details {
            words = format!("{words:<18}{}", place(rest, look));
        }
        let length = |line: &Line| line.iter().map(|(word, _)| word.chars().count()).sum::<usize>();
        let used = lines.last().map_or(0, length);
        if details || used + 2 + words.chars().count() >= usize::from(width) {
            lines.push(vec![(words, theme.text)]);
        } else if let Some(line) = lines.last_mut() {
            line.push((format!("  {words}"), theme.text));
        }
    }
    lines
}

/// Whether two currents agree to the seven digits that a trace keeps.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * one.abs().max(other.abs()).max(1e-3)
}

/// Position and eigenvalues of a rest point.
fn place(rest: &RestPoint, look: &Look) -> String {
    // ASCII has no plus-minus sign.
    let both = if look.marker == Marker::Ascii { "+-" } else { "\u{b1}" };
    let place = format!("v {:.1} u {:.1}", rest.state.v, rest.state.u);
    match rest.eigenvalues {
        None => place,
        Some([(re, im), _]) if im != 0.0 => {
            format!("{place:<16} {}{both}{}i/ms", rate(re), rate(im.abs()))
        }
        Some([(one, _), (other, _)]) => format!("{place:<16} {}, {}/ms", rate(one), rate(other)),
    }
}

/// Real or imaginary part of an eigenvalue (1/ms), without a sign if it rounds to zero.
fn rate(value: f64) -> String {
    format!("{:.3}", if value.abs() < 0.0005 { 0.0 } else { value })
}

/// The currents at which the rest state changes or vanishes.
fn bifurcations(neuron: &Neuron, look: &Look) -> Option<Line> {
    let at = |name: &str, current: Option<f64>| {
        current.map(|current| format!("{name} at {}", short(current, 2)))
    };
    let known =
        [at("Hopf", neuron.hopf_current()), at("saddle-node", neuron.saddle_node_current())];
    let known: Vec<String> = known.into_iter().flatten().collect();
    (!known.is_empty()).then(|| vec![(known.join(", "), look.theme.dim)])
}

/// The legend: what each line shows.
fn key(look: &Look, more: &str) -> Line {
    let v = if look.marker == Marker::Ascii { "--" } else { "\u{2500}\u{2500}" };
    let is_plain = look.marker == Marker::Ascii || look.theme.by_shape;
    let u = if is_plain { "::" } else { "\u{b7}\u{b7}" };
    let live = LIVE.in_marker(look.marker).to_string();
    let dim = look.theme.dim;
    vec![
        (v.to_owned(), v_pen(look).style),
        (" v'=0  ".to_owned(), dim),
        (u.to_owned(), u_pen(look).style),
        (" u'=0  ".to_owned(), dim),
        (live, look.theme.voltage),
        (" the neuron".to_owned(), dim),
        (format!("  {more}"), dim),
    ]
}
