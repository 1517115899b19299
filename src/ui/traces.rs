//! The scope itself: membrane potential, recovery variable, stimulus and artificial units on one time
//! axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::graticule::Graticule;
use super::layout::Panes;
use super::strip::{self, GUTTER, Strip};
use super::theme::Look;
use super::{text, units, unstable};
use crate::engine::Mode;
use crate::instrument::{Moment, Scope};
use crate::scope::{Axis, OffScale, Triggered};
use crate::trace::{Column, Range};

/// What is said of an axis that does not follow what is shown.
const FIXED: &str = "  fixed";
/// Cells of a title's row beside its words.
const TITLE_FRAME: usize = 3;

pub(super) fn render(buf: &mut Buffer, panes: &Panes, app: &Scope, look: &Look) {
    let width = strip::on_time_axis(panes.voltage).width.saturating_sub(GUTTER);
    let graticule = Graticule::new(app.timebase(), app.now_ns(), width);
    let columns = app.picture(graticule.columns);
    let pick = |value: fn(&Column) -> Option<Range>| columns.iter().map(value).collect::<Vec<_>>();

    voltage(buf, panes, &pick(|column| column.v), &graticule, app, look);
    let marks = columns.iter().map(|column| column.unstable_below_mv.is_some());
    unstable::mark(buf, strip::right_of_gutter(strip::timed_body(panes.voltage)), marks, look);
    if let Some(area) = panes.recovery {
        let u = pick(|column| column.u);
        let theme = &look.theme;
        let title =
            format!("u{}, recovery variable", text::unit_in_brackets(&app.situation().neuron));
        text::title(buf, area, &title, theme.recovery, theme.grid);
        let style = trace_look(app, look).theme.recovery;
        let strip = Strip { axis: fitted(&u, None, 4.0), columns: &u, style };
        strip.render(buf, area, &graticule, look);
    }
    let current = pick(|column| column.current);
    stimulus(buf, panes.stimulus, &current, &graticule, app, look);
    if let Some(area) = panes.units {
        units::render(buf, area, &current, &graticule, app, look);
    }
    time_axis(buf, panes.time_axis, &graticule, look);
    if panes.view.is_some() && app.paused() && app.timebase().moves_with_time() {
        cursor(buf, panes, look);
    }
}

/// Marks the last cell of the traces: the moment that a view beside them shows too.
fn cursor(buf: &mut Buffer, panes: &Panes, look: &Look) {
    let x = panes.voltage.right() - 1;
    for pane in [Some(panes.voltage), panes.recovery, Some(panes.stimulus)].into_iter().flatten() {
        for y in pane.y + 1..pane.bottom() {
            let cell = &mut buf[(x, y)];
            if matches!(cell.symbol(), " " | "\u{2508}" | "\u{250a}" | "\u{253c}") {
                cell.set_char('\u{2502}').set_style(look.theme.strong);
            }
        }
    }
    buf[(x, panes.time_axis.y)].set_char('\u{25b2}').set_style(look.theme.strong);
}

fn voltage(
    buf: &mut Buffer,
    panes: &Panes,
    v: &[Option<Range>],
    graticule: &Graticule,
    app: &Scope,
    look: &Look,
) {
    let (theme, area) = (&look.theme, panes.voltage);
    let axis = app.gain().axis();
    let off = OffScale::of(axis, v);
    let title = format!(
        "v (mV)  {} mV/div  {} ms/div",
        text::short(axis.division, 2),
        text::short(app.timebase().ms_per_div(), 3),
    );
    // Where room is scarce the scale is worth more.
    let room = usize::from(area.width).saturating_sub(TITLE_FRAME + title.len());
    let is_said = !app.gain().is_auto() && FIXED.len() <= room;
    let fixed = if is_said { FIXED } else { "" };
    let off = strip::off_scale_words(off);
    let words = [(&*title, theme.voltage), (fixed, theme.dim), (&*off, theme.alarm)];
    text::title_all(buf, area, &words, theme.grid);
    if panes.readout.is_none() {
        back(buf, area, app.moment(), look);
    }
    if let Some(triggered) = app.triggered() {
        text::put_right(buf, area, 0, &trigger_words(triggered), theme.strong);
    }
    let style = trace_look(app, look).theme.voltage;
    Strip { axis, columns: v, style }.render(buf, area, graticule, look);
}

fn stimulus(
    buf: &mut Buffer,
    area: Rect,
    current: &[Option<Range>],
    graticule: &Graticule,
    app: &Scope,
    look: &Look,
) {
    let theme = &look.theme;
    // Of the past the currents are known, and not where they came from.
    let mode = app.engine().mode().filter(|_| !app.moment().is_past());
    let protocol = mode.map(|mode| match mode {
        Mode::Repeat => "protocol, repeating",
        Mode::Once | Mode::Run => "protocol, once",
    });
    let words: Vec<&str> = ["stimulus"].into_iter().chain(protocol).collect();
    let situation = app.situation();
    let unit = text::unit(&situation.neuron);
    let title = text::current_title(situation.constant, &unit, &words, area.width);
    text::title(buf, area, &title, theme.stimulus, theme.grid);
    let axis = fitted(current, Some(0.0), 3.0);
    let style = trace_look(app, look).theme.stimulus;
    Strip { axis, columns: current, style }.render(buf, area, graticule, look);
}

/// The look of what stands on the time axis: that of the past where a triggered picture is old.
pub(super) fn trace_look(app: &Scope, look: &Look) -> Look {
    look.faded_if(matches!(app.triggered(), Some(Triggered::Wait { .. })))
}

/// Whether anything triggers, and if not how old the picture is.
fn trigger_words(triggered: Triggered) -> String {
    match triggered {
        Triggered::Wait { age_ms } => {
            format!(" {} {} s old ", triggered.name(), text::fixed(age_ms / 1000.0, 1))
        }
        Triggered::Auto | Triggered::Trig => format!(" {} ", triggered.name()),
    }
}

/// Tells in the title row of `area` how far in the past the moment shown is.
pub(super) fn back(buf: &mut Buffer, area: Rect, moment: Moment, look: &Look) {
    if moment.is_past() {
        let back = format!(" {} ms back ", text::time(moment.back_ms));
        text::put_right(buf, area, 0, &back, look.theme.strong);
    }
}

/// An axis that holds every value, and `always`.
pub(super) fn fitted(values: &[Option<Range>], always: Option<f64>, divisions: f64) -> Axis {
    let point = |value: f64| Range { low: value as f32, high: value as f32 };
    let bounds = Range::around(values.iter().flatten().copied().chain(always.map(point)));
    let Range { low, high } = bounds.unwrap_or(Range { low: 0.0, high: 1.0 });
    Axis::around(f64::from(low), f64::from(high), divisions)
}

/// Times below the vertical grid lines, as many as find room: below each line, or every second, fifth or
/// tenth of all there ever are, so that none comes or goes as the picture rolls.
pub(super) fn time_axis(buf: &mut Buffer, area: Rect, graticule: &Graticule, look: &Look) {
    let (dim, area) = (look.theme.dim, strip::on_time_axis(area));
    text::put(buf, area, 0, 0, "   ms", dim);
    let Graticule { lines, division_ms, .. } = graticule;
    let decimals = text::decimals(*division_ms, 6);
    let labels: Vec<String> =
        lines.iter().map(|(_, time_ms)| format!("{time_ms:.decimals$}")).collect();
    let widest = labels.iter().map(String::len).max().unwrap_or(0);
    let cells = lines.windows(2).map(|pair| usize::from(pair[1].0 - pair[0].0)).min();
    let has_room = |every: &i64| cells.is_none_or(|cells| cells * *every as usize >= widest + 2);
    let every = [1, 2, 5].into_iter().find(has_room).unwrap_or(10);
    for ((x, time_ms), label) in lines.iter().zip(&labels) {
        let index = (time_ms / division_ms).round() as i64;
        let (start, width) = (GUTTER + x, label.len() as u16);
        if index % every == 0 && start + width <= area.width {
            text::put(buf, area, start, 0, label, dim);
        }
    }
}
