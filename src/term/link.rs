//! An estimate of the link to the terminal: latency (ns) and bandwidth (bytes per second), from the
//! round trips of frames of different sizes.

/// The shortest round trip is remembered for this long (ns), and for this many replies at least.
const SHORTEST_KEPT_NS: u64 = 10_000_000_000;
const SHORTEST_KEPT_ANSWERS: u32 = 8;
/// A frame that takes this much longer than the shortest round trip (ns) is evidence of the
/// bandwidth, however small the frame.
const LATE_NS: u64 = 100_000_000;
/// A frame this much larger than the one with the shortest round trip (bytes) is evidence of the
/// bandwidth; smaller differences measure jitter.
const MORE_BYTES_MIN: f64 = 150.0;
/// Round trips that differ by at most this (ns) plus a sixteenth differ by jitter only.
const ALIKE_NS: u64 = 5_000_000;
/// Shortest time that a frame is assumed to need on the link (ns): shorter times can't be measured
/// reliably.
const CARRIED_NS_MIN: f64 = 20_000.0;

/// A frame that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// When output of the frame began (ns).
    pub(super) at_ns: u64,
    /// When output of the frame was complete (ns).
    pub(super) out_ns: u64,
    /// Size (bytes).
    pub(super) bytes: usize,
    /// Whether the frame held all changed cells.
    pub(super) whole: bool,
}

/// The estimate of latency and bandwidth from the replies so far.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkEstimate {
    shortest: ShortestRoundTrip,
    /// Sums of bytes and of the time to carry them (ns), with exponentially fading weights.
    carried: Option<(f64, f64)>,
    /// Lower bound of the bandwidth (bytes per second): size of the last frame over its round trip.
    proven_per_s: Option<f64>,
    round_trip_ns: u64,
    answered_ns: u64,
}

impl LinkEstimate {
    /// Records the reply to `sent`.
    pub(super) fn answered(&mut self, sent: Sent, now_ns: u64) {
        let round_trip_ns = now_ns.saturating_sub(sent.at_ns);
        let bytes = sent.bytes as f64;
        if let Some((latency_ns, least_bytes)) = self.shortest.get() {
            // The link may have had to carry the previous frame first.
            let alone_ns = sent.at_ns + latency_ns;
            let is_behind = self.answered_ns > alone_ns;
            let carried_ns = now_ns.saturating_sub(alone_ns.max(self.answered_ns));
            // The shortest round trip includes the time to carry its own frame.
            let more_bytes = bytes - least_bytes as f64;
            let is_late = carried_ns >= LATE_NS;
            let is_evidence = more_bytes >= MORE_BYTES_MIN || is_late;
            if !is_behind && is_evidence && more_bytes * 2.0 >= least_bytes as f64 {
                self.add(more_bytes, carried_ns as f64);
            } else if is_behind || is_late {
                self.add(bytes, carried_ns as f64);
            }
        }
        self.proven_per_s = Some(bytes * 1e9 / (round_trip_ns as f64).max(CARRIED_NS_MIN));
        self.round_trip_ns = round_trip_ns;
        self.answered_ns = now_ns;
        self.shortest.add(round_trip_ns, sent.bytes, now_ns);
    }

    /// Records the round trip of a request so short that only latency counts.
    pub(super) fn measured(&mut self, round_trip_ns: u64, now_ns: u64) {
        self.round_trip_ns = round_trip_ns;
        self.shortest.add(round_trip_ns, 0, now_ns);
    }

    fn add(&mut self, bytes: f64, carried_ns: f64) {
        let (before_bytes, before_ns) = self.carried.unwrap_or((0.0, 0.0));
        self.carried = Some((before_bytes / 2.0 + bytes, before_ns / 2.0 + carried_ns));
    }

    /// The bandwidth (bytes per second), if known; rather too low than too high.
    pub(super) fn bytes_per_s(&self) -> Option<f64> {
        let proven_per_s = self.proven_per_s?;
        let measured = self.carried.map(|(bytes, ns)| bytes * 1e9 / ns.max(CARRIED_NS_MIN));
        Some(measured.unwrap_or(0.0).max(proven_per_s))
    }

    /// The latency: the shortest recent round trip (ns), if there was any.
    pub(super) fn latency_ns(&self) -> Option<u64> {
        self.shortest.get().map(|(latency_ns, _)| latency_ns)
    }

    /// The expected round trip (ns), if known, of a frame sent now; `bytes` are on the link then.
    pub(super) fn round_trip_ns(&self, bytes: usize) -> Option<u64> {
        let carry_ns = bytes as f64 * 1e9 / self.bytes_per_s()?;
        Some(self.round_trip_ns.max(self.latency_ns()? + carry_ns as u64))
    }
}

/// The shortest recent round trip (ns), and the size of the smallest frame that took hardly longer
/// (bytes).
#[derive(Clone, Debug, Default)]
struct ShortestRoundTrip {
    now: Option<(u64, usize)>,
    /// The shortest round trip of the previous period.
    before: Option<(u64, usize)>,
    since_ns: u64,
    answers: u32,
}

impl ShortestRoundTrip {
    fn add(&mut self, round_trip_ns: u64, bytes: usize, now_ns: u64) {
        let is_long = now_ns.saturating_sub(self.since_ns) >= SHORTEST_KEPT_NS;
        if is_long && self.answers >= SHORTEST_KEPT_ANSWERS {
            (self.before, self.since_ns, self.answers) = (self.now.take(), now_ns, 0);
        }
        self.answers += 1;
        self.now = shortest(self.now, Some((round_trip_ns, bytes)));
    }

    fn get(&self) -> Option<(u64, usize)> {
        shortest(self.now, self.before)
    }
}

/// The shorter of two round trips, with the size of the smaller frame if they differ by jitter
/// only.
fn shortest(one: Option<(u64, usize)>, other: Option<(u64, usize)>) -> Option<(u64, usize)> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let ((short_ns, short_bytes), (long_ns, long_bytes)) = (one.min(other), one.max(other));
    let is_alike = long_ns <= short_ns + short_ns / 16 + ALIKE_NS;
    Some((short_ns, if is_alike { short_bytes.min(long_bytes) } else { short_bytes }))
}
