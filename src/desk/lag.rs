//! Lag: model time that was dropped because the machine was too slow.

/// Model time that was dropped lately, for the status line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lag {
    ms: f64,
    expires_ns: u64,
}

impl Lag {
    /// How long the status line shows a lag (ns).
    const SHOWN_NS: u64 = 2_000_000_000;

    pub(crate) fn ms(self) -> f64 {
        self.ms
    }

    pub(crate) fn add(&mut self, ms: f64, wall_ns: u64) {
        if ms > 0.0 {
            *self = Self { ms: self.ms + ms, expires_ns: wall_ns + Self::SHOWN_NS };
        }
    }

    pub(crate) fn expire(&mut self, wall_ns: u64) {
        if self.expires_ns <= wall_ns {
            self.ms = 0.0;
        }
    }
}
