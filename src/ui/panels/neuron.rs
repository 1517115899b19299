//! The neuron: its equations, its parameters, its panel in the figure.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::Scope;
use crate::model::{Equations, Membrane, Neuron, Recovery};
use crate::ui::text::{put, put_all, short, title};
use crate::ui::theme::Look;

/// Rows above the parameters: title, name, equation.
const HEAD: u16 = 3;

/// Rows, title included.
pub(super) fn height(app: &Scope) -> u16 {
    HEAD + rows(&app.situation().neuron).len() as u16
}

/// Name and value of each parameter, two to a row.
fn rows(neuron: &Neuron) -> Vec<[(&'static str, String); 2]> {
    let number = |value: f64| short(value, 4);
    let mut rows = Vec::new();
    let mut b = number(neuron.b);
    if let Equations::Membrane(Membrane { capacitance_pf, k, vr_mv, vt_mv, recovery, .. }) =
        neuron.equations
    {
        rows.push([("C ", number(capacitance_pf)), ("k ", number(k))]);
        rows.push([("vr ", number(vr_mv)), ("vt ", number(vt_mv))]);
        if let Recovery::Split { b_above, .. } = recovery {
            b.push_str(&format!("/{}", number(b_above)));
        }
    }
    rows.push([("a ", number(neuron.a)), ("b ", b)]);
    rows.push([("c ", number(neuron.c_mv)), ("d ", number(neuron.d))]);
    rows
}

pub(super) fn render(buf: &mut Buffer, area: Rect, app: &Scope, look: &Look) {
    let theme = &look.theme;
    let situation = app.situation();
    let panel = app.entry_named(&situation.name).and_then(|entry| entry.preset.panel.clone());
    let head = match panel {
        _ if situation.is_edited => "neuron, edited".to_owned(),
        Some(panel) => format!("neuron, panel {panel}"),
        None => "neuron".to_owned(),
    };
    title(buf, area, &head, theme.strong, theme.grid);
    put(buf, area, 1, 1, &situation.name, theme.text);
    put(buf, area, 1, 2, situation.neuron.equations.v_formula(), theme.dim);
    for (y, row) in (HEAD..).zip(rows(&situation.neuron)) {
        for (x, (name, value)) in [1, area.width / 2].into_iter().zip(&row) {
            put_all(buf, area, x, y, &[(name, theme.dim), (value, theme.text)]);
        }
    }
}
