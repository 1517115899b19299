//! The neuron: its parameters, its equations' constants, its source panel.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::ui::text::{put, put_all, short, title};
use crate::ui::theme::Look;

/// Rows, title included.
pub(super) const HEIGHT: u16 = 5;

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let theme = &look.theme;
    let subject = app.engine().subject();
    let neuron = &subject.neuron;
    let panel = app.entry().and_then(|entry| entry.preset.panel.clone());
    let head = panel.map_or_else(|| "neuron".to_owned(), |panel| format!("neuron, panel {panel}"));
    title(buf, area, &head, theme.strong, theme.grid);
    put(buf, area, 1, 1, &subject.name, theme.text);
    put(buf, area, 1, 2, neuron.equations.v_formula(), theme.dim);
    let pairs = [[("a ", neuron.a), ("b ", neuron.b)], [("c ", neuron.c_mv), ("d ", neuron.d)]];
    for (y, row) in (3..).zip(pairs) {
        for (x, (name, value)) in [1, area.width / 2].into_iter().zip(row) {
            put_all(buf, area, x, y, &[(name, theme.dim), (&short(value, 4), theme.text)]);
        }
    }
}
