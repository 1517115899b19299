//! The recovery variable of a neuron.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::units;
use crate::measure::SourceName;
use crate::scope::Page;
use crate::ui::draw::strip::{Strip, fitted};
use crate::ui::draw::text;
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Room, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "recovery variable",
    slot: Slot::Strip(height),
    suits: |shown| shown.neuron().is_some_and(|scope| scope.page() == Page::Recovery),
    rolls: BELOW_TITLE,
    render,
    ..PaneDef::PLAIN
};

/// Height of the lowest screen with this strip (rows).
const SCREEN_MIN: u16 = 16;

/// Two fifths of the rows above the stimulus.
fn height(room: Room<'_>) -> u16 {
    if room.screen.height < SCREEN_MIN {
        return 0;
    }
    units::rows_above(room) * 2 / 5
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (theme, u) = (&frame.look.theme, frame.samples(|column| column.u));
    let title = format!("u{}, recovery variable", text::in_brackets(frame.shown.unit_then()));
    text::title(buf, area, &title, theme.recovery, theme.grid);
    let style = frame.trace_look().theme.recovery;
    let (axis, levels) = (fitted(&u, None, 4.0), levels(frame));
    Strip { axis, columns: &u, underlays: &[], levels: &levels, style }.render(
        buf,
        area,
        &frame.graticule,
        frame.look,
    );
    frame.mark_moment(buf, area);
}

/// The levels of a trigger on the recovery variable.
fn levels(frame: &Frame<'_>) -> Vec<f64> {
    frame.shown.scope().map(|scope| scope.trigger_levels(SourceName::U)).unwrap_or_default()
}
