//! Values chosen by name on the command line and in the configuration file.

use crate::export::Format;
use crate::model::Scheme;
use crate::scope::Display;
use crate::term::ColorChoice;
use crate::ui::{Marker, ThemeChoice};

/// A value chosen by name.
pub trait Choice: Copy + Send + Sync + 'static {
    /// All values.
    const ALL: &'static [Self];
    /// The name of the value.
    fn name(self) -> &'static str;

    /// The names of all values.
    #[must_use]
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|choice| choice.name()).collect()
    }

    /// The value with this name.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.name() == name)
    }
}

impl Choice for Format {
    const ALL: &'static [Self] = Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

impl Choice for Scheme {
    const ALL: &'static [Self] = &Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

/// How the trace moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayChoice {
    /// In the way that suits the preset and the link to the terminal.
    #[default]
    Auto,
    /// Always in this mode.
    Always(Display),
}

impl DisplayChoice {
    /// The fixed mode, if one was chosen.
    #[must_use]
    pub fn always(self) -> Option<Display> {
        match self {
            Self::Auto => None,
            Self::Always(display) => Some(display),
        }
    }
}

impl Choice for DisplayChoice {
    const ALL: &'static [Self] = &[
        Self::Auto,
        Self::Always(Display::Roll),
        Self::Always(Display::Sweep),
        Self::Always(Display::Trigger),
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always(display) => display.name(),
        }
    }
}

impl Choice for Marker {
    const ALL: &'static [Self] = &[Self::Braille, Self::Block, Self::Ascii];
    fn name(self) -> &'static str {
        match self {
            Self::Braille => "braille",
            Self::Block => "block",
            Self::Ascii => "ascii",
        }
    }
}

impl Choice for ThemeChoice {
    const ALL: &'static [Self] = &[Self::Auto, Self::Dark, Self::Light, Self::Mono];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }
}

impl Choice for ColorChoice {
    const ALL: &'static [Self] = &[Self::Auto, Self::Always, Self::Never];
    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}
