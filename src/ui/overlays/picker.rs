//! The preset picker: an input line, the matches, and the stimulus of the selected preset.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::widgets::Block;

use super::preview;
use crate::circuit::Recipe;
use crate::desk::Target;
use crate::instrument::Picker;
use crate::keys::{Keymap, PickerAction};
use crate::preset::{Catalog, Pick};
use crate::ui::draw::boxed::{boxed, place};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;

/// Greatest width of the list, border included.
const WIDTH: u16 = 78;
/// Most rows.
const HEIGHT: u16 = 32;
/// Fewest rows with a preview of the stimulus.
const PREVIEW_MIN: u16 = 18;
/// Lines for the description of the selected preset.
const SENTENCE_LINES: u16 = 2;
/// Cells for a name.
const NAME_WIDTH: u16 = 37;
/// Least width for a description behind a name; a shorter piece would be confusing.
const DESCRIPTION_MIN: u16 = 12;

/// Draws the picker over `catalog`; `seed` seeds the noise of previewed stimuli.
pub(crate) fn render(
    buf: &mut Buffer,
    area: Rect,
    picker: &Picker,
    (catalog, seed): (&Catalog, u64),
    (keymap, look): (&Keymap, &Look),
) {
    let theme = &look.theme;
    let matches = picker.matches(catalog);
    let frame = place(area, WIDTH, HEIGHT);
    let actions = [PickerAction::Take, PickerAction::Clear, PickerAction::Close];
    let [take, clear, close] = actions.map(|action| keymap.label(action));
    let head = format!("pick a preset: {take} takes it, {clear} clears, {close} closes");
    let inside = boxed(buf, frame, (&head, ""), theme.strong, theme.grid);
    let filter = format!("> {}_", picker.filter());
    text::put(buf, inside, 0, 0, &filter, theme.key);
    text::put_right(buf, inside, 0, &format!("{} match ", matches.len()), theme.dim);

    let (list, has_preview) = list_area(frame, inside);
    list_matches(buf, list, picker, catalog, &matches, look);
    let Some(choice) = picker.choice(catalog).filter(|_| has_preview) else { return };
    let sentence = Rect { y: list.bottom(), height: SENTENCE_LINES, ..inside };
    let lines = text::wrapped(catalog.description(choice), inside.width - 1, SENTENCE_LINES.into());
    for (y, line) in (0..).zip(&lines) {
        text::put(buf, sentence, 1, y, line, theme.text);
    }
    let below = Rect { y: sentence.bottom(), height: preview::HEIGHT, ..inside };
    match choice {
        Pick::Neuron(index) => {
            let setup = &catalog.neurons[index].preset.subject;
            preview::render(buf, below, setup, seed, look);
        }
        Pick::Circuit(index) => {
            parts(buf, below, &catalog.circuits[index].preset.subject, look);
        }
        Pick::Unread(_) => {
            let line = "read when it is taken: its file, or a table of it, is a large one";
            text::put(buf, below, 1, 1, line, theme.dim);
        }
    }
}

/// The rows for matches of a picker in `frame`, and whether there is a preview below them.
fn list_area(frame: Rect, inside: Rect) -> (Rect, bool) {
    let has_preview = frame.height >= PREVIEW_MIN;
    let below_height = if has_preview { SENTENCE_LINES + preview::HEIGHT } else { 0 };
    let rows = inside.height.saturating_sub(1 + below_height);
    (Rect { y: inside.y + 1, height: rows, ..inside }, has_preview)
}

/// Index of the first match in a list of so many rows.
fn first_match(picker: &Picker, rows: u16) -> usize {
    picker.selected().saturating_sub(usize::from(rows.saturating_sub(1)))
}

/// The match at a place on a screen of size `area`.
pub(crate) fn target(
    area: Rect,
    picker: &Picker,
    catalog: &Catalog,
    at: Position,
) -> Option<Target> {
    let frame = place(area, WIDTH, HEIGHT);
    let (list, _) = list_area(frame, Block::bordered().inner(frame));
    let index = first_match(picker, list.height) + usize::from(at.y.checked_sub(list.y)?);
    (list.contains(at) && index < picker.matches(catalog).len()).then_some(Target::Match(index))
}

/// Draws the matches around the selected one, as many as fit.
fn list_matches(
    buf: &mut Buffer,
    area: Rect,
    picker: &Picker,
    catalog: &Catalog,
    matches: &[Pick],
    look: &Look,
) {
    let theme = &look.theme;
    let rows = usize::from(area.height);
    let first = first_match(picker, area.height);
    let name_width = NAME_WIDTH.min(area.width);
    for (y, (row, pick)) in (0..).zip(matches.iter().enumerate().skip(first).take(rows)) {
        let selected = row == picker.selected();
        let mark = if selected { "> " } else { "  " };
        let style = if selected { theme.strong } else { theme.text };
        let names = Rect { width: name_width, ..area };
        text::put_all(buf, names, 0, y, &[(mark, theme.key), (catalog.name(*pick), style)]);
        if area.width > NAME_WIDTH + DESCRIPTION_MIN {
            text::put(buf, area, NAME_WIDTH + 1, y, catalog.description(*pick), theme.dim);
        }
        if selected {
            let line = Rect { y: area.y + y, height: 1, ..area };
            buf.set_style(line, Modifier::REVERSED);
        }
    }
}

/// Writes the composition of a circuit.
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
