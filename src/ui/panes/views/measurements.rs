//! What is measured of the selected neuron, and of a circuit's populations.
//!
//! ```text
//! - measurements of E:0 --------------------------
//!              now   mean    min    max     sd   n
//! isi ms     44.81  43.03  25.16  44.82   5.65  11
//! cv                0.131                       11
//! bursts: isi < 10 ms
//! spikes      4.00   4.60   4.00   7.00   1.20   5
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::engine::Site;
use crate::instrument::{Circuit, Scope};
use crate::measure::{Bins, BurstRule, Figure, Measured, Quantity};
use crate::scope::Page;
use crate::ui::draw::strip::below_title;
use crate::ui::draw::text::{self, fixed, put, put_right, short};
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "measurements",
    slot: Slot::View { of_moment: true, is_pair: false },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Measurements),
    volatile: WHOLE,
    missed_as: Some("the measurements"),
    render,
    ..PaneDef::PLAIN
};

/// Names of the columns.
const COLUMNS: [&str; 6] = ["now", "mean", "min", "max", "sd", "n"];
/// Least width of a view with a margin and with more decimals (cells).
const WIDE_MIN: u16 = 52;

/// Least width of a view with all columns (cells); a narrower one, beside another column, leaves out
/// the newest value and the standard deviation.
const ALL_MIN: u16 = 43;

/// A line of the table.
enum Line {
    /// A quantity: its name and unit, and its values with at most that many decimals.
    Values(String, Figure, usize),
    /// A quantity with one value, which has that many decimals.
    Value(String, Figure, usize),
    /// What the lines below have in common.
    Heading(String),
}

/// The columns of the table.
struct Columns {
    /// Cells before the first column.
    names: u16,
    /// The right end of each column.
    ends: [u16; 6],
    is_wide: bool,
}

impl Columns {
    fn within(width: u16) -> Self {
        let is_wide = width >= WIDE_MIN;
        let names = if is_wide { 16 } else { 10 };
        let cells = match width {
            WIDE_MIN.. => [(width - names) / 6; 6],
            // Standard deviations and numbers are shorter than the rest.
            ALL_MIN.. => [6, 6, 6, 6, 5, 5],
            _ => [0, 6, 7, 7, 0, 5],
        };
        let mut end = names;
        let ends = cells.map(|cells| {
            end += cells;
            end.min(width)
        });
        Self { names, ends, is_wide }
    }

    /// Cells of a column, with a blank before them.
    fn room(&self, column: usize) -> usize {
        let start = if column == 0 { self.names } else { self.ends[column - 1] };
        usize::from(self.ends[column].saturating_sub(start + 1))
    }

    /// Whether the view is wide enough for a column.
    fn has(&self, column: usize) -> bool {
        self.room(column) > 0
    }

    /// A number with as many decimals as its column has room for.
    fn number(&self, column: usize, value: f64, decimals: usize) -> String {
        let mut texts = (0..=decimals).rev().map(|decimals| fixed(value, decimals));
        let fits = |text: &String| text.chars().count() <= self.room(column);
        texts.find(fits).unwrap_or_else(|| fixed(value, 0))
    }
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let theme = &look.theme;
    text::title(buf, area, &title(scope), theme.strong, theme.grid);
    let mut lines = of_neuron(scope.measured().as_ref());
    lines.extend(scope.circuit().into_iter().flat_map(of_circuit));
    draw(buf, below_title(area), &lines, look);
}

/// The title, with the neuron of a circuit and the gate.
fn title(scope: &Scope) -> String {
    let of = scope.circuit().map_or_else(String::new, |circuit| {
        let site = Site::Neuron(circuit.selected_neuron());
        format!(" of {}", circuit.site_name(site))
    });
    let gate = if scope.cursors().is_some() { ", gate A..B" } else { "" };
    format!("measurements{of}{gate}")
}

/// The quantities of one neuron; all without values if nothing is known.
fn of_neuron(measured: Option<&Measured>) -> Vec<Line> {
    let line = |quantity: Quantity| {
        let figure = measured.map_or_else(Figure::default, |it| it.figure(quantity));
        let name = quantity.name().trim_start_matches("burst_");
        let name = format!("{name} {}", quantity.unit()).trim_end().to_owned();
        match quantity {
            Quantity::Cv | Quantity::Cv2 | Quantity::Lv => Line::Value(name, figure, 3),
            Quantity::BurstDuty => Line::Values(name, figure, 3),
            Quantity::BurstSpikes => Line::Values(name, figure, 1),
            _ => Line::Values(name, figure, 2),
        }
    };
    let of_bursts = [Quantity::BurstSpikes, Quantity::BurstLength, Quantity::BurstDuty];
    let of_train = Quantity::ALL.into_iter().filter(|quantity| !of_bursts.contains(quantity));
    let heading = Line::Heading(bursts(measured.map(Measured::burst_rule)));
    of_train.map(line).chain([heading]).chain(of_bursts.map(line)).collect()
}

/// The rule by which bursts are told apart.
fn bursts(rule: Option<BurstRule>) -> String {
    match rule {
        None => "bursts".to_owned(),
        Some(BurstRule::Short) => format!("bursts: isi < {:.0} ms", BurstRule::SHORT_MS),
        Some(BurstRule::Valley { below_ms }) => {
            format!("bursts: isi < {} ms, the valley of log isi", short(below_ms, 1))
        }
    }
}

/// What the neurons of a circuit have in common, and the rates of its populations.
fn of_circuit(circuit: Circuit<'_>) -> Vec<Line> {
    let (measured, recipe) = (circuit.measured_bins(), circuit.recipe());
    let of = |figure: &dyn Fn(&Bins, f64) -> Figure| {
        measured.as_ref().map_or_else(Figure::default, |(bins, until_ms)| figure(bins, *until_ms))
    };
    let mut lines = vec![
        Line::Value("fano".to_owned(), of(&Bins::fano), 3),
        Line::Value("synchrony".to_owned(), of(&Bins::synchrony), 4),
    ];
    lines.extend(recipe.population_ids().map(|population| {
        let name = format!("rate {} Hz", recipe.population(population).name);
        Line::Values(name, of(&|bins, until_ms| bins.rate(population, until_ms)), 2)
    }));
    lines
}

fn draw(buf: &mut Buffer, area: Rect, lines: &[Line], look: &Look) {
    let theme = &look.theme;
    let columns = Columns::within(area.width);
    for (column, name) in COLUMNS.into_iter().enumerate() {
        cell(buf, area, (&columns, column, 0), name, theme.dim);
    }
    let room = usize::from(area.height.saturating_sub(1));
    let shown = if lines.len() > room { room.saturating_sub(1) } else { room };
    let margin = u16::from(columns.is_wide);
    for (y, line) in (1..).zip(lines.iter().take(shown)) {
        let (name, figure, decimals) = match line {
            Line::Heading(heading) => {
                put(buf, area, margin, y, heading, theme.dim);
                continue;
            }
            Line::Values(name, figure, decimals) => (name, *figure, *decimals),
            Line::Value(name, figure, decimals) => (name, *figure, *decimals),
        };
        let names = Rect { width: columns.names.min(area.width), ..area };
        put(buf, names, margin, y, name, theme.text);
        let Figure { n, now, mean, sd, min, max } = figure;
        for (column, value) in [now, mean, min, max, sd].into_iter().enumerate() {
            if matches!(line, Line::Value(..)) && COLUMNS[column] != "mean" {
                continue;
            }
            let number = |value| columns.number(column, value, decimals);
            let text = value.map_or_else(|| "-".to_owned(), number);
            cell(buf, area, (&columns, column, y), &text, theme.text);
        }
        cell(buf, area, (&columns, 5, y), &count(n, columns.room(5)), theme.dim);
    }
    if lines.len() > shown {
        let more = format!("and {} more", lines.len() - shown);
        put(buf, area, margin, area.height.saturating_sub(1), &more, theme.dim);
    }
}

/// Puts a text at the right end of a column.
fn cell(
    buf: &mut Buffer,
    area: Rect,
    (columns, column, y): (&Columns, usize, u16),
    text: &str,
    style: Style,
) {
    let place = Rect { width: columns.ends[column].min(area.width), ..area };
    if columns.has(column) {
        put_right(buf, place, y, text, style);
    }
}

/// A number of values in at most `room` cells.
fn count(n: u64, room: usize) -> String {
    let text = n.to_string();
    match text.len() <= room {
        true => text,
        false if n < 1_000_000 => format!("{}k", n / 1000),
        false => format!("{}M", n / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_apart_at_every_width() {
        for width in 35..=120 {
            let columns = Columns::within(width);
            let rooms: Vec<usize> = (0..6).map(|column| columns.room(column)).collect();
            let shown = rooms.iter().filter(|room| **room > 0);
            assert!(shown.clone().count() >= 4, "{width}: {rooms:?}");
            assert!(shown.clone().all(|room| *room >= 3), "{width}: {rooms:?}");
            assert!(columns.has(1) && columns.has(5), "mean and number at {width}");
        }
    }
}
