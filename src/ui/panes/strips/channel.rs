//! A channel: the potential of a neuron or a variable of a synapse onto it, and arriving spikes.
//!
//! ```text
//! - 2  post 0  v (mV) ----------------
//!    20 |      |        trace
//!   -60 |______|______
//!    in |  |  | 3|    |   released
//!  fail |   x   2   x     failed
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::shares;
use crate::circuit::{PopulationId, SynapseId};
use crate::desk::Target;
use crate::engine::Site;
use crate::instrument::{Channel, Circuit, Shown, Ticks, Underlay};
use crate::measure::SourceName;
use crate::scope::{Axis, OffScale};
use crate::trace::Range;
use crate::ui::draw::graticule::Graticule;
use crate::ui::draw::plot::COLUMNS;
use crate::ui::draw::strip::{
    Strip, draw_grid, fitted, off_scale_words, on_voltage, right_of_gutter, timed_body,
};
use crate::ui::draw::theme::Look;
use crate::ui::draw::{text, unstable};
use crate::ui::pane::{BELOW_TITLE, Frame, PaneDef, Slot};

/// The pane called `name` of the channel at `INDEX`.
pub(crate) const fn pane<const INDEX: usize>(name: &'static str) -> PaneDef {
    PaneDef {
        name,
        slot: Slot::Strip(|room| shares::channel_rows(room, INDEX)),
        suits: |shown| shown.circuit().is_some_and(|scope| scope.channels()[INDEX].is_on()),
        rolls: BELOW_TITLE,
        target: |area, shown, at| target(area, shown.circuit()?, INDEX, at),
        render: |buf, area, frame| render(buf, area, INDEX, frame),
        ..PaneDef::PLAIN
    }
}

/// Least heights with one row of ticks and with a second one for failures, title included.
const TICKS_MIN: [u16; 2] = [4, 6];

fn render(buf: &mut Buffer, area: Rect, index: usize, frame: &Frame<'_>) {
    let Some(scope) = frame.shown.circuit() else { return };
    let (look, graticule) = (frame.look, &frame.graticule);
    let channel = &scope.channels()[index];
    let population = scope.recipe().population_of(channel.neuron()).unwrap_or(PopulationId::FIRST);
    let style = look.theme.population(population);
    let rows = tick_rows(scope, channel, area.height);
    let columns = scope.channel_picture(index, graticule.columns);
    let axis = axis(scope, channel, &columns);
    let off = off_scale_words(OffScale::of(axis, &columns));
    let underlays = scope.underlays(index, graticule.columns);
    title(buf, area, scope, (index, channel), (style, &underlays, &off), look);
    let mut body = timed_body(area);
    body.height -= rows;
    if rows > 0 {
        let ticks = scope.channel_ticks(index, graticule.columns);
        let area = Rect { y: body.bottom(), height: rows, ..body };
        arrivals(buf, area, &ticks, graticule, look);
    }
    let levels = levels(scope, index);
    Strip { axis, columns: &columns, underlays: &underlays, levels: &levels, style }
        .render_body(buf, body, graticule, look);
    let marks = scope.channel_marks(index, graticule.columns);
    unstable::mark(buf, right_of_gutter(body), marks.into_iter(), look);
    frame.label_moment(buf, area);
}

fn target(area: Rect, scope: Circuit<'_>, index: usize, at: Position) -> Option<Target> {
    let channel = scope.channels().get(index)?;
    if channel.shown() != Shown::Voltage {
        return Some(Target::Strip { channel: Some(index), height: None });
    }
    let mut body = timed_body(area);
    body.height -= tick_rows(scope, channel, area.height);
    Some(on_voltage(body, &scope, index, at))
}

/// The levels of a trigger on the variable that the channel at `index` shows.
fn levels(scope: Circuit<'_>, index: usize) -> Vec<f64> {
    let source = match scope.channels()[index].shown() {
        Shown::Voltage => SourceName::V,
        Shown::Recovery => SourceName::U,
        Shown::Resource | Shown::Utilisation | Shown::Weight => return Vec::new(),
    };
    if index == scope.selected() { scope.trigger_levels(source) } else { Vec::new() }
}

fn axis(scope: Circuit<'_>, channel: &Channel, columns: &[Option<Range>]) -> Axis {
    match channel.shown() {
        Shown::Voltage => scope.controls().gain.axis(),
        Shown::Recovery => fitted(columns, None, 4.0),
        Shown::Resource | Shown::Utilisation => Axis { low: 0.0, high: 1.0, division: 0.5 },
        Shown::Weight => {
            let projection = channel.synapse().map(|synapse| synapse.projection);
            let stdp = projection.and_then(|index| scope.recipe().projections[index].stdp);
            stdp.map_or_else(
                || fitted(columns, Some(0.0), 4.0),
                |stdp| Axis::around(stdp.bounds.0, stdp.bounds.1, 4.0),
            )
        }
    }
}

fn title(
    buf: &mut Buffer,
    area: Rect,
    scope: Circuit<'_>,
    (index, channel): (usize, &Channel),
    (style, underlays, off): (Style, &[Underlay], &str),
    look: &Look,
) {
    let theme = &look.theme;
    let number = format!(" {} ", index + 1);
    let is_selected = index == scope.selected();
    let mark = if is_selected { theme.strong.add_modifier(Modifier::REVERSED) } else { style };
    let name = format!(" {}  ", scope.site_name(Site::Neuron(channel.neuron())));
    let shown = variable_title(scope, channel);
    let taken = [&number, &name, &shown].map(|text| text.chars().count()).iter().sum::<usize>();
    let room = usize::from(area.width).saturating_sub(text::TITLE_FRAME + taken);
    let below = scope.underlay_words(underlays, room);
    text::title_all(
        buf,
        area,
        &[
            (&number, mark),
            (&name, style),
            (&shown, style),
            (&below, theme.dim),
            (off, theme.alarm),
        ],
        theme.grid,
    );
}

/// Name of the displayed variable, with its unit or its synapse.
fn variable_title(scope: Circuit<'_>, channel: &Channel) -> String {
    let name = channel.shown().name();
    match channel.synapse() {
        Some(synapse) if channel.shown().is_of_synapse() => {
            let pre = scope.site_name(Site::Neuron(synapse.pre));
            match channel.synapse_place() {
                (_, 1) => format!("{name}, from {pre}"),
                (place, count) => format!("{name}, from {pre} ({} of {count})", place + 1),
            }
        }
        _ if channel.shown() == Shown::Voltage => format!("{name} (mV)"),
        _ => name.to_owned(),
    }
}

/// Number of rows for ticks: none without a synapse, one if no release can fail or room is short,
/// else one for arrivals with release and one for failures.
fn tick_rows(scope: Circuit<'_>, channel: &Channel, height: u16) -> u16 {
    let fails = |synapse: SynapseId| scope.recipe().projections[synapse.projection].release < 1.0;
    // The variables of a single synapse show its arrivals as steps, and so need no ticks.
    let told = channel.shown().is_of_synapse() && channel.synapse_place().1 == 1;
    match channel.synapse().filter(|_| !told) {
        Some(_) if height < TICKS_MIN[0] => 0,
        Some(synapse) if fails(synapse) && height >= TICKS_MIN[1] => 2,
        Some(_) => 1,
        None => 0,
    }
}

/// Draws a tick or a count in each cell where spikes arrived, by whether transmitter was released.
fn arrivals(buf: &mut Buffer, area: Rect, ticks: &[Ticks], graticule: &Graticule, look: &Look) {
    let theme = &look.theme;
    let cell = |of: fn(&Ticks) -> u32| {
        ticks.chunks(COLUMNS).map(move |cell| cell.iter().map(of).sum::<u32>()).collect::<Vec<_>>()
    };
    let (released, failed) = (cell(|ticks| ticks.released), cell(|ticks| ticks.failed));
    let picture = right_of_gutter(area);
    draw_grid(buf, picture, &[], &graticule.lines, look);
    let mut put = |row: u16, counts: &[u32], one: char, style: Style| {
        for (x, count) in (picture.x..picture.right()).zip(counts) {
            let many = || char::from_digit(*count, 10).unwrap_or('#');
            let glyph = if *count == 1 { one } else { many() };
            if *count > 0 {
                buf[(x, picture.y + row)].set_char(glyph).set_style(style);
            }
        }
    };
    if area.height == 1 {
        // Where a release and a failure share a cell, the release is drawn last.
        put(0, &failed, 'x', theme.alarm);
        put(0, &released, '|', theme.key);
        text::put(buf, area, 0, 0, "   in", theme.dim);
    } else {
        put(0, &released, '|', theme.key);
        put(1, &failed, 'x', theme.alarm);
        text::put(buf, area, 0, 0, "   in", theme.dim);
        text::put(buf, area, 0, 1, " fail", theme.dim);
    }
}
