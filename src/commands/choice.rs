//! Values that are picked by name on the command line and in the configuration file.

use crate::model::Scheme;
use crate::scope::Display;
use crate::term::ColorChoice;
use crate::ui::{Marker, ThemeChoice};

/// A value that is picked by name.
pub trait Choice: Copy + Send + Sync + 'static {
    /// Everything there is to pick from.
    const ALL: &'static [Self];
    /// The name it is picked by.
    fn name(self) -> &'static str;

    /// The names of all.
    #[must_use]
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|choice| choice.name()).collect()
    }

    /// The one of that name.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.name() == name)
    }
}

impl Choice for Scheme {
    const ALL: &'static [Self] = &Self::ALL;
    fn name(self) -> &'static str {
        self.name()
    }
}

/// How the trace is to move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayChoice {
    /// As suits the preset and the link to the terminal.
    #[default]
    Auto,
    /// In one way.
    Always(Display),
}

impl DisplayChoice {
    /// The mode, if it is to be one and the same.
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

/// What `run` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunFormat {
    /// Every sample; of a circuit the number of spikes in every step.
    #[default]
    Csv,
    /// The time of every spike.
    Spikes,
    /// Statistics of the whole run.
    Summary,
}

impl Choice for RunFormat {
    const ALL: &'static [Self] = &[Self::Csv, Self::Spikes, Self::Summary];
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Spikes => "spikes",
            Self::Summary => "summary",
        }
    }
}

/// How `replay --list` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// A line for each block.
    #[default]
    Text,
    /// An array of tables called `block`.
    Toml,
    /// An array of objects.
    Json,
}

impl Choice for ListFormat {
    const ALL: &'static [Self] = &[Self::Text, Self::Toml, Self::Json];
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Toml => "toml",
            Self::Json => "json",
        }
    }
}

/// How `fi` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FiFormat {
    /// A row for each current.
    #[default]
    Csv,
    /// A picture of text, with what the curve tells.
    Plot,
}

impl Choice for FiFormat {
    const ALL: &'static [Self] = &[Self::Csv, Self::Plot];
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Plot => "plot",
        }
    }
}

/// How `compare` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareFormat {
    /// Columns aligned with blanks, and the verdict as the last line.
    #[default]
    Table,
    /// Comma-separated values, with the verdict in a column of its own.
    Csv,
}

impl Choice for CompareFormat {
    const ALL: &'static [Self] = &[Self::Table, Self::Csv];
    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
        }
    }
}
