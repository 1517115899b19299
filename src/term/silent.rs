//! The budget of a terminal that has never replied. Either it never will, or the link is so long or
//! slow that the first reply is still on its way. So bytes per second are limited, not frames in
//! flight.

/// A terminal counts as silent after no reply for this time after the first request (ns).
const SILENCE_NS: u64 = 1_000_000_000;
/// Bytes per second at first, the length of that period (ns), and bytes per second afterwards.
const CAREFUL_BYTES_PER_S: f64 = 1200.0;
const CAREFUL_NS: u64 = 3_000_000_000;
const BYTES_PER_S: f64 = 4000.0;
/// Least time between two frames (ns): ten frames a second, with some slack for their schedule.
const GAP_NS: u64 = 95_000_000;
/// Time for which bytes accumulate before a frame after a cut one (s), since each frame has a fixed
/// cost; and the most bytes that accumulate.
const SAVED_S: f64 = 0.25;
const SAVED_MAX: f64 = BYTES_PER_S * SAVED_S;
/// Least size of a frame (bytes).
const FRAME_BYTES_MIN: f64 = 200.0;

/// A token bucket of bytes that may be sent without a reply. Times are wall time (ns).
#[derive(Clone, Debug, Default)]
pub(super) struct Allowance {
    first_ns: Option<u64>,
    last_ns: u64,
    /// Unused bytes after the last frame.
    left: f64,
}

impl Allowance {
    /// Records a frame.
    pub(super) fn sent(&mut self, now_ns: u64, bytes: usize) {
        let saved = match self.first_ns {
            Some(_) => self.saved(now_ns),
            None => SAVED_MAX,
        };
        self.first_ns.get_or_insert(now_ns);
        (self.left, self.last_ns) = (saved - bytes as f64, now_ns);
    }

    /// Whether a reply would have had time to come.
    pub(super) fn is_silent(&self, now_ns: u64) -> bool {
        self.first_ns.is_some_and(|first_ns| now_ns.saturating_sub(first_ns) >= SILENCE_NS)
    }

    /// When the first frame was sent (ns), if one was.
    pub(super) fn first_ns(&self) -> Option<u64> {
        self.first_ns
    }

    /// Whether a frame may be sent; `cut` says whether the previous frame was cut.
    pub(super) fn may_send(&self, now_ns: u64, cut: bool) -> bool {
        let rate = if now_ns < self.careful_ns() { CAREFUL_BYTES_PER_S } else { BYTES_PER_S };
        let least = if cut { rate * SAVED_S } else { FRAME_BYTES_MIN };
        now_ns.saturating_sub(self.last_ns) >= GAP_NS && self.saved(now_ns) >= least
    }

    /// The budget of a frame (bytes).
    pub(super) fn budget(&self, now_ns: u64) -> usize {
        self.saved(now_ns).max(FRAME_BYTES_MIN) as usize
    }

    /// End of the first period, in which fewer bytes per second are sent (ns).
    fn careful_ns(&self) -> u64 {
        self.first_ns.unwrap_or(0) + CAREFUL_NS
    }

    fn saved(&self, now_ns: u64) -> f64 {
        let careful_ns = self.careful_ns();
        let seconds = |from_ns: u64, to_ns: u64| to_ns.saturating_sub(from_ns) as f64 / 1e9;
        let careful_s = seconds(self.last_ns, now_ns.min(careful_ns));
        let after_s = seconds(self.last_ns.max(careful_ns), now_ns);
        let more = careful_s * CAREFUL_BYTES_PER_S + after_s * BYTES_PER_S;
        (self.left + more).min(SAVED_MAX)
    }
}
