//! The composition of the circuit: populations, and the synapses between them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::circuit::{Projection, Recipe};
use crate::desk::Target;
use crate::model::synapse::Kinetics;
use crate::scope::Page;
use crate::ui::draw::text::{put, put_all, short, title};
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Rows, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "wiring",
    slot: Slot::Panel(Rows { least: |_| 0, more: |_, left| left }),
    suits: |shown| shown.has_circuit_panels(),
    volatile: WHOLE,
    target: |_, _, _| Some(Target::View(Page::Weights)),
    render,
    ..PaneDef::PLAIN
};

/// Draws as many lines as fit.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.circuit(), frame.look) else { return };
    if area.height < 3 {
        return;
    }
    let theme = &look.theme;
    title(buf, area, "wiring", theme.strong, theme.grid);
    let recipe = scope.recipe();
    let mut y = 1;
    for (id, population) in recipe.numbered_populations() {
        let count = format!("{} ", population.count);
        put_all(buf, area, 1, y, &[(&count, theme.dim), (&population.name, theme.population(id))]);
        y += 1;
    }
    for (index, projection) in recipe.projections.iter().enumerate() {
        for (line, style) in lines(recipe, index, projection, look) {
            put(buf, area, 1, y, &line, style);
            y += 1;
        }
    }
}

/// A projection: its name, the effect of a spike, and properties that not all projections have.
fn lines(
    recipe: &Recipe,
    index: usize,
    projection: &Projection,
    look: &Look,
) -> Vec<(String, Style)> {
    let theme = &look.theme;
    let source = theme.population(projection.from[0]);
    let weight = short(projection.mean_weight(), 2);
    let effect = match projection.kinetics {
        Kinetics::Jump => format!("v jumps by {weight} mV"),
        Kinetics::Current { tau_ms } => format!("current {weight}, {} ms", short(tau_ms, 1)),
        Kinetics::Conductance { tau_ms, .. } => {
            format!("conductance {weight}, {} ms", short(tau_ms, 1))
        }
    };
    let synapses = recipe.expected_synapses(index);
    let plural = if synapses == 1.0 { "" } else { "s" };
    let mut words = vec![format!("{synapses:.0} synapse{plural}"), effect];
    if let Kinetics::Conductance { reversal_mv, .. } = projection.kinetics {
        words.push(format!("towards {} mV", short(reversal_mv, 0)));
    }
    if projection.release < 1.0 {
        words.push(format!("{:.0} % fail", 100.0 * (1.0 - projection.release)));
    }
    if projection.short_term.is_some() {
        words.push("short-term plasticity".to_owned());
    }
    if projection.stdp.is_some() {
        words.push("learns by spike timing".to_owned());
    }
    let words = words.into_iter().map(|word| (format!("  {word}"), theme.text));
    [(projection.name.clone(), source)].into_iter().chain(words).collect()
}
