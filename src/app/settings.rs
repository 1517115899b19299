//! What the user has set, and what is being said to them.

/// The pulse that the next key press injects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// Size of the current.
    pub amplitude: f64,
    /// Length (ms).
    pub width_ms: f64,
}

impl Pulse {
    /// The pulse where no protocol says another, with its current in pA or without a unit.
    pub(super) fn usual(pa: bool) -> Self {
        Self { amplitude: if pa { 1000.0 } else { 10.0 }, width_ms: 2.0 }
    }
}

/// What is shown beside or instead of the side panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// All side panels.
    #[default]
    All,
    /// Side panels, and the recovery variable on a trace of its own.
    Recovery,
    /// The phase plane, large.
    Phase,
    /// The f-I curve, large.
    Curve,
    /// The scope alone.
    Wide,
}

impl Panel {
    /// The name of what takes the place of the side panels and more room than they.
    #[must_use]
    pub fn large_view(self) -> Option<&'static str> {
        match self {
            Self::Phase => Some("phase plane"),
            Self::Curve => Some("f-I curve"),
            Self::All | Self::Recovery | Self::Wide => None,
        }
    }

    /// What a key for `other` alone leads to: there, or back to the side panels.
    pub(super) fn toggled(self, other: Self) -> Self {
        if self == other { Self::default() } else { other }
    }

    pub(super) fn next(self) -> Self {
        match self {
            Self::All => Self::Recovery,
            Self::Recovery => Self::Phase,
            Self::Phase => Self::Curve,
            Self::Curve => Self::Wide,
            Self::Wide => Self::All,
        }
    }
}

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something that was done.
    Info,
    /// Something that went wrong.
    Alarm,
}

/// A line that is shown for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is said.
    pub text: String,
    /// How loud.
    pub tone: Tone,
    /// Wall time at which it goes away (ns since start).
    pub(super) expires_ns: u64,
}

impl Notice {
    /// How long information stays (ns).
    const INFO_NS: u64 = 4_000_000_000;
    /// How long an alarm stays (ns).
    const ALARM_NS: u64 = 15_000_000_000;

    pub(super) fn new(tone: Tone, text: String, wall_ns: u64) -> Self {
        let shown_ns = match tone {
            Tone::Info => Self::INFO_NS,
            Tone::Alarm => Self::ALARM_NS,
        };
        Self { text, tone, expires_ns: wall_ns + shown_ns }
    }
}

/// Model time that was dropped because the machine could not follow; shown for a while.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lag {
    ms: f64,
    expires_ns: u64,
}

impl Lag {
    /// How long a lag stays on the screen (ns).
    const SHOWN_NS: u64 = 2_000_000_000;

    pub(super) fn ms(self) -> f64 {
        self.ms
    }

    pub(super) fn add(&mut self, ms: f64, wall_ns: u64) {
        if ms > 0.0 {
            *self = Self { ms: self.ms + ms, expires_ns: wall_ns + Self::SHOWN_NS };
        }
    }

    pub(super) fn expire(&mut self, wall_ns: u64) {
        if self.expires_ns <= wall_ns {
            self.ms = 0.0;
        }
    }
}

/// What the runner measures of the link to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Link {
    /// Frames drawn in the last second.
    pub frames_per_s: f64,
    /// Bytes written in the last second.
    pub bytes_per_s: f64,
    /// Mean time from a request to the terminal's answer in the last second (ms), if one came.
    pub round_trip_ms: Option<f64>,
    /// Whether most frames of the last second did not hold all that was to be drawn, so that parts of
    /// the picture are older than the rest.
    pub is_full: bool,
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} fps  {:.1} kB/s", self.frames_per_s, self.bytes_per_s / 1000.0)?;
        match self.round_trip_ms {
            Some(ms) if ms < 1.0 => f.write_str("  rtt <1 ms")?,
            Some(ms) => write!(f, "  rtt {ms:.0} ms")?,
            None => {}
        }
        f.write_str(if self.is_full { "  link full" } else { "" })
    }
}
