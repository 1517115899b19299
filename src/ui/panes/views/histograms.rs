//! Histograms of the selected neuron: its intervals, each with the next one, and its spikes in the
//! repeats of its protocol.
//!
//! ```text
//! - intervals (1 ms) ----- n 22 -
//!    12 |.
//!     6 ||
//!     0 ||.|             .|
//!    ms 0       25      50
//! - next interval (ms) ---------
//! - spikes in 12 repeats (5 ms) -
//! - repeats --------------------
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::{Intervals, RepeatedSpikes};
use crate::keys::View;
use crate::measure::BinWidth;
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, Pen};
use crate::ui::draw::strip::below_title;
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "histograms",
    slot: Slot::View { of_moment: true, is_pair: true },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Histograms),
    volatile: WHOLE,
    missed_as: Some("the histograms"),
    render,
    ..PaneDef::PLAIN
};

/// Divisions of an axis, about.
const DIVISIONS: f64 = 4.0;
/// Least rows of a picture: title, five of dots, and its axis.
const HEIGHT_MIN: u16 = 7;
/// Least columns with two pictures side by side.
const TWO_COLUMNS_MIN: u16 = 76;

/// What is shown, in this order as far as there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picture {
    Intervals,
    Pairs,
    Psth,
    Raster,
}

/// All pictures that there is something to show in: where a protocol repeats, that comes before pairs.
fn pictures(has_repeats: bool) -> &'static [Picture] {
    use Picture::{Intervals, Pairs, Psth, Raster};
    if has_repeats { &[Intervals, Psth, Raster, Pairs] } else { &[Intervals, Pairs] }
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let (intervals, repeated) = (scope.intervals(), scope.repeated_spikes());
    let wanted = pictures(repeated.is_some());
    let key = frame.shown.desk().keymap.label(View::NextBins);
    let hint = format!("{key}: other bins");
    let foot = u16::from(area.height > HEIGHT_MIN);
    text::put(buf, area, 1, area.height - 1, &hint[..], look.theme.dim);
    let above = Rect { height: area.height - foot, ..area };
    let places = places(above, wanted.len());
    for (picture, place) in wanted.iter().zip(&places) {
        match (picture, &repeated) {
            (Picture::Intervals, _) => {
                of_intervals(buf, *place, (&intervals, &frame.shown.neuron_suffix()), look);
            }
            (Picture::Pairs, _) => of_pairs(buf, *place, &intervals, scope.bin_width(), look),
            (Picture::Psth, Some(repeated)) => psth(buf, *place, repeated, look),
            (Picture::Raster, Some(repeated)) => raster(buf, *place, repeated, look),
            (Picture::Psth | Picture::Raster, None) => {}
        }
    }
    let left_out = wanted.len() - places.len().min(wanted.len());
    if left_out > 0 {
        let more = format!(" {left_out} more on a larger screen ");
        text::put_right(buf, area, area.height - 1, &more, look.theme.dim);
    }
}

/// Areas for up to `count` pictures.
fn places(area: Rect, count: usize) -> Vec<Rect> {
    let columns = if area.width >= TWO_COLUMNS_MIN && count > 2 { 2 } else { 1 };
    let rows = (area.height / HEIGHT_MIN).clamp(1, (count as u16).div_ceil(columns));
    let (width, height) = (area.width / columns, area.height / rows);
    let place = |row: u16, column: u16| Rect {
        x: area.x + column * width,
        y: area.y + row * height,
        width: width - u16::from(columns > 1 && column == 0),
        height,
    };
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| place(row, column)))
        .take(count)
        .collect()
}

/// How bins are named in a title.
fn bins_name(bins: BinWidth) -> String {
    match bins {
        BinWidth::Ms(width_ms) => format!("bins of {width_ms} ms"),
        BinWidth::Log => "ten bins a decade".to_owned(),
    }
}

/// The place of a time on an axis: its logarithm where bins are logarithmic.
fn on_axis(bins: BinWidth, time_ms: f64) -> f64 {
    match bins {
        BinWidth::Ms(_) => time_ms,
        BinWidth::Log => libm::log10(time_ms.max(1e-9)),
    }
}

/// The axis of times up to the ends of `bins`, and how its places are written.
fn time_axis(bins: BinWidth, low_ms: f64, high_ms: f64) -> (Axis, fn(f64) -> String) {
    match bins {
        BinWidth::Ms(_) => (Axis::around(0.0, high_ms, DIVISIONS), |ms| text::short(ms, 3)),
        BinWidth::Log => {
            let low = libm::floor(on_axis(bins, low_ms));
            let high = libm::ceil(on_axis(bins, high_ms)).max(low + 1.0);
            (Axis { low, high, division: 1.0 }, |lg| text::short(libm::exp10(lg), 3))
        }
    }
}

/// Draws a bar from 0 to the count of each bin; `bins` are edges on the horizontal axis and counts.
fn bars(dots: &mut Dots, bins: &[(f64, f64, f64)], pen: Pen) {
    let at: Vec<f64> = dots.column_values().collect();
    let half = if let [first, second, ..] = *at { 0.5 * (second - first) } else { 0.0 };
    for x in at {
        // Of bins narrower than a column the highest.
        let touches = bins.iter().filter(|(from, to, _)| *to > x - half && *from < x + half);
        let inside = bins.iter().find(|(from, to, _)| (*from..*to).contains(&x));
        let narrow = bins.first().is_some_and(|(from, to, _)| to - from < 2.0 * half);
        let height = match inside {
            Some((_, _, height)) if !narrow => *height,
            _ if narrow => touches.map(|(_, _, height)| *height).fold(0.0, f64::max),
            _ => 0.0,
        };
        if height > 0.0 {
            dots.stroke((x, 0.0), (x, height), 0, pen);
        }
    }
}

fn of_intervals(
    buf: &mut Buffer,
    area: Rect,
    (intervals, suffix): (&Intervals, &str),
    look: &Look,
) {
    let bins = intervals.histogram.bins();
    let title = format!("intervals{suffix}, {}", bins_name(bins));
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    let body = below_title(area);
    if intervals.count == 0 {
        text::put(buf, body, 1, 0, "after two spikes", look.theme.dim);
        return;
    }
    text::put_right(buf, area, 0, &format!(" n {} ", intervals.count), look.theme.strong);
    let rows: Vec<_> = intervals.histogram.rows().collect();
    let low_ms = rows.first().map_or(0.0, |row| row.0);
    let high_ms = rows.last().map_or(1.0, |row| row.1);
    let highest = rows.iter().map(|row| row.2).max().unwrap_or(0);
    let (x, label) = time_axis(bins, low_ms, high_ms);
    let mut dots = Dots::framed_as(
        buf,
        body,
        (x, Axis::around(0.0, highest as f64, DIVISIONS)),
        ("ms", label),
        look,
    );
    let rows: Vec<_> = rows
        .iter()
        .map(|&(from, to, n)| (on_axis(bins, from), on_axis(bins, to), n as f64))
        .collect();
    bars(&mut dots, &rows, pen(look.theme.voltage, '#'));
    dots.show(buf, look);
}

fn pen(style: ratatui::style::Style, glyph: char) -> Pen {
    Pen { style, glyph: Glyph::Plain(glyph), dash: Dash::SOLID }
}

fn of_pairs(buf: &mut Buffer, area: Rect, intervals: &Intervals, bins: BinWidth, look: &Look) {
    let title = "next interval against interval (ms)";
    text::title(buf, area, title, look.theme.strong, look.theme.grid);
    let body = below_title(area);
    if intervals.pairs.is_empty() {
        text::put(buf, body, 1, 0, "after three spikes", look.theme.dim);
        return;
    }
    let all = || intervals.pairs.iter().flat_map(|(one, other)| [*one, *other]);
    let (low_ms, high_ms) = (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max));
    let (both, label) = time_axis(bins, low_ms, high_ms);
    let mut dots = Dots::framed_as(buf, body, (both, both), ("ms", label), look);
    if bins == BinWidth::Log {
        let decades = (both.low as i64..=both.high as i64).map(|decade| decade as f64);
        decades.for_each(|decade| dots.label_row(buf, decade, &label(decade), look));
    }
    dots.line(
        [(both.low, both.low), (both.high, both.high)],
        Pen { style: look.theme.dim, glyph: Glyph::Plain('.'), dash: Dash::Along(1, 3) },
    );
    for (one, next) in &intervals.pairs {
        let at = (on_axis(bins, *one), on_axis(bins, *next));
        dots.point(at, pen(look.theme.voltage, '*'));
    }
    dots.show(buf, look);
}

/// What the repeats are called.
fn repeats_name(repeated: &RepeatedSpikes) -> String {
    let what = if repeated.are_sweeps { "sweep" } else { "repeat" };
    let count = repeated.repeats.len();
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn psth(buf: &mut Buffer, area: Rect, repeated: &RepeatedSpikes, look: &Look) {
    let bins = bins_name(BinWidth::Ms(repeated.bin_ms));
    let title = format!("rate (Hz) over {}, {bins}", repeats_name(repeated));
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    let rows: Vec<_> = repeated
        .psth
        .bins()
        .map(|bin| (bin.from_ms, bin.to_ms, bin.rate_hz.unwrap_or(0.0)))
        .collect();
    let highest = rows.iter().map(|row| row.2).fold(1.0, f64::max);
    let axes =
        (Axis::around(0.0, repeated.duration_ms, DIVISIONS), Axis::around(0.0, highest, DIVISIONS));
    let mut dots = Dots::framed(buf, below_title(area), axes, "ms", look);
    bars(&mut dots, &rows, pen(look.theme.voltage, '#'));
    dots.show(buf, look);
}

fn raster(buf: &mut Buffer, area: Rect, repeated: &RepeatedSpikes, look: &Look) {
    let title = format!("spikes in {}, the latest below", repeats_name(repeated));
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    let count = repeated.repeats.len() as f64;
    let x = Axis::around(0.0, repeated.duration_ms, DIVISIONS);
    let y = Axis { low: -count, high: 0.0, division: count };
    let mut dots = Dots::framed(buf, below_title(area), (x, y), "ms", look);
    dots.label_row(buf, 0.0, "1", look);
    dots.label_row(buf, -count, &text::short(count, 0), look);
    for (row, spikes) in repeated.repeats.iter().enumerate() {
        let y = -(row as f64 + 0.5);
        for at_ms in spikes {
            dots.point((*at_ms, y), pen(look.theme.voltage, '|'));
        }
    }
    dots.show(buf, look);
}
