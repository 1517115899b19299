//! The preset picker: a line to type in, what matches, and the stimulus of what is selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use super::theme::Look;
use super::{layout, preview, text};
use crate::app::{Catalog, Pick, Picker};
use crate::circuit::Recipe;

/// Widest list.
const WIDTH: u16 = 76;
/// Most rows.
const HEIGHT: u16 = 32;
/// Fewest rows with a preview of the stimulus.
const PREVIEW_MIN: u16 = 18;
/// Cells for a name.
const NAME_WIDTH: u16 = 36;

/// Draws what of `catalog` matches, with the noise of `seed` where a stimulus has any.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    picker: &Picker,
    (catalog, seed): (&Catalog, u64),
    look: &Look,
) {
    let theme = &look.theme;
    let matches = picker.matches(catalog);
    let frame = layout::overlay(area, WIDTH, HEIGHT);
    Clear.render(frame, buf);
    text::title(buf, frame, "pick a preset: Enter takes it, Esc closes", theme.strong, theme.grid);
    let filter = format!("> {}_", picker.filter());
    text::put(buf, frame, 1, 1, &filter, theme.key);
    text::put_right(buf, frame, 1, &format!("{} match ", matches.len()), theme.dim);

    let preview_height = if frame.height < PREVIEW_MIN { 0 } else { preview::HEIGHT };
    let rows = usize::from(frame.height - 3 - preview_height);
    let first = picker.selected().saturating_sub(rows.saturating_sub(1));
    for (y, (row, pick)) in (2..).zip(matches.iter().enumerate().skip(first).take(rows)) {
        let selected = row == picker.selected();
        let mark = if selected { "> " } else { "  " };
        let style = if selected { theme.strong } else { theme.text };
        text::put_all(buf, frame, 1, y, &[(mark, theme.key), (catalog.name(*pick), style)]);
        text::put(buf, frame, NAME_WIDTH + 2, y, catalog.description(*pick), theme.dim);
        if selected {
            let line = Rect { y: frame.y + y, height: 1, ..frame };
            buf.set_style(line, Modifier::REVERSED);
        }
    }
    let y = frame.bottom() - 1 - preview_height;
    let below = Rect { y, height: preview_height, ..frame };
    match picker.choice(catalog).filter(|_| preview_height > 0) {
        Some(Pick::Neuron(index)) => {
            let setup = &catalog.neurons[index].preset.setup;
            preview::render(buf, below, setup, seed, look);
        }
        Some(Pick::Circuit(index)) => {
            parts(buf, below, &catalog.circuits[index].preset.recipe, look);
        }
        None => {}
    }
    let bottom = Rect { y: frame.bottom() - 1, height: 1, ..frame };
    text::rule(buf, bottom, 0, theme.grid);
}

/// What a circuit is made of, in words.
fn parts(buf: &mut Buffer, area: Rect, recipe: &Recipe, look: &Look) {
    let theme = &look.theme;
    let title = format!("circuit: {}", count(recipe.neurons() as usize, "neuron"));
    text::title(buf, area, &title, theme.text, theme.grid);
    let populations = recipe.populations.iter();
    let populations: Vec<String> =
        populations.map(|population| format!("{} {}", population.count, population.name)).collect();
    let projections = recipe.projections.iter();
    let projections: Vec<&str> = projections.map(|projection| &*projection.name).collect();
    let lines = [("populations", populations.join(", ")), ("projections", projections.join("; "))];
    for (y, (what, parts)) in (1..).zip(&lines) {
        text::put_all(buf, area, 1, y, &[(what, theme.dim), (" ", theme.dim), (parts, theme.text)]);
    }
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
