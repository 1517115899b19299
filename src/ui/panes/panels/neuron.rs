//! The neuron: its equations, parameters and panel of the figure.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::Target;
use crate::model::{Neuron, Summary};
use crate::ui::draw::text::{put, put_all, short_within, title};
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "neuron",
    slot: Slot::Panel(Rows { least: height, more: |_, _| 0 }),
    suits: |shown| shown.has_neuron_panels(),
    volatile: WHOLE,
    target: |_, _, _| Some(Target::Neuron),
    render,
    ..PaneDef::PLAIN
};

/// Rows above the parameters: title, name, equation.
const HEAD: u16 = 3;
/// Parameters to a row.
const ACROSS: usize = 2;
/// Cells for a value, since randomly drawn parameters have many decimals.
const VALUE_WIDTH: usize = 6;

fn height(shown: Shown<'_>) -> u16 {
    let named = |neuron: &Neuron| {
        let parameters = neuron.parameters().into_iter();
        parameters.filter(|it| matches!(it.summary, Summary::Named(_))).count()
    };
    let named = shown.scope().map_or(0, |scope| named(&scope.situation().neuron));
    HEAD + named.div_ceil(ACROSS) as u16
}

/// Name and value of each displayed parameter, [`ACROSS`] to a row.
fn rows(neuron: &Neuron) -> Vec<Vec<(&'static str, String)>> {
    let mut shown: Vec<(&'static str, String)> = Vec::new();
    for parameter in neuron.parameters() {
        let value = || short_within(parameter.get(neuron).unwrap_or(f64::NAN), 4, VALUE_WIDTH);
        match (parameter.summary, shown.last_mut()) {
            (Summary::Named(name), _) => shown.push((name, value())),
            (Summary::Joined, Some((_, before))) => {
                before.push('/');
                before.push_str(&value());
            }
            (Summary::Joined, None) | (Summary::Hidden, _) => {}
        }
    }
    shown.chunks(ACROSS).map(<[_]>::to_vec).collect()
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), theme) = (frame.shown.scope(), &frame.look.theme) else { return };
    let situation = scope.situation();
    let panel = scope.entry_named(&situation.name).and_then(|entry| entry.preset.panel.clone());
    let head = match panel {
        _ if situation.is_edited => "neuron, edited".to_owned(),
        Some(panel) => format!("neuron, panel {panel}"),
        None => "neuron".to_owned(),
    };
    title(buf, area, &head, theme.strong, theme.grid);
    put(buf, area, 1, 1, &situation.name, theme.text);
    put(buf, area, 1, 2, situation.neuron.equations.family().v_formula, theme.dim);
    for (y, row) in (HEAD..).zip(rows(&situation.neuron)) {
        for (x, (name, value)) in [1, area.width / 2].into_iter().zip(&row) {
            put_all(buf, area, x, y, &[(name, theme.dim), (" ", theme.dim), (value, theme.text)]);
        }
    }
}
