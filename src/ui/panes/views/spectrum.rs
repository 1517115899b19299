//! Power spectrum of the activity of a neuron, all neurons or one population, with named peaks.
//!
//! ```text
//! - spectrum of the activity --
//!   100 |  7.8 Hz alpha
//!    50 |  /\      33 Hz gamma
//!     0 |_/  \____/~~\_____
//!    Hz 0      50      100
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::instrument::Scope;
use crate::measure::{Peak, Spectrum};
use crate::scope::{Axis, Page};
use crate::ui::draw::dots::{Dash, Dots, Glyph, Pen};
use crate::ui::draw::strip::below_title;
use crate::ui::draw::text;
use crate::ui::draw::theme::Look;
use crate::ui::pane::{Frame, PaneDef, Slot, WHOLE};

pub(crate) const PANE: PaneDef = PaneDef {
    name: "spectrum",
    slot: Slot::View { of_moment: false, is_pair: false },
    suits: |shown| shown.scope().is_some_and(|scope| scope.page() == Page::Spectrum),
    volatile: WHOLE,
    missed_as: Some("the spectrum"),
    render,
    ..PaneDef::PLAIN
};

/// Upper end of the frequency axis (Hz), and the one used if a peak lies near or above it.
const HIGH_HZ: (f64, f64) = (100.0, 250.0);
/// Power below this frequency counts as drift unless it has a peak (Hz).
const DRIFT_HZ: f64 = 3.0;
/// Number of divisions of the horizontal axis.
const DIVISIONS: f64 = 5.0;
/// Shown until there is a spectrum.
pub(crate) const TOO_SHORT: &str = "after half a second";

/// A title that names the source of the spectrum: the neuron, all neurons, or one population.
pub(crate) fn title(what: &str, scope: &Scope) -> String {
    let Some(circuit) = scope.circuit() else { return format!("{what} of its spikes") };
    match circuit.spectrum_of() {
        None => format!("{what} of all"),
        Some(index) => format!("{what} of {}", circuit.recipe().population(index).name),
    }
}

/// Frequency and band of a peak, as in "7.8 Hz alpha".
pub(crate) fn words(peak: &Peak) -> String {
    let decimals = usize::from(peak.frequency_hz < 9.95);
    format!("{:.decimals$} Hz {}", peak.frequency_hz, peak.band.name())
}

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (Some(scope), look) = (frame.shown.scope(), frame.look) else { return };
    let theme = &look.theme;
    text::title(buf, area, &title("spectrum", scope), theme.strong, theme.grid);
    let body = below_title(area);
    let Some(spectrum) = scope.spectrum() else {
        text::put(buf, body, 1, 0, TOO_SHORT, theme.dim);
        return;
    };
    let peaks = spectrum.peaks();
    let lines = peaks.len().max(1) as u16 + 1;
    if body.height < lines + 4 {
        picture(buf, body, spectrum, (&peaks, true), look);
        return;
    }
    let above = Rect { height: body.height - lines, ..body };
    picture(buf, above, spectrum, (&peaks, true), look);
    let foot = Rect { y: body.bottom() - lines + 1, height: lines - 1, ..body };
    if peaks.is_empty() {
        text::put(buf, foot, 1, 0, "no peak stands out", theme.dim);
    }
    for (y, peak) in (0..).zip(&peaks) {
        let share = format!("  {:.0} % of the power", peak.share * 100.0);
        text::put_all(buf, foot, 1, y, &[(&words(peak), theme.strong), (&share, theme.dim)]);
    }
}

/// Draws power (percent of the maximum) against frequency, with the names of peaks.
pub(crate) fn picture(
    buf: &mut Buffer,
    area: Rect,
    spectrum: &Spectrum,
    (peaks, with_names): (&[Peak], bool),
    look: &Look,
) {
    let theme = &look.theme;
    let beyond = peaks.iter().any(|peak| peak.frequency_hz > HIGH_HZ.0 * 0.95);
    let high_hz = if beyond { HIGH_HZ.1 } else { HIGH_HZ.0 };
    let x = Axis { low: 0.0, high: high_hz, division: high_hz / DIVISIONS };
    let y = Axis { low: 0.0, high: 100.0, division: 50.0 };
    // The slowest frequency is indistinguishable from drift.
    let power: Vec<(f64, f64)> = (0..)
        .map(|index| spectrum.frequency_hz(index))
        .zip(spectrum.smoothed())
        .skip(1)
        .take_while(|(frequency_hz, _)| *frequency_hz <= high_hz)
        .collect();
    // Drift would dwarf every rhythm.
    let counts = |&&(frequency_hz, _): &&(f64, f64)| {
        frequency_hz >= DRIFT_HZ || peaks.iter().any(|peak| peak.frequency_hz == frequency_hz)
    };
    let highest =
        power.iter().filter(counts).map(|(_, power)| *power).fold(f64::MIN_POSITIVE, f64::max);
    let percent =
        power.iter().map(|(frequency_hz, power)| (*frequency_hz, 100.0 * power / highest));
    let mut dots = Dots::framed(buf, area, (x, y), "Hz", look);
    for peak in peaks {
        let at = peak.frequency_hz;
        dots.line(
            [(at, 0.0), (at, 100.0)],
            Pen { style: theme.dim, glyph: Glyph::Plain(':'), dash: Dash::Along(1, 3) },
        );
    }
    let pen = Pen { style: theme.voltage, glyph: Glyph::Shape, dash: Dash::SOLID };
    dots.line(percent, pen);
    dots.show(buf, look);
    let mut free = 0;
    for peak in peaks.iter().filter(|_| with_names) {
        free = dots.label_top(buf, peak.frequency_hz, &words(peak), theme.strong, free);
    }
}
