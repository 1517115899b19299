//! The line of settings that is open: those of the trigger, or of the artificial units.
//!
//! ```text
//!  source v  type edge  slope rising  level -20 mV  hysteresis 5 mV ..
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::instrument::{Field, Scope};
use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Slot};
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "settings",
    slot: Slot::Above(Line {
        screen_min: SCREEN_MIN,
        rows: |shown, width| rows(shown, width).len() as u16,
        ..Line::ONE
    }),
    suits: |shown| !fields(shown).is_empty(),
    missed_as: Some("the settings"),
    render,
    ..PaneDef::PLAIN
};

/// Smallest screen with the line (columns, rows).
const SCREEN_MIN: (u16, u16) = (0, 12);

/// Most rows of the line on a screen of this width (cells). Where it needs more, those up to the
/// chosen setting are shown.
fn rows_max(screen: u16) -> usize {
    if screen < 60 { 1 } else { 2 }
}

fn fields(shown: Shown<'_>) -> Vec<Field> {
    shown.scope().map(Scope::fields).unwrap_or_default()
}

/// The value of a field as it is written.
fn value(field: &Field, has_units: bool) -> String {
    match field {
        Field { value, is_typed: true, .. } => format!("{value}_"),
        Field { value, unit, .. } if has_units && !unit.is_empty() => format!("{value} {unit}"),
        Field { value, .. } => value.clone(),
    }
}

/// Cells that a field needs, the blank behind it included.
fn width(field: &Field, has_units: bool) -> usize {
    field.name.len() + 1 + value(field, has_units).chars().count() + 2
}

/// The fields by row, and whether their units find room: a row is broken where the screen ends.
fn rows(shown: Shown<'_>, screen: u16) -> Vec<(Vec<Field>, bool)> {
    let fields = fields(shown);
    let room = usize::from(screen);
    let needed = |has_units| fields.iter().map(|field| width(field, has_units)).sum::<usize>();
    let has_units = needed(true) <= room;
    let (mut rows, mut left) = (vec![(Vec::new(), has_units)], room);
    for field in fields {
        // The last field of a row needs no blanks behind it.
        let cells = width(&field, has_units);
        if cells - 2 >= left {
            rows.push((Vec::new(), has_units));
            left = room;
        }
        left = left.saturating_sub(cells);
        if let Some((row, _)) = rows.last_mut() {
            row.push(field);
        }
    }
    let is_chosen = |(row, _): &(Vec<Field>, bool)| row.iter().any(|field| field.is_selected);
    let chosen = rows.iter().position(is_chosen).unwrap_or(0);
    let first = (chosen + 1).saturating_sub(rows_max(screen));
    rows.into_iter().skip(first).take(rows_max(screen)).collect()
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let theme = &frame.look.theme;
    for (y, (row, has_units)) in (0..area.height).zip(rows(frame.shown, area.width)) {
        let mut x = 1;
        for field in &row {
            let style: Style = match field.is_selected {
                true => theme.strong.add_modifier(Modifier::REVERSED),
                false => theme.text,
            };
            x = text::put(buf, area, x, y, field.name, theme.dim) + 1;
            x = text::put(buf, area, x, y, &value(field, has_units), style) + 2;
        }
    }
}
