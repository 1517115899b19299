//! How something is to be seen on the scope: window, speed, display, and what the keys inject; and
//! the table of a preset that says so.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Display, Speed, Timebase};
use crate::input::{Problem, ranged};

/// Longest pulse (ms), the longest that a command can ask for.
const WIDTH_MS_MAX: f64 = 1e6;

type Number = Spanned<f64>;

/// Settings of the scope, each of which may be left open.
///
/// What the user sets goes before what a preset says, and that before what follows from its protocol:
/// `user.or(preset).or(usual)`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ViewSettings {
    /// Model time across the whole trace (ms), in [`Timebase::WINDOW_MS`].
    pub window_ms: Option<f64>,
    /// Model time per real time, in [`Speed::RANGE`].
    pub speed: Option<f64>,
    /// How the trace moves.
    pub display: Option<Display>,
    /// Size of the pulse that a key injects (unit of the current), above 0.
    pub pulse_amplitude: Option<f64>,
    /// Length of that pulse (ms), above 0.
    pub pulse_width_ms: Option<f64>,
    /// Change of the holding current at one key press (unit of the current), above 0.
    pub hold_step: Option<f64>,
    /// The sustained step that a key turns on (unit of the current), with its sign.
    pub sustain: Option<f64>,
}

impl ViewSettings {
    /// Settings that leave everything open.
    pub const OPEN: Self = Self {
        window_ms: None,
        speed: None,
        display: None,
        pulse_amplitude: None,
        pulse_width_ms: None,
        hold_step: None,
        sustain: None,
    };

    /// These settings, with what they leave open taken from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        Self {
            window_ms: self.window_ms.or(fallback.window_ms),
            speed: self.speed.or(fallback.speed),
            display: self.display.or(fallback.display),
            pulse_amplitude: self.pulse_amplitude.or(fallback.pulse_amplitude),
            pulse_width_ms: self.pulse_width_ms.or(fallback.pulse_width_ms),
            hold_step: self.hold_step.or(fallback.hold_step),
            sustain: self.sustain.or(fallback.sustain),
        }
    }

    /// The window (ms), or the usual one.
    #[must_use]
    pub fn window_ms(&self) -> f64 {
        self.window_ms.unwrap_or(Timebase::USUAL_WINDOW_MS)
    }

    /// The speed, or real time.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed.and_then(Speed::new).unwrap_or_default()
    }

    /// How the trace moves, or that it rolls.
    #[must_use]
    pub fn display(&self) -> Display {
        self.display.unwrap_or(Display::Roll)
    }
}

/// The table `[view]` before it has been checked.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawView {
    #[serde(skip_serializing_if = "Option::is_none")]
    window_ms: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speed: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<Display>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold_step: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sustain: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pulse: Option<RawPulse>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPulse {
    #[serde(skip_serializing_if = "Option::is_none")]
    amplitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width_ms: Option<Number>,
}

/// The number of `key`, if there is one and it is above 0 and at most `most`.
fn positive(key: &str, number: Option<&Number>, most: f64) -> Result<Option<f64>, Problem> {
    let expected = format!("above 0 and at most {most}");
    let fits = |value: f64| value > 0.0 && value <= most;
    number.map(|number| ranged(key, number, fits, &expected)).transpose()
}

/// The number of `key`, if there is one and it lies in `range`, ends included.
fn within(key: &str, number: Option<&Number>, range: (f64, f64)) -> Result<Option<f64>, Problem> {
    let expected = format!("{} to {}", range.0, range.1);
    let fits = |value: f64| (range.0..=range.1).contains(&value);
    number.map(|number| ranged(key, number, fits, &expected)).transpose()
}

impl RawView {
    /// The settings, if each is in its range; no current may be larger than `current_max`.
    ///
    /// # Errors
    /// Names the place of one that is not.
    pub fn check(&self, current_max: f64) -> Result<ViewSettings, Problem> {
        let pulse = self.pulse.as_ref();
        let amplitude = pulse.and_then(|pulse| pulse.amplitude.as_ref());
        let width_ms = pulse.and_then(|pulse| pulse.width_ms.as_ref());
        Ok(ViewSettings {
            window_ms: within("window_ms", self.window_ms.as_ref(), Timebase::WINDOW_MS)?,
            speed: within("speed", self.speed.as_ref(), Speed::RANGE)?,
            display: self.display,
            pulse_amplitude: positive("amplitude", amplitude, current_max)?,
            pulse_width_ms: positive("width_ms", width_ms, WIDTH_MS_MAX)?,
            hold_step: positive("hold_step", self.hold_step.as_ref(), current_max)?,
            sustain: within("sustain", self.sustain.as_ref(), (-current_max, current_max))?,
        })
    }

    /// The table that says `view`; none where that says nothing.
    #[must_use]
    pub fn of(view: &ViewSettings) -> Option<Self> {
        let number = |value: Option<f64>| value.map(|value| Spanned::new(0..0, value));
        let (amplitude, width_ms) = (number(view.pulse_amplitude), number(view.pulse_width_ms));
        let has_pulse = amplitude.is_some() || width_ms.is_some();
        (*view != ViewSettings::OPEN).then(|| Self {
            window_ms: number(view.window_ms),
            speed: number(view.speed),
            display: view.display,
            pulse: has_pulse.then_some(RawPulse { amplitude, width_ms }),
            hold_step: number(view.hold_step),
            sustain: number(view.sustain),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_goes_before_what_is_usual() {
        let user = ViewSettings { window_ms: Some(200.0), ..ViewSettings::OPEN };
        let preset = ViewSettings {
            window_ms: Some(400.0),
            display: Some(Display::Sweep),
            ..ViewSettings::OPEN
        };
        let view = user.or(preset);
        assert_eq!((view.window_ms(), view.display()), (200.0, Display::Sweep));
        assert_eq!(view.speed(), Speed::REAL_TIME);
    }
}
