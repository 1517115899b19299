//! The tiles of a gallery page, one per neuron:
//!
//! ```text
//! > A tonic-spiking ---------- spikes 5
//!  membrane potential
//!  stimulus
//!  -72..30 mV  I 0..14     |-----| 20 ms
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::desk::Target;
use crate::gallery::{Grid, Tile};
use crate::scope::{Axis, ladder_down};
use crate::trace::{Column, Range};
use crate::ui::draw::theme::Look;
use crate::ui::draw::{plot, text, unstable};
use crate::ui::pane::{Frame, PaneDef, Slot};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "tiles",
    slot: Slot::Middle,
    suits: |shown| shown.gallery().is_some(),
    target,
    render,
    ..PaneDef::PLAIN
};

/// Blank cells to the left and to the right of a plot.
const MARGINS: (u16, u16) = (1, 2);
/// Columns left blank ahead of the pen.
const PEN_GAP: usize = 3;
/// Largest share of the width for the scale bar.
const BAR_SHARE: f64 = 0.25;

/// Draws the tiles of the page and marks the selected one.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let Some(gallery) = frame.shown.gallery() else { return };
    let places = gallery.grid().places();
    let first = gallery.page().0 * places;
    let shown = gallery.tiles().iter().enumerate().skip(first).take(places);
    for (place, (index, tile)) in shown.enumerate() {
        let place = tile_area(area, gallery.grid(), place);
        draw(buf, place, tile, index == gallery.selected(), frame.look);
    }
}

/// The tile at a place.
fn target(area: Rect, shown: Shown<'_>, at: Position) -> Option<Target> {
    let gallery = shown.gallery()?;
    let places = gallery.grid().places();
    let place = (0..places).find(|place| tile_area(area, gallery.grid(), *place).contains(at))?;
    let index = gallery.page().0 * places + place;
    (index < gallery.tiles().len()).then_some(Target::Tile(index))
}

/// The area of the tile at index `place` of a page.
fn tile_area(middle: Rect, grid: Grid, place: usize) -> Rect {
    let (columns, rows) = (grid.columns as u16, grid.rows as u16);
    let (column, row) = (place as u16 % columns, place as u16 / columns);
    let (left, right) = (middle.width * column / columns, middle.width * (column + 1) / columns);
    // Equal heights keep the plots comparable.
    let height = middle.height / rows;
    Rect { x: middle.x + left, y: middle.y + row * height, width: right - left, height }
}

fn draw(buf: &mut Buffer, area: Rect, tile: &Tile, selected: bool, look: &Look) {
    let inner = Rect {
        x: area.x + MARGINS.0,
        width: area.width.saturating_sub(MARGINS.0 + MARGINS.1),
        ..area
    };
    if area.height < 4 || inner.width == 0 {
        return;
    }
    title(buf, area, tile, selected, look);
    let stimulus_height = (area.height / 5).clamp(1, 4);
    let voltage = Rect { y: area.y + 1, height: area.height - 2 - stimulus_height, ..inner };
    let stimulus = Rect { y: voltage.bottom(), height: stimulus_height, ..inner };
    let scales = Rect { y: stimulus.bottom(), height: 1, ..inner };

    let Some((v, current)) = tile.sweep().bounds() else { return };
    let mut picture = tile.sweep().picture(usize::from(inner.width) * plot::COLUMNS);
    leave_gap(&picture.fresh, &mut picture.stale);
    let theme = &look.theme;
    let traces: [(Rect, Axis, Style, Pick); 2] = [
        (voltage, axis(v), theme.voltage, |column| column.v),
        (stimulus, axis(current), theme.stimulus, |column| column.current),
    ];
    for (area, axis, style, pick) in traces {
        for (columns, style) in [(&picture.stale, theme.dim), (&picture.fresh, style)] {
            let columns: Vec<_> = columns.iter().map(pick).collect();
            plot::trace(buf, area, axis, &columns, style, look.marker);
        }
    }
    for columns in [&picture.stale, &picture.fresh] {
        let marks = columns.iter().map(|column| column.unstable_below_mv.is_some());
        unstable::mark(buf, voltage, marks, look);
    }
    let unit = text::unit(&tile.exhibit().preset.subject.cell.neuron);
    ranges(buf, scales, v, (current, &unit), look);
    time_bar(buf, scales, tile.duration_ms(), look);
}

/// Selects one variable of a column.
type Pick = fn(&Column) -> Option<Range>;

/// Blanks those `stale` columns that the pen, at the end of the `fresh` ones, is about to
/// overwrite.
fn leave_gap(fresh: &[Column], stale: &mut [Column]) {
    let Some(pen) = fresh.iter().rposition(|column| column.v.is_some()) else { return };
    let gap = stale.iter_mut().skip(pen).take(PEN_GAP + 1);
    gap.for_each(|column| *column = Column::default());
}

fn title(buf: &mut Buffer, area: Rect, tile: &Tile, selected: bool, look: &Look) {
    let theme = &look.theme;
    let (mark, style) = match selected {
        true => ("> ", theme.strong.add_modifier(Modifier::REVERSED)),
        false => ("  ", theme.strong),
    };
    let row = Rect { height: 1, ..area };
    let words = Words::of(tile, usize::from(row.width));
    let name = [(mark, theme.key), (&*words.label, theme.key), (&*words.name, style)];
    let x = text::put_all(buf, row, 0, 0, &name);
    let end = row.width.saturating_sub(words.count.chars().count() as u16);
    let rule = "\u{2500}".repeat(usize::from(end.saturating_sub(x + 2)));
    text::put(buf, row, x + 1, 0, &rule, theme.grid);
    let alarms = tile.engine().halt().is_some() || tile.sweep().unstable_below_mv().is_some();
    let style = if alarms { theme.alarm } else { theme.voltage };
    text::put(buf, row, end.max(x + 1), 0, &words.count, style);
}

/// The texts of a title.
struct Words {
    label: String,
    name: String,
    count: String,
}

impl Words {
    /// The texts for `width` cells. Where room is short, a star replaces the suffix that tells an
    /// `-exact` preset from its original, and the spike count loses its label.
    fn of(tile: &Tile, width: usize) -> Self {
        let exhibit = tile.exhibit();
        let name = exhibit.preset.name();
        let spikes = tile.spikes();
        let count = match tile.engine().halt() {
            Some(_) => "stopped ".to_owned(),
            None => format!("spikes {spikes:<2}"),
        };
        let words = Self { label: format!("{} ", exhibit.label), name: name.to_owned(), count };
        if words.fit(width) {
            return words;
        }
        let words = match name.strip_suffix("-exact") {
            Some(name) => {
                Self { label: format!("{}* ", exhibit.label), name: name.to_owned(), ..words }
            }
            None => words,
        };
        if words.fit(width) || tile.engine().halt().is_some() {
            return words;
        }
        Self { count: format!("{spikes:<2}"), ..words }
    }

    fn fit(&self, width: usize) -> bool {
        let texts = [&self.label, &self.name, &self.count];
        // Add the selection mark, and a blank between name and count.
        3 + texts.iter().map(|text| text.chars().count()).sum::<usize>() <= width
    }
}

/// The tightest axis that holds `range`.
fn axis(range: Range) -> Axis {
    let (low, high) = (f64::from(range.low), f64::from(range.high));
    // The axis of a constant value needs some length, too.
    let high = if high > low { high } else { low + 1.0 };
    Axis { low, high, division: high - low }
}

/// Writes the bounds of the plotted values with their units.
fn ranges(buf: &mut Buffer, area: Rect, v: Range, current: (Range, &str), look: &Look) {
    let theme = &look.theme;
    let between = |range: Range, decimals| {
        let short = |value: f32| text::short(f64::from(value), decimals);
        format!("{}..{}", short(range.low), short(range.high))
    };
    let (current, unit) = current;
    let v = format!("{} mV", between(v, 0));
    let current = format!("  I {}{unit}", between(current, 2));
    text::put_all(buf, area, 0, 0, &[(&*v, theme.dim), (&*current, theme.dim)]);
}

/// Draws a scale bar that represents a round number of milliseconds.
fn time_bar(buf: &mut Buffer, area: Rect, duration_ms: f64, look: &Look) {
    let bar_ms = ladder_down(duration_ms * BAR_SHARE * 1.001, f64::MIN_POSITIVE);
    let cells = (bar_ms / duration_ms * f64::from(area.width)).round() as usize;
    let label = format!(" {} ms", text::short(bar_ms, 3));
    let bar = match cells {
        0 | 1 => return,
        cells => format!("\u{251c}{}\u{2524}{label}", "\u{2500}".repeat(cells - 2)),
    };
    text::put_right(buf, area, 0, &bar, look.theme.dim);
}
