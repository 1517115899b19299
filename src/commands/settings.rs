//! Settings of how scopes look and move. The command-line flags with their help and completions,
//! and the keys of the configuration file, all derive from one table.

use super::{Choice, DisplayChoice, Value};
use crate::input::brief;
use crate::scope::{Speed, Timebase, ViewSettings};
use crate::term::ColorChoice;
use crate::ui::{Marker, ThemeChoice};

/// How scopes look and move.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Settings that a preset can also have; these take precedence.
    pub view: ViewSettings,
    /// Frames per second, 1 to 240.
    pub frames_per_s: u32,
    /// The characters that draw traces; `None` leaves the choice to the terminal.
    pub marker: Option<Marker>,
    /// Whether to use colors.
    pub color: ColorChoice,
    /// Which colors to use.
    pub theme: ThemeChoice,
    /// Whether to handle the mouse.
    pub mouse: bool,
    /// Whether to show artificial units beside the neuron.
    pub artificial: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            view: ViewSettings::OPEN,
            frames_per_s: 30,
            marker: None,
            color: ColorChoice::default(),
            theme: ThemeChoice::default(),
            mouse: true,
            artificial: false,
        }
    }
}

/// Fewest and most frames per second.
const FPS: std::ops::RangeInclusive<u64> = 1..=240;

/// All settings, in the order in which help lists them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "speed",
        flag: Flag::Number("X"),
        help: "Model time per real time, 0.001 to 1000 [default: 1]",
        read: |it, value| value.number(speed).map(|factor| it.view.speed = Some(factor)),
    },
    Setting {
        name: "display",
        flag: Flag::Choice("MODE", DisplayChoice::names),
        help: "How the trace moves [default: auto]",
        read: |it, value| {
            value.choice().map(|choice: DisplayChoice| it.view.display = choice.always())
        },
    },
    Setting {
        name: "fps",
        flag: Flag::Number("N"),
        help: "Frames per second, 1 to 240 [default: 30]",
        read: |it, value| value.whole(fps).map(|count| it.frames_per_s = count),
    },
    Setting {
        name: "window",
        flag: Flag::Number("MS"),
        help: "Model time across the whole trace, 1 to 1000000 ms [default: 1000]",
        read: |it, value| value.number(window_ms).map(|ms| it.view.window_ms = Some(ms)),
    },
    Setting {
        name: "marker",
        flag: Flag::Choice("KIND", Marker::names),
        help: "What the trace is drawn with",
        read: |it, value| value.choice().map(|marker| it.marker = Some(marker)),
    },
    Setting {
        name: "color",
        flag: Flag::Choice("WHEN", ColorChoice::names),
        help: "Whether to use colors [default: auto]",
        read: |it, value| value.choice().map(|color| it.color = color),
    },
    Setting {
        name: "theme",
        flag: Flag::Choice("NAME", ThemeChoice::names),
        help: "Color theme; auto suits the terminal's background [default: auto]",
        read: |it, value| value.choice().map(|theme| it.theme = theme),
    },
    Setting {
        name: "mouse",
        flag: Flag::Off("no-mouse"),
        help: "Leave the mouse to the terminal",
        read: |it, value| value.switch().map(|mouse| it.mouse = mouse),
    },
    Setting {
        name: "artificial",
        flag: Flag::On,
        help: "Show artificial units under the same current, and what they can't do",
        read: |it, value| value.switch().map(|artificial| it.artificial = artificial),
    },
];

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// Key in the configuration file, and name of the flag unless `flag` gives another.
    pub name: &'static str,
    /// Form of the setting on the command line.
    pub flag: Flag,
    /// Help text of the flag.
    pub help: &'static str,
    /// Parses the value into the settings.
    read: fn(&mut Settings, Value<'_>) -> Result<(), String>,
}

/// Form of a setting on the command line.
#[derive(Clone, Copy, Debug)]
pub enum Flag {
    /// A flag with a number; the text is the placeholder in help.
    Number(&'static str),
    /// A flag with one of these names; the text is the placeholder in help.
    Choice(&'static str, fn() -> Vec<&'static str>),
    /// A flag without a value that means `true`.
    On,
    /// A flag without a value, of this name, that means `false`.
    Off(&'static str),
}

impl Setting {
    /// The long flag, without its dashes.
    #[must_use]
    pub fn flag_name(&self) -> &'static str {
        match self.flag {
            Flag::Off(name) => name,
            _ => self.name,
        }
    }

    /// Sets the setting to `value`.
    ///
    /// # Errors
    /// Says what was expected instead of `value`.
    pub fn set(&self, settings: &mut Settings, value: Value<'_>) -> Result<(), String> {
        (self.read)(settings, value)
    }

    /// Checks whether `text` is a valid value.
    ///
    /// # Errors
    /// Says what was expected instead of `text`.
    pub fn check(&self, text: &str) -> Result<(), String> {
        self.set(&mut Settings::default(), Value::Argument(text))
    }

    fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }
}

/// Settings given on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given(Vec<(&'static str, String)>);

impl Given {
    /// The settings for which `value` returns a text.
    pub fn new(value: impl Fn(&Setting) -> Option<String>) -> Self {
        let given = |setting: &Setting| Some((setting.name, value(setting)?));
        Self(SETTINGS.iter().filter_map(given).collect())
    }

    /// Whether the setting called `name` is given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(given, _)| *given == name)
    }

    /// The settings `usual`, overridden by the given ones.
    ///
    /// # Errors
    /// Names the flag with an invalid value.
    pub fn over(&self, mut usual: Settings) -> Result<Settings, String> {
        for (name, text) in &self.0 {
            if let Some(setting) = Setting::named(name) {
                let set = setting.set(&mut usual, Value::Argument(text));
                set.map_err(|message| format!("--{name}: {message}"))?;
            }
        }
        Ok(usual)
    }
}

/// Speed: model time per real time.
fn speed(speed: f64) -> Result<f64, String> {
    within(speed, Speed::RANGE)
}

/// Frames per second.
fn fps(fps: u64) -> Result<u32, String> {
    match u32::try_from(fps) {
        Ok(fps) if FPS.contains(&u64::from(fps)) => Ok(fps),
        _ => Err(format!("expected {} to {}, found {fps}", FPS.start(), FPS.end())),
    }
}

/// Duration of the window that the trace spans (ms).
fn window_ms(window_ms: f64) -> Result<f64, String> {
    within(window_ms, Timebase::WINDOW_MS)
}

fn within(value: f64, (low, high): (f64, f64)) -> Result<f64, String> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(format!("expected {low} to {high}, found {}", brief(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_goes_before_what_is_usual() {
        let text = |setting: &Setting| (setting.name == "display").then(|| "auto".to_owned());
        let usual = Settings { frames_per_s: 10, ..Settings::default() };
        let mut sweeps = usual.clone();
        sweeps.view.display = Some(crate::scope::Display::Sweep);
        assert_eq!(Given::new(text).over(sweeps), Ok(usual));
    }
}
