//! The line of the cursors, in words:
//!
//! ```text
//! A 118.25 ms -63.1 mV | B 162.50 ms 30.0 mV | Δ 44.25 ms 22.60 Hz 93.1 mV | spikes 1
//! ```

use super::CursorReading;
use crate::input::{decimals, fixed};
use crate::instrument::{Scope, Shown};
use crate::scope::Cursor;
use crate::trace::Range;

/// Most decimals of a time: nanoseconds.
const TIME_DECIMALS: usize = 6;
/// Decimals of a frequency.
const HZ_DECIMALS: usize = 2;
/// What stands for a value that is not known.
const UNKNOWN: &str = "-";

/// What the cursors read, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorLine {
    /// Time and value at each cursor, as in `A 118.25 ms -63.1 mV`.
    pub cursors: [String; 2],
    /// B less A: time, its frequency, and the difference of the values.
    pub difference: String,
    /// Number of spikes between the cursors.
    pub spikes: String,
}

impl CursorLine {
    /// The whole line.
    #[must_use]
    pub fn text(&self) -> String {
        let [at_cursors, between] = self.halves();
        format!("{at_cursors} {between}")
    }

    /// The line in two parts, of which the first ends in a bar.
    #[must_use]
    pub fn halves(&self) -> [String; 2] {
        let [a, b] = &self.cursors;
        [format!("{a} | {b} |"), format!("{} | {}", self.difference, self.spikes)]
    }
}

/// How values are written.
#[derive(Clone, Copy)]
struct Format {
    /// Decimals of a time.
    time: usize,
    shown: Shown,
}

impl Scope {
    /// What the cursors read, in words; `None` if they are not shown.
    #[must_use]
    pub fn cursor_line(&self) -> Option<CursorLine> {
        self.cursors()?;
        let readings = Cursor::BOTH.map(|cursor| self.cursor_reading(cursor));
        let shown = self.channels[self.selected].shown();
        let format = Format { time: decimals(self.dt_ms_then(), TIME_DECIMALS), shown };
        let mut cursors = Cursor::BOTH.map(|cursor| cursor.letter().to_string());
        for (words, reading) in cursors.iter_mut().zip(readings) {
            *words += &format!(" {}", at_cursor(reading, format));
        }
        let spikes = self.spikes_in_gate();
        let spikes = spikes.map_or_else(|| UNKNOWN.to_owned(), |spikes| spikes.to_string());
        let difference = difference(readings, format);
        Some(CursorLine { cursors, difference, spikes: format!("spikes {spikes}") })
    }
}

fn at_cursor(reading: Option<CursorReading>, format: Format) -> String {
    let Some(CursorReading { time_ns, value }) = reading else { return UNKNOWN.to_owned() };
    let value = value.map_or_else(|| UNKNOWN.to_owned(), |value| format.value(value));
    format!("{} {value}", format.time(time_ns.to_ms()))
}

fn difference([a, b]: [Option<CursorReading>; 2], format: Format) -> String {
    let Some((a, b)) = a.zip(b) else { return format!("\u{394} {UNKNOWN}") };
    let delta_ms = (b.time_ns - a.time_ns).to_ms();
    let mut words = format!("\u{394} {}", format.time(delta_ms));
    if delta_ms != 0.0 {
        words += &format!(" {} Hz", fixed(1000.0 / delta_ms.abs(), HZ_DECIMALS));
    }
    if let Some((a, b)) = a.value.zip(b.value) {
        let between = Range { low: b.low - a.high, high: b.high - a.low };
        words += &format!(" {}", format.value(between));
    }
    words
}

impl Format {
    fn time(self, ms: f64) -> String {
        format!("{} ms", fixed(ms, self.time))
    }

    fn value(self, value: Range) -> String {
        let [low, high] =
            [value.low, value.high].map(|bound| fixed(f64::from(bound), self.shown.decimals()));
        let unit = self.shown.unit().map_or_else(String::new, |unit| format!(" {unit}"));
        if value.low == value.high {
            format!("{low}{unit}")
        } else {
            format!("between {low} and {high}{unit}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ModelNs;

    fn reading(ms: f64, low: f32, high: f32) -> Option<CursorReading> {
        let value = Some(Range { low, high });
        Some(CursorReading { time_ns: ModelNs::from_ms(ms), value })
    }

    #[test]
    fn differences_have_signs_and_at_no_distance_no_frequency() {
        let format = Format { time: 2, shown: Shown::Voltage };
        let [a, b] = [reading(118.25, -63.1, -63.1), reading(162.5, 30.0, 30.0)];
        assert_eq!(at_cursor(a, format), "118.25 ms -63.1 mV");
        assert_eq!(at_cursor(b, format), "162.50 ms 30.0 mV");
        assert_eq!(difference([a, b], format), "\u{394} 44.25 ms 22.60 Hz 93.1 mV");
        assert_eq!(difference([b, a], format), "\u{394} -44.25 ms 22.60 Hz -93.1 mV");
        assert_eq!(difference([b, b], format), "\u{394} 0.00 ms 0.0 mV");
        assert_eq!(difference([None, b], format), "\u{394} -");
        assert_eq!(at_cursor(None, format), "-");
    }

    #[test]
    fn of_what_is_long_past_bounds_are_told() {
        let format = Format { time: 1, shown: Shown::Voltage };
        let [a, b] = [reading(0.5, -70.1, 30.0), reading(2.0, 10.0, 10.0)];
        assert_eq!(at_cursor(a, format), "0.5 ms between -70.1 and 30.0 mV");
        let words = difference([a, b], format);
        assert_eq!(words, "\u{394} 1.5 ms 666.67 Hz between -20.0 and 80.1 mV");
        let none = a.map(|reading| CursorReading { value: None, ..reading });
        assert_eq!(at_cursor(none, format), "0.5 ms -");
        assert_eq!(difference([none, b], format), "\u{394} 1.5 ms 666.67 Hz");
    }

    #[test]
    fn variables_of_a_synapse_have_three_decimals_and_no_unit() {
        let format = Format { time: 1, shown: Shown::Utilisation };
        assert_eq!(at_cursor(reading(0.5, 0.25, 0.25), format), "0.5 ms 0.250");
    }
}
