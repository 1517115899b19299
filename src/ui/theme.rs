//! Colours. They are never the only carrier of a meaning, and the palette is one that people with
//! colour-blind eyes can tell apart (after Okabe and Ito).

use ratatui::style::{Color, Modifier, Style};

use super::{Marker, Rgb};

/// How everything is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// What traces are made of.
    pub marker: Marker,
    /// The colours.
    pub theme: Theme,
}

/// Styles by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Text of less importance.
    pub dim: Style,
    /// Titles and what is selected.
    pub strong: Style,
    /// Grid lines.
    pub grid: Style,
    /// Membrane potential.
    pub voltage: Style,
    /// Stimulus current.
    pub stimulus: Style,
    /// Recovery variable.
    pub recovery: Style,
    /// The way of the phase point, from what is new to what is old.
    pub trail: [Style; 3],
    /// The populations of a circuit; after the last comes the first again.
    pub populations: [Style; 6],
    /// Keys.
    pub key: Style,
    /// What went wrong, and a recording under way.
    pub alarm: Style,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// None at all.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// 256 fixed ones.
    Indexed,
    /// All.
    True,
}

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Those for a dark background, until the terminal says that its own is light.
    #[default]
    Auto,
    /// Those for a dark background.
    Dark,
    /// Those for a light background.
    Light,
    /// None.
    Mono,
}

impl ThemeChoice {
    /// The theme to begin with, in as many colours as there are.
    #[must_use]
    pub fn theme(self, colors: Colors) -> Theme {
        match self {
            Self::Auto | Self::Dark => Theme::dark(colors),
            Self::Light => Theme::light(colors),
            Self::Mono => Theme::mono(),
        }
    }
}

/// A colour in the three depths.
struct Shade {
    sixteen: Color,
    indexed: u8,
    rgb: (u8, u8, u8),
}

impl Shade {
    const fn new(sixteen: Color, indexed: u8, rgb: (u8, u8, u8)) -> Self {
        Self { sixteen, indexed, rgb }
    }

    fn style(&self, colors: Colors) -> Style {
        match colors {
            Colors::None => Style::new(),
            Colors::Sixteen => Style::new().fg(self.sixteen),
            Colors::Indexed => Style::new().fg(Color::Indexed(self.indexed)),
            Colors::True => Style::new().fg(Color::Rgb(self.rgb.0, self.rgb.1, self.rgb.2)),
        }
    }
}

impl Look {
    /// The look of traces in a picture of the past, if `is_past`.
    pub(super) fn faded_if(&self, is_past: bool) -> Self {
        let Theme { dim, .. } = self.theme;
        let faded = Theme { voltage: dim, recovery: dim, stimulus: dim, ..self.theme };
        Self { theme: if is_past { faded } else { self.theme }, ..*self }
    }
}

impl Theme {
    /// The style of the population at `index`.
    #[must_use]
    pub fn population(&self, index: usize) -> Style {
        self.populations[index % self.populations.len()]
    }

    /// The theme that suits a terminal with this background.
    #[must_use]
    pub fn suiting(background: Rgb, colors: Colors) -> Self {
        if background.is_light() { Self::light(colors) } else { Self::dark(colors) }
    }

    /// For a dark background.
    #[must_use]
    pub fn dark(colors: Colors) -> Self {
        Self {
            text: Style::new(),
            // What is drawn all the time has colours of the palette, which take fewer bytes.
            dim: Shade::new(Color::Gray, 246, (148, 148, 148)).style(colors),
            grid: Shade::new(Color::DarkGray, 238, (68, 68, 68)).style(colors),
            voltage: Shade::new(Color::LightGreen, 79, (95, 215, 175)).style(colors),
            stimulus: Shade::new(Color::LightYellow, 221, (255, 215, 95)).style(colors),
            recovery: Shade::new(Color::LightMagenta, 175, (215, 135, 175)).style(colors),
            trail: [
                Shade::new(Color::LightGreen, 79, (95, 215, 175)).style(colors),
                Shade::new(Color::Green, 36, (38, 140, 110)).style(colors),
                Shade::new(Color::DarkGray, 23, (28, 82, 68)).style(colors),
            ],
            populations: [
                Shade::new(Color::LightGreen, 79, (95, 215, 175)).style(colors),
                Shade::new(Color::LightRed, 215, (255, 175, 95)).style(colors),
                Shade::new(Color::LightCyan, 117, (110, 190, 240)).style(colors),
                Shade::new(Color::LightMagenta, 175, (215, 135, 175)).style(colors),
                Shade::new(Color::LightYellow, 221, (255, 215, 95)).style(colors),
                Style::new(),
            ],
            key: Shade::new(Color::LightCyan, 117, (110, 190, 240)).style(colors),
            alarm: Shade::new(Color::LightRed, 209, (240, 120, 60))
                .style(colors)
                .add_modifier(Modifier::BOLD),
            strong: Style::new().add_modifier(Modifier::BOLD),
        }
    }

    /// For a light background.
    #[must_use]
    pub fn light(colors: Colors) -> Self {
        Self {
            dim: Shade::new(Color::DarkGray, 240, (88, 88, 88)).style(colors),
            grid: Shade::new(Color::Gray, 250, (190, 190, 190)).style(colors),
            voltage: Shade::new(Color::Green, 29, (0, 120, 90)).style(colors),
            stimulus: Shade::new(Color::Yellow, 136, (160, 100, 0)).style(colors),
            recovery: Shade::new(Color::Magenta, 132, (160, 60, 120)).style(colors),
            trail: [
                Shade::new(Color::Green, 29, (0, 120, 90)).style(colors),
                Shade::new(Color::Green, 72, (95, 170, 145)).style(colors),
                Shade::new(Color::Gray, 151, (170, 210, 195)).style(colors),
            ],
            populations: [
                Shade::new(Color::Green, 29, (0, 120, 90)).style(colors),
                Shade::new(Color::Red, 166, (200, 90, 0)).style(colors),
                Shade::new(Color::Blue, 25, (0, 90, 160)).style(colors),
                Shade::new(Color::Magenta, 132, (160, 60, 120)).style(colors),
                Shade::new(Color::Yellow, 136, (160, 100, 0)).style(colors),
                Style::new(),
            ],
            key: Shade::new(Color::Blue, 25, (0, 90, 160)).style(colors),
            alarm: Shade::new(Color::Red, 160, (200, 60, 0))
                .style(colors)
                .add_modifier(Modifier::BOLD),
            ..Self::mono()
        }
    }

    /// Without any colour.
    #[must_use]
    pub fn mono() -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: plain,
            strong,
            grid: plain,
            voltage: plain,
            stimulus: plain,
            recovery: plain,
            trail: [strong, plain, plain],
            populations: [plain; 6],
            key: strong,
            alarm: strong,
        }
    }
}
