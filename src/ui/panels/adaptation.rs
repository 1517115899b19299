//! Adaptation: the index of the present response, and the recovery variable as a trace.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::Scope;
use crate::trace::Range;
use crate::ui::text::{put_all, put_right, short, title};
use crate::ui::theme::Look;
use crate::ui::traces::{fitted, trace_look};
use crate::ui::{plot, text};

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    if area.height < 3 {
        return;
    }
    let theme = &look.theme;
    title(buf, area, "adaptation", theme.strong, theme.grid);
    let index = app.statistics().and_then(|then| then.train.adaptation_index());
    let index = index.map_or_else(
        || "-".to_owned(),
        |index| {
            // No sign on what rounds to nothing.
            if index.abs() < 0.005 { "0.00".to_owned() } else { format!("{index:+.2}") }
        },
    );
    put_all(buf, area, 1, 1, &[("index ", theme.dim), (&format!("{index:>5}"), theme.text)]);
    let u = app.reading().map(|reading| reading.state().u);
    let u = u.map_or_else(|| "-".to_owned(), |u| text::fixed(u, 2));
    let u = format!("{u:>7}");
    put_all(buf, area, 1, 2, &[("u   ", theme.dim), (&u, theme.recovery)]);
    let picture =
        Rect { x: area.x + 1, y: area.y + 3, width: area.width - 1, height: area.height - 3 };
    draw_recovery(buf, picture, app, look);
}

/// The recovery variable over the scope's window, with its bounds at the right.
fn draw_recovery(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    if area.height == 0 {
        return;
    }
    let count = usize::from(area.width) * plot::COLUMNS;
    // As the scope shows it: where that sweeps, little changes here from frame to frame, too.
    let u: Vec<Option<Range>> = app.picture(count).iter().map(|column| column.u).collect();
    let axis = fitted(&u, None, 4.0);
    let style = trace_look(app, look).theme.recovery;
    plot::trace(buf, area, axis, &u, style, look.marker);
    if area.height >= 3 {
        put_right(buf, area, 0, &short(axis.high, 2), look.theme.dim);
        put_right(buf, area, area.height - 1, &short(axis.low, 2), look.theme.dim);
    }
}
