//! The membrane potential of a neuron.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::{Scope, Underlay};
use crate::measure::SourceName;
use crate::scope::OffScale;
use crate::ui::draw::strip::{Strip, off_scale_words, on_voltage, right_of_gutter, timed_body};
use crate::ui::draw::{text, unstable};
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "membrane potential",
    slot: Slot::LastStrip,
    suits: |shown| shown.neuron().is_some(),
    rolls: BELOW_TITLE,
    target: |area, shown, at| Some(on_voltage(timed_body(area), shown.scope()?, 0, at)),
    render,
    ..PaneDef::PLAIN
};

/// Title text for an axis with a fixed gain.
const FIXED: &str = "  fixed";

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.neuron(), frame.look) else { return };
    let axis = scope.controls().gain.axis();
    let v = frame.samples(|column| column.v);
    let underlays = scope.underlays(0, frame.graticule.columns);
    let off_scale = off_scale_words(OffScale::of(axis, &v));
    title(buf, area, scope, (&underlays, &off_scale), frame);
    let style = frame.trace_look().theme.voltage;
    let levels = scope.trigger_levels(SourceName::V);
    Strip { axis, columns: &v, underlays: &underlays, levels: &levels, style }.render(
        buf,
        area,
        &frame.graticule,
        look,
    );
    let marks = frame.columns().iter().map(|column| column.unstable_below_mv.is_some());
    unstable::mark(buf, right_of_gutter(timed_body(area)), marks, look);
    frame.mark_moment(buf, area);
}

fn title(
    buf: &mut Buffer,
    area: Rect,
    scope: &Scope,
    (underlays, off_scale): (&[Underlay], &str),
    frame: &Frame<'_>,
) {
    let (theme, controls) = (&frame.look.theme, scope.controls());
    let title = format!(
        "v (mV)  {} mV/div  {} ms/div",
        text::short(controls.gain.axis().division, 2),
        text::short(controls.timebase.ms_per_div(), 3),
    );
    // Where room is short, the scale takes precedence.
    let room = usize::from(area.width).saturating_sub(text::TITLE_FRAME + title.len());
    let below = scope.underlay_words(underlays, room);
    let room = room.saturating_sub(below.chars().count());
    let is_said = !controls.gain.is_auto() && FIXED.len() <= room;
    let fixed = if is_said { FIXED } else { "" };
    let words = [
        (&*title, theme.voltage),
        (&*below, theme.dim),
        (fixed, theme.dim),
        (off_scale, theme.alarm),
    ];
    text::title_all(buf, area, &words, theme.grid);
    frame.label_moment(buf, area);
}
