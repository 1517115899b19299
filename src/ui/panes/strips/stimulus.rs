//! The external current: into a neuron, or at the site in a circuit where keys inject.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::engine::Mode;
use crate::instrument::{Circuit, Scope};
use crate::measure::SourceName;
use crate::scope::Axis;
use crate::trace::Range;
use crate::ui::draw::strip::{Strip, fitted};
use crate::ui::draw::text;
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Room, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "stimulus",
    slot: Slot::Strip(height),
    suits: |shown| shown.is_scope(),
    rolls: BELOW_TITLE,
    render,
    ..PaneDef::PLAIN
};

/// Label of a fired protocol.
const ONCE: &str = "protocol, once";

fn height(room: Room<'_>) -> u16 {
    match room.shown.circuit() {
        Some(_) => (room.rows / 7).clamp(3, 6),
        // Two labels still fit on a screen of 24 rows that has the read-out line.
        None => ((room.rows + 1) / 5).clamp(3, 9),
    }
}

/// Rows for the other strips, without the time axis.
pub(crate) fn rows_beside(room: Room<'_>) -> u16 {
    room.rows - height(room) - 1
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    if let Some(scope) = frame.shown.neuron() {
        of_neuron(buf, area, scope, frame);
    } else if let Some(scope) = frame.shown.circuit() {
        of_circuit(buf, area, scope, frame);
    }
    frame.mark_moment(buf, area);
}

fn of_neuron(buf: &mut Buffer, area: Rect, scope: &Scope, frame: &Frame<'_>) {
    // Traces keep past currents but not their sources.
    let mode = scope.engine().mode().filter(|_| !frame.shown.moment().is_past());
    let protocol = mode.map(|mode| match mode {
        Mode::Repeat => "protocol, repeating",
        Mode::Once | Mode::Run => ONCE,
    });
    let words: Vec<&str> = ["stimulus"].into_iter().chain(protocol).collect();
    let unit = text::unit_of(frame.shown.unit_then());
    let title = text::current_title(scope.situation().constant, &unit, &words, area.width);
    let current = frame.samples(|column| column.current);
    draw(buf, area, &title, (fitted(&current, Some(0.0), 3.0), &current), frame);
}

fn of_circuit(buf: &mut Buffer, area: Rect, scope: Circuit<'_>, frame: &Frame<'_>) {
    let unit = text::unit_of(frame.shown.unit_then());
    let site = format!("into {}", scope.site_name(scope.site()));
    let fires = scope.engine().is_firing(scope.site()) && !frame.shown.moment().is_past();
    let words: Vec<&str> = [&*site].into_iter().chain(fires.then_some(ONCE)).collect();
    let title = text::current_title(scope.constant(), &unit, &words, area.width);
    let current = scope.stimulus(frame.graticule.columns);
    // The axis of a current that is all zero starts at 0 and does not zoom in on rounding.
    let nothing = current.iter().flatten().all(|range| range.low == 0.0 && range.high == 0.0);
    let axis = if nothing { Axis::around(0.0, 1.0, 1.0) } else { fitted(&current, Some(0.0), 3.0) };
    draw(buf, area, &title, (axis, &current), frame);
}

fn draw(
    buf: &mut Buffer,
    area: Rect,
    title: &str,
    (axis, columns): (Axis, &[Option<Range>]),
    frame: &Frame<'_>,
) {
    let theme = &frame.look.theme;
    text::title(buf, area, title, theme.stimulus, theme.grid);
    let style = frame.trace_look().theme.stimulus;
    // The stimulus of a circuit is what comes from outside alone; the trigger's signal is the whole current.
    let levels = frame.shown.neuron().map(|scope| scope.trigger_levels(SourceName::Current));
    let levels = levels.unwrap_or_default();
    Strip { axis, columns, underlays: &[], levels: &levels, style }.render(
        buf,
        area,
        &frame.graticule,
        frame.look,
    );
}
