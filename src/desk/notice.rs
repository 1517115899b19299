//! Notices: lines that are shown to the user for a while.

/// How urgent a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information, as that something was done.
    Info,
    /// An alarm: something went wrong.
    Alarm,
}

/// A line of text that is shown for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub text: String,
    /// How urgent it is.
    pub tone: Tone,
    /// Wall time at which the notice disappears (ns since the front was opened).
    pub(crate) expires_ns: u64,
}

impl Notice {
    /// How long information is shown (ns).
    const INFO_NS: u64 = 4_000_000_000;
    /// How long an alarm is shown (ns).
    const ALARM_NS: u64 = 15_000_000_000;

    pub(crate) fn new(tone: Tone, text: String, wall_ns: u64) -> Self {
        let shown_ns = match tone {
            Tone::Info => Self::INFO_NS,
            Tone::Alarm => Self::ALARM_NS,
        };
        Self { text, tone, expires_ns: wall_ns + shown_ns }
    }
}
