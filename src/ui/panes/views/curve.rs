//! The f-I curve: firing rate against injected current.
//!
//! ```text
//! - Hz against I ------------
//!   100 |       .  .  . initial
//!    50 |     .   :     ___--
//!     0 |_________:_---'  steady
//!     I 0        10        20
//!  rheobase 2.71  repetitive ..
//!  class 1
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::instrument::Scope;
use crate::measure::{Answer, Curve, Point, Threshold, unstable};
use crate::model::Neuron;
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, LIVE, Pen};
use crate::ui::draw::plot::Marker;
use crate::ui::draw::strip::below_title;
use crate::ui::draw::theme::Look;
use crate::ui::draw::{ascii, text};
use crate::ui::pane::{Frame, PaneDef, Slot};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "f-I curve",
    slot: Slot::View { of_moment: true, is_pair: false },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Curve),
    missed_as: Some("the f-I curve"),
    render,
    ..PaneDef::PLAIN
};

/// Number of divisions of the horizontal and of the vertical axis.
const DIVISIONS: (f64, f64) = (10.0, 6.0);
/// Least upper end of the vertical axis (Hz).
const HIGH_HZ_MIN: f64 = 10.0;
/// Least height with a legend of the lines (rows).
const KEY_HEIGHT_MIN: u16 = 13;
/// Least height of the plot between the axes (rows).
const PICTURE_MIN: u16 = 3;

/// Marks currents without a point because the integration step was too long for them.
const UNSTABLE: char = '!';

/// A piece of text with its style.
type Word = (String, Style);

/// Draws the scope's curve with the present current marked.
fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let Some(curve) = scope.curve() else { return };
    let unit = text::in_brackets(neuron(curve).equations.current_unit());
    let title = format!("firing rate (Hz) against I{unit}{}", frame.shown.neuron_suffix());
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    draw(buf, below_title(area), curve, now(scope, curve), look);
}

/// Position of the neuron on `curve` at the moment shown: constant current and rate (Hz). `None` if
/// the curve belongs to another neuron.
fn now(scope: &Scope, curve: &Curve) -> Option<(f64, f64)> {
    let (situation, statistics) = (scope.situation(), scope.statistics()?);
    let rate_hz = statistics.train.instantaneous_rate_hz(scope.until_ms());
    (situation.neuron == *neuron(curve)).then(|| (situation.constant.total(), rate_hz))
}

/// Draws a curve over the whole of `buf`, without a scope.
pub fn render_curve(buf: &mut Buffer, curve: &Curve, look: &Look) {
    let area = buf.area;
    let setup = curve.sweep().setup();
    let title = format!(
        "{}, {}, {} ms: firing rate (Hz) over {} ms",
        setup.cell.name,
        setup.scheme,
        text::short(1.0 / f64::from(setup.steps_per_ms), 6),
        curve.sweep().duration_ms(),
    );
    text::title(buf, area, &title, look.theme.strong, look.theme.grid);
    draw(buf, below_title(area), curve, None, look);
    if look.marker == Marker::Ascii {
        ascii::flatten(buf);
    }
}

fn draw(buf: &mut Buffer, area: Rect, curve: &Curve, now: Option<(f64, f64)>, look: &Look) {
    let mut lines = in_lines(words(curve, now, look), area.width);
    if area.height >= KEY_HEIGHT_MIN {
        lines.push(key(now, look));
    }
    lines.truncate(usize::from(area.height.saturating_sub(PICTURE_MIN + 1)));
    let height = area.height - lines.len() as u16;
    let picture = Rect { height, ..area };
    let axes = axes(curve, now);
    let unit = neuron(curve).equations.current_unit().unwrap_or("I");
    let mut dots = Dots::framed(buf, picture, axes, unit, look);
    if let Some((current, _)) = now {
        dots.line([(current, axes.1.low), (current, axes.1.high)], now_pen(look));
    }
    let line = |rate_hz: fn(&Point) -> f64| {
        // A current without a point leaves a gap.
        let rate_hz = move |answer: &Answer| answer.as_ref().map_or(f64::NAN, rate_hz);
        curve.currents().iter().copied().zip(curve.answers().iter().map(rate_hz))
    };
    dots.line(line(|point| point.initial_rate_hz), initial_pen(look));
    dots.line(line(|point| point.steady_rate_hz), steady_pen(look));
    dots.show(buf, look);
    for (current, _) in unstable(curve.answers()) {
        if let Some(cell) = dots.cell((current, axes.1.low)) {
            buf[cell].set_char(UNSTABLE).set_style(look.theme.alarm);
        }
    }
    if let Some(cell) = now.and_then(|now| dots.cell(now)) {
        let style = look.theme.stimulus.add_modifier(Modifier::BOLD);
        buf[cell].set_char(LIVE.in_marker(look.marker)).set_style(style);
    }
    let foot = Rect { y: picture.bottom(), height: lines.len() as u16, ..area };
    for (y, line) in (0..).zip(&lines) {
        let line: Vec<(&str, Style)> = line.iter().map(|(word, style)| (&**word, *style)).collect();
        text::put_all(buf, foot, 1, y, &line);
    }
}

fn neuron(curve: &Curve) -> &Neuron {
    &curve.sweep().setup().cell.neuron
}

fn initial_pen(look: &Look) -> Pen {
    Pen { style: look.theme.recovery, glyph: Glyph::Plain('o'), dash: Dash::Along(1, 2) }
}

fn steady_pen(look: &Look) -> Pen {
    Pen { style: look.theme.voltage, glyph: Glyph::Ascii('*'), dash: Dash::SOLID }
}

fn now_pen(look: &Look) -> Pen {
    Pen { style: look.theme.stimulus, glyph: Glyph::Plain('|'), dash: Dash::Along(2, 2) }
}

/// Axes over the whole range of currents, and from 0 to the highest rate.
fn axes(curve: &Curve, now: Option<(f64, f64)>) -> (Axis, Axis) {
    let currents = curve.currents();
    let (from, to) = match currents {
        [] => (0.0, 0.0),
        [first, ..] => (*first, currents[currents.len() - 1]),
    };
    let points = curve.answers().iter().flatten();
    let rates_hz = points.flat_map(|point| [point.initial_rate_hz, point.steady_rate_hz]);
    let high_hz = rates_hz.chain(now.map(|(_, rate_hz)| rate_hz)).fold(HIGH_HZ_MIN, f64::max);
    (Axis::around(from, to, DIVISIONS.0), Axis::around(0.0, high_hz, DIVISIONS.1))
}

/// The results that the curve gives so far, in words.
fn words(curve: &Curve, now: Option<(f64, f64)>, look: &Look) -> Vec<Word> {
    let theme = &look.theme;
    let unit = text::unit(neuron(curve));
    let current = |current: f64| format!("{}{unit}", text::short(current, 3));
    let currents = curve.currents();
    let (from, to) = curve.told().unwrap_or_default();
    let (from, to) = (current(from), current(to));
    let rheobase = match curve.rheobase() {
        None => "rheobase ..".to_owned(),
        Some(Threshold::At(at)) => format!("rheobase {}", current(at)),
        Some(Threshold::Below) => format!("rheobase not above {from}"),
        Some(Threshold::Absent) => format!("no spike up to {to}"),
        Some(Threshold::Untold) => String::new(),
    };
    let onset = match (curve.onset(), curve.onset_rate_hz()) {
        (Some(Threshold::At(at)), Some(rate_hz)) => {
            format!("repetitive from {}, {rate_hz:.1} Hz", current(at))
        }
        (Some(Threshold::Below), _) => format!("repetitive at {from} already"),
        _ => String::new(),
    };
    let class = curve.class().map_or_else(String::new, |class| class.to_string());
    let (done, all) = (curve.answers().len(), currents.len());
    let progress = if done < all { format!("{done} of {all}") } else { String::new() };
    let unstable = match unstable(curve.answers()).count() {
        0 => String::new(),
        count => format!("{UNSTABLE} step too long for {count} of {all}"),
    };
    let now = now.map_or_else(String::new, |(now, rate_hz)| {
        format!("now {}{unit} at {rate_hz:.1} Hz", text::current(now))
    });
    let words = [
        (rheobase, theme.text),
        (onset, theme.text),
        (class, theme.strong),
        (unstable, theme.alarm),
        (progress, theme.dim),
        (now, theme.stimulus),
    ];
    words.into_iter().filter(|(word, _)| !word.is_empty()).collect()
}

/// The legend: what each line shows.
fn key(now: Option<(f64, f64)>, look: &Look) -> Vec<Word> {
    let (steady, initial, present) = match look.marker {
        Marker::Ascii => ("**", "oo", "@"),
        _ if look.theme.by_shape => ("\u{2500}\u{2500}", "oo", "\u{25c6}"),
        _ => ("\u{2500}\u{2500}", "\u{b7}\u{b7}", "\u{25c6}"),
    };
    let mut words = vec![
        (format!("{steady} last  "), look.theme.voltage),
        (format!("{initial} first interval"), look.theme.recovery),
    ];
    if now.is_some() {
        words.push((format!("  {present} now"), look.theme.stimulus));
    }
    words
}

/// Breaks words into lines of at most `width` cells, two blanks between words.
fn in_lines(words: Vec<Word>, width: u16) -> Vec<Vec<Word>> {
    let length =
        |line: &Vec<Word>| line.iter().map(|(word, _)| word.chars().count()).sum::<usize>();
    let mut lines: Vec<Vec<Word>> = Vec::new();
    for (word, style) in words {
        match lines.last_mut() {
            Some(line) if length(line) + 3 + word.chars().count() <= usize::from(width) => {
                line.push((format!("  {word}"), style));
            }
            _ => lines.push(vec![(word, style)]),
        }
    }
    lines
}
