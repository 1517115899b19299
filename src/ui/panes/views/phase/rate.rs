//! dv/dt against the membrane potential.
//!
//! ```text
//! - dv/dt (mV/ms) against v (mV) -
//!   200 |  c              .. peak
//!   100 |  :            .'   :
//!     0 |..:..----...--'.....:
//!    mV -80   -40   0   40
//!  ▲ peak  ▼ reset  ◆ the neuron
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::guides::guide_lines;
use super::marks::trail_pen;
use crate::instrument::{RateKind, RatePoint, Scope};
use crate::model::Neuron;
use crate::ui::draw::dots::{Dash, Dots, Glyph, LIVE, Mark, Pen};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::Frame;

/// Mark of the peak of the newest spike.
const PEAK: Mark = Mark::new('\u{25b2}', '^');
/// Mark of the first state after its reset.
const RESET: Mark = Mark::new('\u{25bc}', 'v');

/// Draws dv/dt against v into `area`, with a line of legend.
pub(crate) fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let Some(axes) = scope.plane().rate_axes() else { return };
    let title = format!("dv/dt (mV/ms) against v (mV){}", frame.shown.neuron_suffix());
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    let height = area.height.saturating_sub(2);
    let picture = Rect { y: area.y + 1, height, ..area };
    let mut dots = Dots::framed(buf, picture, axes, "mV", look);
    let neuron = scope.situation().neuron;
    guides(&mut dots, scope, &neuron, look);
    let trail = scope.rate_trail();
    draw_trail(&mut dots, &trail, look);
    dots.show(buf, look);
    label_guides(&dots, buf, scope, &neuron, look);
    marks(&dots, buf, &trail, look);
    let words = Rect { y: picture.bottom(), height: area.height.min(1), ..area };
    legend(buf, words, look);
}

/// The potentials of the guides at the present u, by name.
fn potentials(scope: &Scope, neuron: &Neuron) -> Vec<(f64, &'static str, char)> {
    let u = scope.reading().map_or(0.0, |reading| reading.state().u);
    let guides = guide_lines(neuron).into_iter().flatten();
    guides.map(|guide| ((guide.v)(u), guide.name, guide.glyph)).collect()
}

/// Draws dv/dt = 0, and the potentials of peak, reset and threshold.
fn guides(dots: &mut Dots, scope: &Scope, neuron: &Neuron, look: &Look) {
    let Some((v, rate)) = scope.plane().rate_axes() else { return };
    let pen = |glyph, dash| Pen { style: look.theme.dim, glyph: Glyph::Plain(glyph), dash };
    dots.line([(v.low, 0.0), (v.high, 0.0)], pen('-', Dash::Along(1, 3)));
    for (v_mv, _, glyph) in potentials(scope, neuron) {
        dots.line([(v_mv, rate.low), (v_mv, rate.high)], pen(glyph, Dash::Along(2, 2)));
    }
}

fn label_guides(dots: &Dots, buf: &mut Buffer, scope: &Scope, neuron: &Neuron, look: &Look) {
    let mut labels = potentials(scope, neuron);
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let label = |free, (v_mv, name, _)| dots.label_top(buf, v_mv, name, look.theme.dim, free);
    labels.into_iter().fold(0, label);
}

/// Draws the trail, older parts below newer ones.
fn draw_trail(dots: &mut Dots, trail: &[RatePoint], look: &Look) {
    let mut previous = None;
    for point in trail {
        let at = (point.v_mv, point.rate);
        let from = previous.filter(|_| point.joined).unwrap_or(at);
        dots.stroke(from, at, 0, trail_pen(point.age_ms, look));
        previous = Some(at);
    }
}

/// Marks the newest peak, the newest reset, and the neuron itself.
fn marks(dots: &Dots, buf: &mut Buffer, trail: &[RatePoint], look: &Look) {
    let newest = |kind| trail.iter().rev().find(|point| point.kind == kind);
    let of_spike = look.theme.text.add_modifier(Modifier::BOLD);
    let live = look.theme.voltage.add_modifier(Modifier::BOLD);
    for (point, mark, style) in [
        (newest(RateKind::Peak), PEAK, of_spike),
        (newest(RateKind::Reset), RESET, of_spike),
        (trail.last(), LIVE, live),
    ] {
        if let Some(cell) = point.and_then(|point| dots.cell((point.v_mv, point.rate))) {
            buf[cell].set_char(mark.in_marker(look.marker)).set_style(style);
        }
    }
}

fn legend(buf: &mut Buffer, area: Rect, look: &Look) {
    let (dim, bold) = (look.theme.dim, look.theme.text.add_modifier(Modifier::BOLD));
    let [peak, reset, live] =
        [PEAK, RESET, LIVE].map(|mark| mark.in_marker(look.marker).to_string());
    let words: [(&str, Style); 6] = [
        (&peak, bold),
        (" peak  ", dim),
        (&reset, bold),
        (" reset  ", dim),
        (&live, look.theme.voltage),
        (" the neuron", dim),
    ];
    text::put_all(buf, area, 1, 0, &words);
}
