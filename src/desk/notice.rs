//! Notices: lines that are shown to the user for a while.

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
    pub(crate) expires_ns: u64,
}

impl Notice {
    /// How long information stays (ns).
    const INFO_NS: u64 = 4_000_000_000;
    /// How long an alarm stays (ns).
    const ALARM_NS: u64 = 15_000_000_000;

    pub(crate) fn new(tone: Tone, text: String, wall_ns: u64) -> Self {
        let shown_ns = match tone {
            Tone::Info => Self::INFO_NS,
            Tone::Alarm => Self::ALARM_NS,
        };
        Self { text, tone, expires_ns: wall_ns + shown_ns }
    }
}
