//! The raster: a dot for each spike, a band for each population, the first neuron at the top.
//!
//! ```text
//! - raster  1000 neurons ---
//!     0 |. :.   ' : .:  :
//!     E 1: .  : : '  .:   .
//!   799 |' :    .'   :  '
//!     I 2 .:. :   : :   .:
//! ```

mod bands;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::shares;
use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::instrument::{Channel, Circuit, Scope, Zoom};
use crate::scope::Page;
use crate::ui::draw::plot::{BRAILLE, COLUMNS, ROWS, glyph};
use crate::ui::draw::strip::{GUTTER, draw_event, draw_grid, right_of_gutter, timed_body};
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Room, Slot};
use bands::{Band, bands};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "raster",
    slot: Slot::Strip(height),
    suits: |shown| match shown.neuron() {
        Some(scope) => scope.page() == Page::Spectrum,
        None => shown.circuit().is_some(),
    },
    rolls: BELOW_TITLE,
    render,
    ..PaneDef::PLAIN
};

/// Neurons that share a row of dots where a column is 1 ms: at a few spikes per second, a third of
/// the dots are set and rhythms show as stripes.
const CROWD_MS: f64 = 44.0;
/// Width of a label (characters); the rest of the gutter holds a channel's number.
const LABEL: usize = GUTTER as usize - 2;
/// Spikes examined per column: for each dot that can be set, and the total limit.
const SPIKES_PER_DOT: usize = 8;
const SPIKES_MAX: usize = 4096;

/// Rows for the spikes of a single neuron, title included.
const ROW_HEIGHT: u16 = 2;

/// A single neuron's row of spikes stands beside its spectrum, if the spectrum has room.
fn height(room: Room<'_>) -> u16 {
    let alone = if room.has_view { ROW_HEIGHT } else { 0 };
    shares::heights(room).map_or(alone, |heights| heights.raster)
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    if let Some(scope) = frame.shown.circuit() {
        of_circuit(buf, area, scope, frame);
    } else if let Some(scope) = frame.shown.neuron() {
        of_neuron(buf, area, scope, frame);
    }
}

/// Draws the row of spikes of a single neuron.
fn of_neuron(buf: &mut Buffer, area: Rect, scope: &Scope, frame: &Frame<'_>) {
    let (look, graticule) = (frame.look, &frame.graticule);
    text::title(buf, area, "raster  1 neuron", look.theme.text, look.theme.grid);
    let body = timed_body(area);
    let picture = right_of_gutter(body);
    let (population, neurons) = (PopulationId::FIRST, NeuronId::FIRST..NeuronId::new(1));
    let band = Band { population, neurons, rows: 0..body.height, stride: 1 };
    draw_grid(buf, picture, &[], &graticule.lines, look);
    draw_event(buf, picture, graticule, look);
    dots(buf, picture, scope, &[band], look);
}

/// Draws a band for each population.
fn of_circuit(buf: &mut Buffer, area: Rect, scope: Circuit<'_>, frame: &Frame<'_>) {
    let (look, graticule) = (frame.look, &frame.graticule);
    let theme = &look.theme;
    let body = timed_body(area);
    let shown = scope.shown_neurons();
    let mut title = title(scope, &shown);
    let mut bands = bands(scope.recipe(), shown, body.height);
    let column_ms = scope.controls().timebase.column_ns(graticule.columns).to_ms();
    bands.iter_mut().for_each(|band| band.thin_out((CROWD_MS / column_ms).max(1.0) as u32));
    match bands.iter().map(|band| band.stride).max() {
        None | Some(1) => {}
        Some(2) => title.push_str(", every other one"),
        Some(stride) => title.push_str(&format!(", every {}", ordinal(stride))),
    }
    text::title(buf, area, &title, theme.text, theme.grid);
    let marks = marks(scope, &bands);
    let marked: Vec<u16> = marks.iter().map(|(_, row)| *row).collect();
    for band in &bands {
        label(buf, body, band, &marked, scope.recipe(), look);
    }
    for (index, row) in marks {
        let selected = index == scope.selected();
        let modifier = if selected { Modifier::REVERSED } else { Modifier::empty() };
        let style = look.theme.strong.add_modifier(modifier);
        text::put(buf, body, GUTTER - 1, row, &(index + 1).to_string(), style);
    }
    let picture = right_of_gutter(body);
    draw_grid(buf, picture, &[], &graticule.lines, look);
    draw_event(buf, picture, graticule, look);
    dots(buf, picture, &scope, &bands, look);
    // The note beside the title leaves a piece of rule in between.
    let taken = (title.chars().count() as u16 + 4).min(area.width);
    let rest = Rect { x: area.x + taken, width: area.width - taken, ..area };
    label_known_since(buf, rest, scope, graticule.columns, look);
    frame.label_moment(buf, area);
}

fn title(scope: Circuit<'_>, shown: &Range<NeuronId>) -> String {
    let count = NeuronId::count(shown);
    let plural = if count == 1 { "" } else { "s" };
    let population = &scope.recipe().population(scope.selected_population()).name;
    match scope.zoom() {
        Zoom::All => format!("raster  {count} neuron{plural}"),
        Zoom::Population => format!("raster  {count} neuron{plural} of {population}"),
        Zoom::Neighbours => {
            format!("raster  neurons {} to {}, {population}", shown.start, last_of(shown))
        }
    }
}

/// Writes the population's name at the middle of its band, and the numbers of the first and last
/// neuron if they fit.
fn label(buf: &mut Buffer, body: Rect, band: &Band, marked: &[u16], recipe: &Recipe, look: &Look) {
    let mut put = |row: u16, text: &str, style: Style| {
        // A long label keeps a blank before a channel's number.
        let room = if marked.contains(&row) { LABEL } else { LABEL + 1 };
        let place = Rect { width: room as u16, ..body };
        text::put(buf, place, 0, row, &format!("{text:>LABEL$}"), style);
    };
    let style = look.theme.population(band.population);
    let name = &*recipe.population(band.population).name;
    let (rows, neurons) = (band.rows.end - band.rows.start, band.count());
    if neurons > 1 && u32::from(rows) >= neurons {
        // Each neuron has rows of its own.
        let each = rows / neurons as u16;
        for (place, number) in (0..).zip(NeuronId::numbers(&band.neurons)) {
            let neuron = NeuronId::new(number);
            let row = band.rows.start + place * each + (each - 1) / 2;
            put(row, &neuron_label(recipe, band.population, neuron), style);
        }
        return;
    }
    put(band.rows.start + (rows - 1) / 2, name, style);
    if rows >= 3 && neurons > 1 {
        put(band.rows.start, &number(band.neurons.start), look.theme.dim);
        put(band.rows.end - 1, &number(last_of(&band.neurons)), look.theme.dim);
    }
}

/// A neuron's index in its population, preceded by the population's name if that is short.
fn neuron_label(recipe: &Recipe, population: PopulationId, neuron: NeuronId) -> String {
    let place = neuron.places_after(recipe.range(population).start);
    let name = &recipe.population(population).name;
    let full = format!("{name} {place}");
    if full.chars().count() <= LABEL { full } else { number(neuron) }
}

/// A neuron's number in at most four characters.
fn number(neuron: NeuronId) -> String {
    let number = neuron.number();
    if number < 10_000 { number.to_string() } else { format!("{}k", number / 1000) }
}

/// The number of the last of `neurons`.
fn last_of(neurons: &Range<NeuronId>) -> NeuronId {
    NeuronId::new(neurons.end.number() - 1)
}

/// Channel indices with the rows of their neurons. Of channels in one row the last listed is
/// visible: the selected one, else the first.
fn marks(scope: Circuit<'_>, bands: &[Band]) -> Vec<(usize, u16)> {
    let channels = scope.channels().iter().enumerate().filter(|(_, channel)| channel.is_on());
    let row = |(index, channel): (usize, &Channel)| {
        let band = bands.iter().find(|band| band.neurons.contains(&channel.neuron()))?;
        let (first, last) = band.dots(channel.neuron());
        Some((index, ((first + last) / 2 / ROWS) as u16))
    };
    let mut marks: Vec<(usize, u16)> = channels.rev().filter_map(row).collect();
    marks.sort_by_key(|(index, _)| *index == scope.selected());
    marks
}

fn dots(buf: &mut Buffer, picture: Rect, scope: &Scope, bands: &[Band], look: &Look) {
    let columns = usize::from(picture.width) * COLUMNS;
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else { return };
    let shown = first.neurons.start..last.neurons.end;
    let width = usize::from(picture.width);
    let mut cells = vec![0u8; width * usize::from(picture.height)];
    let timebase = &scope.controls().timebase;
    let column_ns = timebase.column_ns(columns);
    // If only some neurons are shown, the search must not skip any of their spikes.
    let part = (scope.engine().subject().neurons() / NeuronId::count(&shown).max(1)) as usize;
    let stride = bands.iter().map(|band| band.stride as usize).max().unwrap_or(1);
    let dots = ROWS * usize::from(picture.height) * (part + 1) * stride;
    let most = (SPIKES_PER_DOT * dots).min(SPIKES_MAX);
    for span in timebase.spans(scope.now_ns(), columns) {
        let window = (span.start_ns, column_ns, span.columns);
        scope.raster().visit(window, most, |column, neuron| {
            if !shown.contains(&neuron) {
                return;
            }
            let place = bands.partition_point(|band| band.neurons.end <= neuron);
            let (band, column) = (&bands[place], span.column + column);
            if !band.draws(neuron) {
                return;
            }
            let (first, last) = band.dots(neuron);
            for row in first..=last {
                cells[row / ROWS * width + column / COLUMNS] |=
                    BRAILLE[row % ROWS][column % COLUMNS];
            }
        });
    }
    for band in bands {
        let style = look.theme.population(band.population);
        for y in band.rows.clone() {
            let row = &cells[usize::from(y) * width..][..width];
            for (x, bits) in (0..).zip(row).filter(|(_, bits)| **bits != 0) {
                let cell = &mut buf[(picture.x + x, picture.y + y)];
                cell.set_char(glyph(*bits, look.marker)).set_style(style);
            }
        }
    }
}

/// Writes from which time on all spikes are stored, if the picture begins earlier.
fn label_known_since(
    buf: &mut Buffer,
    area: Rect,
    scope: Circuit<'_>,
    columns: usize,
    look: &Look,
) {
    let engine = scope.engine();
    let from_ns = scope.raster().complete_from_ns();
    let from_ms = from_ns.to_ms();
    let spans = scope.controls().timebase.spans(scope.now_ns(), columns);
    let begins_before = spans.iter().any(|span| span.start_ns < from_ns);
    if begins_before && from_ms > engine.clock().time_ms(engine.origin()) {
        let texts = ["complete from", "from"].map(|words| format!(" {words} {from_ms:.0} ms on "));
        let fits = |text: &&String| text.chars().count() <= usize::from(area.width);
        if let Some(text) = texts.iter().find(fits) {
            text::put_right(buf, area, 0, text, look.theme.strong);
        }
    }
}

/// `number` as an ordinal, as in `every 21st`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_spoken() {
        let read = [2, 3, 4, 11, 12, 13, 21, 22, 33, 111, 239].map(ordinal);
        let spoken =
            ["2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "33rd", "111th", "239th"];
        assert_eq!(read, spoken);
    }
}
