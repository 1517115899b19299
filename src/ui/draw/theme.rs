//! Colours. No meaning depends on colour alone, and colour-blind people can tell the colours of the
//! palette apart (after Okabe and Ito).

use crate::circuit::PopulationId;
use ratatui::style::{Color, Modifier, Style};

use super::contrast::Rgb;
use super::plot::Marker;

/// How everything is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The characters that draw traces.
    pub marker: Marker,
    /// The colours.
    pub theme: Theme,
}

/// Styles by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Less important text.
    pub dim: Style,
    /// Titles and the selected item.
    pub strong: Style,
    /// Grid lines.
    pub grid: Style,
    /// Membrane potential.
    pub voltage: Style,
    /// Stimulus current.
    pub stimulus: Style,
    /// Recovery variable.
    pub recovery: Style,
    /// The trail of the phase point, from its newest to its oldest part.
    pub trail: [Style; 3],
    /// Earlier windows below a trace, from the latest to the oldest. The oldest are faint on purpose.
    pub past: [Style; 4],
    /// The populations of a circuit; the seventh has the first style again.
    pub populations: [Style; 6],
    /// Names of keys.
    pub key: Style,
    /// Alarms, and the sign of a recording.
    pub alarm: Style,
    /// Whether the lines of a picture differ in shape, because there are no colours.
    pub by_shape: bool,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// No colours.
    None,
    /// The terminal's own 16-colour palette.
    Sixteen,
    /// The fixed 256-colour palette.
    Indexed,
    /// 24-bit colour.
    True,
}

/// Which colours the user wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Colours for a dark background, until the terminal reports a light one.
    #[default]
    Auto,
    /// Colours for a dark background.
    Dark,
    /// Colours for a light background.
    Light,
    /// No colours.
    Mono,
}

impl ThemeChoice {
    /// The theme to begin with, in the colours that the terminal shows.
    #[must_use]
    pub fn theme(self, colors: Colors) -> Theme {
        match self {
            Self::Auto | Self::Dark => Theme::dark(colors),
            Self::Light => Theme::light(colors),
            Self::Mono => Theme::mono(),
        }
    }
}

/// A colour at each of the three colour depths.
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

/// Four greys of the 256-colour palette; of the sixteen colours there are two.
fn greys(colors: Colors, first: [(Color, u8); 2], last: [u8; 2]) -> [Style; 4] {
    let [near, far] = first;
    let grey = |(sixteen, indexed): (Color, u8)| {
        let value = 8 + 10 * (indexed - 232);
        Shade::new(sixteen, indexed, (value, value, value)).style(colors)
    };
    [near, far, (far.0, last[0]), (far.0, last[1])].map(grey)
}

impl Look {
    /// The look of traces, dimmed if `is_past`.
    pub(crate) fn faded_if(&self, is_past: bool) -> Self {
        let Theme { dim, .. } = self.theme;
        let faded = Theme { voltage: dim, recovery: dim, stimulus: dim, ..self.theme };
        Self { theme: if is_past { faded } else { self.theme }, ..*self }
    }
}

impl Theme {
    /// The style of `population`.
    #[must_use]
    pub fn population(&self, population: PopulationId) -> Style {
        self.populations[population.index() % self.populations.len()]
    }

    /// The theme for a terminal with this background.
    #[must_use]
    pub fn suiting(background: Rgb, colors: Colors) -> Self {
        if background.is_light() { Self::light(colors) } else { Self::dark(colors) }
    }

    /// The theme for a dark background.
    #[must_use]
    pub fn dark(colors: Colors) -> Self {
        if colors == Colors::None {
            return Self::mono();
        }
        Self {
            // Frequently redrawn cells use palette colours, whose escape sequences are shorter.
            dim: Shade::new(Color::Gray, 246, (148, 148, 148)).style(colors),
            grid: Shade::new(Color::DarkGray, 238, (68, 68, 68)).style(colors),
            voltage: Shade::new(Color::LightGreen, 79, (95, 215, 175)).style(colors),
            stimulus: Shade::new(Color::LightYellow, 221, (255, 215, 95)).style(colors),
            recovery: Shade::new(Color::LightMagenta, 175, (215, 135, 175)).style(colors),
            trail: [
                Shade::new(Color::LightGreen, 79, (95, 215, 175)).style(colors),
                Shade::new(Color::Green, 36, (60, 170, 135)).style(colors),
                Shade::new(Color::DarkGray, 29, (35, 135, 105)).style(colors),
            ],
            past: greys(colors, [(Color::Gray, 246), (Color::DarkGray, 243)], [241, 239]),
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
            ..Self::colored()
        }
    }

    /// The theme for a light background. Of the sixteen colours, only the ones used here are dark
    /// enough on most terminals.
    #[must_use]
    pub fn light(colors: Colors) -> Self {
        if colors == Colors::None {
            return Self::mono();
        }
        let green = Shade::new(Color::Blue, 23, (0, 105, 80)).style(colors);
        let ochre = Shade::new(Color::Red, 94, (130, 85, 0)).style(colors);
        let purple = Shade::new(Color::Magenta, 126, (150, 50, 110)).style(colors);
        let blue = Shade::new(Color::Blue, 25, (0, 90, 160)).style(colors);
        Self {
            dim: Shade::new(Color::Reset, 240, (88, 88, 88)).style(colors),
            grid: Shade::new(Color::Gray, 250, (190, 190, 190)).style(colors),
            voltage: green,
            stimulus: ochre,
            recovery: purple,
            trail: [
                green,
                Shade::new(Color::Blue, 29, (25, 130, 100)).style(colors),
                Shade::new(Color::DarkGray, 66, (90, 140, 125)).style(colors),
            ],
            past: greys(colors, [(Color::Reset, 242), (Color::DarkGray, 245)], [247, 249]),
            populations: [
                green,
                Shade::new(Color::Red, 124, (170, 60, 0)).style(colors),
                Shade::new(Color::Reset, 25, (0, 90, 160)).style(colors),
                purple,
                ochre,
                Style::new(),
            ],
            key: blue,
            alarm: Shade::new(Color::Red, 160, (190, 50, 0))
                .style(colors)
                .add_modifier(Modifier::BOLD),
            ..Self::colored()
        }
    }

    /// The theme without any colour.
    #[must_use]
    pub fn mono() -> Self {
        let plain = Style::new();
        let (strong, dim) = (plain.add_modifier(Modifier::BOLD), plain.add_modifier(Modifier::DIM));
        Self {
            text: plain,
            dim: plain,
            strong,
            grid: dim,
            voltage: plain,
            stimulus: plain,
            recovery: plain,
            trail: [strong, plain, dim],
            past: [plain, dim, dim, dim],
            populations: [plain; 6],
            key: strong,
            alarm: strong,
            by_shape: true,
        }
    }

    /// A theme of the styles that all themes share.
    fn colored() -> Self {
        Self { by_shape: false, ..Self::mono() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The RGB colour of a style, with xterm's values for the sixteen colours; `None` for the
    /// default colour of text.
    fn rgb(style: Style) -> Option<Rgb> {
        const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let (r, g, b) = match style.fg? {
            Color::Rgb(r, g, b) => (r, g, b),
            Color::Indexed(index @ 232..) => {
                let grey = 8 + 10 * (index - 232);
                (grey, grey, grey)
            }
            Color::Indexed(index) => {
                let level = |part: u8| LEVELS[usize::from(part % 6)];
                let place = index.checked_sub(16).expect("none of the sixteen");
                (level(place / 36), level(place / 6), level(place))
            }
            Color::Red => (205, 0, 0),
            Color::Green => (0, 205, 0),
            Color::Blue => (0, 0, 238),
            Color::Magenta => (205, 0, 205),
            Color::Gray => (229, 229, 229),
            Color::DarkGray => (127, 127, 127),
            Color::LightRed => (255, 0, 0),
            Color::LightGreen => (0, 255, 0),
            Color::LightYellow => (255, 255, 0),
            Color::LightMagenta => (255, 0, 255),
            Color::LightCyan => (0, 255, 255),
            Color::Reset => return None,
            other => panic!("{other} is not meant to be used"),
        };
        Some(Rgb::from_bytes(r, g, b))
    }

    #[test]
    fn words_and_traces_stand_out_from_backgrounds_of_their_kind() {
        let black = [(0, 0, 0), (30, 30, 30), (0, 43, 54), (40, 42, 54)];
        let white = [(255, 255, 255), (253, 246, 227), (238, 238, 238)];
        for colors in [Colors::Sixteen, Colors::Indexed, Colors::True] {
            // Users who change the sixteen colours choose ones that suit their background.
            let kinds = if colors == Colors::Sixteen { 1 } else { 4 };
            for (theme, backgrounds) in
                [(Theme::dark(colors), &black[..]), (Theme::light(colors), &white)]
            {
                for (r, g, b) in backgrounds.iter().copied().take(kinds) {
                    let background = Rgb::from_bytes(r, g, b);
                    assert_eq!(Theme::suiting(background, colors), theme);
                    let Theme { dim, voltage, stimulus, recovery, key, alarm, .. } = theme;
                    let words = [dim, voltage, stimulus, recovery, key, alarm];
                    let words = words.iter().chain(&theme.populations).map(|style| (style, 4.5));
                    for (style, least) in words.chain(theme.trail.iter().map(|style| (style, 3.0)))
                    {
                        let contrast = rgb(*style).map_or(21.0, |rgb| rgb.contrast(background));
                        let place = format!("{style:?} on {r} {g} {b}");
                        assert!(contrast >= least, "{place}: {contrast:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn without_colours_there_are_none() {
        for theme in [Theme::dark(Colors::None), Theme::light(Colors::None), Theme::mono()] {
            assert_eq!(theme, Theme::mono());
        }
    }
}
