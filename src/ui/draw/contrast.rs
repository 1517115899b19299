//! Luminance and contrast ratio of colours, as WCAG 2.1 defines them.

/// An sRGB colour, each component from 0 to 65,535.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb {
    /// Red.
    pub red: u16,
    /// Green.
    pub green: u16,
    /// Blue.
    pub blue: u16,
}

impl Rgb {
    /// White.
    pub const WHITE: Self = Self { red: u16::MAX, green: u16::MAX, blue: u16::MAX };

    /// Luminance of a background on which black and white text have equal contrast.
    const MIDDLE: f64 = 0.179;

    /// The colour with these components, each from 0 to 255.
    #[must_use]
    pub fn from_bytes(red: u8, green: u8, blue: u8) -> Self {
        let wide = |light: u8| u16::from(light) * 257;
        Self { red: wide(red), green: wide(green), blue: wide(blue) }
    }

    /// Contrast ratio to `other`: from 1, no contrast, to 21, black against white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > other { one / other } else { other / one }
    }

    /// Relative luminance: 0 for black, 1 for white.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let light = |share: u16| {
            let share = f64::from(share) / f64::from(u16::MAX);
            if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * light(self.red) + 0.7152 * light(self.green) + 0.0722 * light(self.blue)
    }

    /// Whether dark text has more contrast on this colour than light text.
    #[must_use]
    pub fn is_light(self) -> bool {
        self.luminance() > Self::MIDDLE
    }
}
