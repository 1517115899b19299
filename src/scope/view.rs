//! How something is to be seen on the scope: window, speed, display, and what the keys inject.

use super::{Display, Speed, Timebase};

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
