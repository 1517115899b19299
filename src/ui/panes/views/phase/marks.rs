//! Glyphs of rest points, and pens of nullclines and trails.

use crate::model::RestKind;
use crate::ui::draw::dots::{Dash, Glyph, Pen};
use crate::ui::draw::plot::Marker;
use crate::ui::draw::theme::Look;

/// The glyph of a rest point.
pub(crate) fn rest_glyph(kind: RestKind, marker: Marker) -> char {
    let (glyph, ascii) = match kind {
        RestKind::StableNode => ('\u{25cf}', 'N'),
        RestKind::UnstableNode => ('\u{25cb}', 'n'),
        RestKind::StableFocus => ('\u{25c9}', 'F'),
        RestKind::UnstableFocus => ('\u{25ce}', 'f'),
        RestKind::Saddle => ('\u{d7}', 'x'),
        RestKind::SaddleNode => ('\u{25d0}', '%'),
        RestKind::Centre => ('\u{2299}', 'c'),
        RestKind::StableSwitch => ('\u{25a0}', 'S'),
        RestKind::UnstableSwitch => ('\u{25a1}', 's'),
    };
    if marker == Marker::Ascii { ascii } else { glyph }
}

/// Pen of the v nullcline.
pub(crate) fn v_pen(look: &Look) -> Pen {
    Pen { style: look.theme.stimulus, glyph: Glyph::Shape, dash: Dash::SOLID }
}

/// Pen of the u nullcline.
pub(crate) fn u_pen(look: &Look) -> Pen {
    Pen { style: look.theme.recovery, glyph: Glyph::Plain(':'), dash: Dash::Along(1, 2) }
}

/// Upper ages (ms) of the trail's parts and how many fifths of their dots are drawn, newest part
/// first.
const AGES: [(f64, usize); 3] = [(60.0, 5), (150.0, 2), (f64::INFINITY, 1)];
/// Characters for the parts of the trail in ASCII and without colours.
const AGES_GLYPHS: [char; 3] = ['*', '+', ','];

/// Pen of a trail where it is `age_ms` old.
pub(crate) fn trail_pen(age_ms: f64, look: &Look) -> Pen {
    let age = AGES.iter().position(|(ms, _)| age_ms <= *ms).unwrap_or(AGES.len() - 1);
    Pen {
        style: look.theme.trail[age],
        glyph: Glyph::Plain(AGES_GLYPHS[age]),
        dash: Dash::Fifths(AGES[age].1),
    }
}
