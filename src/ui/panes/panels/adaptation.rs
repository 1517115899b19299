//! Adaptation: the index of the present response, and a trace of the recovery variable.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::Scope;
use crate::trace::Range;
use crate::ui::draw::strip::fitted;
use crate::ui::draw::text::{put_all, put_right, short, title};
use crate::ui::draw::{plot, text};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "adaptation",
    slot: Slot::Panel(Rows { least: |_| 0, more: |_, left| left }),
    suits: |shown| shown.has_neuron_panels(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    if area.height < 3 {
        return;
    }
    let theme = &look.theme;
    title(buf, area, "adaptation", theme.strong, theme.grid);
    let index = scope.statistics().and_then(|then| then.train.adaptation_index());
    let index = index.map_or_else(
        || "-".to_owned(),
        |index| {
            // An index that rounds to zero has no sign.
            if index.abs() < 0.005 { "0.00".to_owned() } else { format!("{index:+.2}") }
        },
    );
    put_all(buf, area, 1, 1, &[("index ", theme.dim), (&format!("{index:>5}"), theme.text)]);
    let u = scope.reading().map(|reading| reading.state().u);
    let u = u.map_or_else(|| "-".to_owned(), |u| text::fixed(u, 2));
    let u = format!("{u:>7}");
    put_all(buf, area, 1, 2, &[("u   ", theme.dim), (&u, theme.recovery)]);
    let picture =
        Rect { x: area.x + 1, y: area.y + 3, width: area.width - 1, height: area.height - 3 };
    draw_recovery(buf, picture, scope, frame);
}

/// Draws the recovery variable over the scope's window, with its bounds at the right.
fn draw_recovery(buf: &mut Buffer, area: Rect, scope: &Scope, frame: &Frame<'_>) {
    let look = frame.look;
    if area.height == 0 {
        return;
    }
    let count = usize::from(area.width) * plot::COLUMNS;
    // The scope's own picture: where that sweeps, little changes here between frames, too.
    let u: Vec<Option<Range>> = scope.picture(count).iter().map(|column| column.u).collect();
    let axis = fitted(&u, None, 4.0);
    let style = frame.trace_look().theme.recovery;
    plot::trace(buf, area, axis, &u, style, look.marker);
    if area.height >= 3 {
        put_right(buf, area, 0, &short(axis.high, 2), look.theme.dim);
        put_right(buf, area, area.height - 1, &short(axis.low, 2), look.theme.dim);
    }
}
