//! What is known of the link to the terminal: how long the way is, and how many bytes a second it
//! carries. Both are measured by the answers to frames, whose sizes differ.

/// For how long the shortest round trip is remembered (ns), and over how many answers, at least.
const SHORTEST_KEPT_NS: u64 = 10_000_000_000;
const SHORTEST_KEPT_ANSWERS: u32 = 8;
/// A frame that takes so much longer than the shortest round trip (ns) tells of the link, however
/// small it is.
const LATE_NS: u64 = 100_000_000;
/// How much larger than the one with the shortest round trip a frame has to be to tell anything
/// (bytes): with less it is chance that is measured.
const MORE_BYTES_MIN: f64 = 150.0;
/// Round trips that differ by no more (ns), and a sixteenth, do so by chance.
const ALIKE_NS: u64 = 5_000_000;
/// Least time that a frame is taken to be carried in (ns): nothing shorter is measured well.
const CARRIED_NS_MIN: f64 = 20_000.0;

/// A frame that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// When it began to go out (ns).
    pub(super) at_ns: u64,
    /// When it had gone out (ns).
    pub(super) out_ns: u64,
    /// Its size.
    pub(super) bytes: usize,
    /// Whether it brought the screen up to date.
    pub(super) whole: bool,
}

/// What the answers so far tell of the link.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkEstimate {
    way: ShortestRoundTrip,
    /// Bytes and the time in which they were carried (ns), the older the less.
    carried: Option<(f64, f64)>,
    /// Bytes per second that the last answer proves: what came back within a time was carried in it.
    proven_per_s: Option<f64>,
    round_trip_ns: u64,
    answered_ns: u64,
}

impl LinkEstimate {
    /// Takes note of the answer to `sent`.
    pub(super) fn answered(&mut self, sent: Sent, now_ns: u64) {
        let round_trip_ns = now_ns.saturating_sub(sent.at_ns);
        let bytes = sent.bytes as f64;
        if let Some((way_ns, least_bytes)) = self.way.get() {
            // What was answered before had to be carried before.
            let alone_ns = sent.at_ns + way_ns;
            let is_behind = self.answered_ns > alone_ns;
            let carried_ns = now_ns.saturating_sub(alone_ns.max(self.answered_ns));
            // The shortest round trip holds the time to carry its own frame.
            let more_bytes = bytes - least_bytes as f64;
            let is_late = carried_ns >= LATE_NS;
            let tells = more_bytes >= MORE_BYTES_MIN || is_late;
            if !is_behind && tells && more_bytes * 2.0 >= least_bytes as f64 {
                self.add(more_bytes, carried_ns as f64);
            } else if is_behind || is_late {
                self.add(bytes, carried_ns as f64);
            }
        }
        self.proven_per_s = Some(bytes * 1e9 / (round_trip_ns as f64).max(CARRIED_NS_MIN));
        self.round_trip_ns = round_trip_ns;
        self.answered_ns = now_ns;
        self.way.add(round_trip_ns, sent.bytes, now_ns);
    }

    /// Takes note of the round trip of something so short that only the way counts.
    pub(super) fn measured(&mut self, round_trip_ns: u64, now_ns: u64) {
        self.round_trip_ns = round_trip_ns;
        self.way.add(round_trip_ns, 0, now_ns);
    }

    fn add(&mut self, bytes: f64, carried_ns: f64) {
        let (before_bytes, before_ns) = self.carried.unwrap_or((0.0, 0.0));
        self.carried = Some((before_bytes / 2.0 + bytes, before_ns / 2.0 + carried_ns));
    }

    /// Bytes per second that the link carries, if anything is known of it; rather too few.
    pub(super) fn bytes_per_s(&self) -> Option<f64> {
        let proven_per_s = self.proven_per_s?;
        let measured = self.carried.map(|(bytes, ns)| bytes * 1e9 / ns.max(CARRIED_NS_MIN));
        Some(measured.unwrap_or(0.0).max(proven_per_s))
    }

    /// The shortest round trip of late (ns), if there was any.
    pub(super) fn way_ns(&self) -> Option<u64> {
        self.way.get().map(|(way_ns, _)| way_ns)
    }

    /// How long it takes until a frame that is sent now, after which the link has `bytes` to carry,
    /// is answered (ns), if that is known.
    pub(super) fn round_trip_ns(&self, bytes: usize) -> Option<u64> {
        let carry_ns = bytes as f64 * 1e9 / self.bytes_per_s()?;
        Some(self.round_trip_ns.max(self.way_ns()? + carry_ns as u64))
    }
}

/// The shortest round trip of late (ns), and the smallest frame that took hardly longer (bytes).
#[derive(Clone, Debug, Default)]
struct ShortestRoundTrip {
    now: Option<(u64, usize)>,
    /// That of the stretch of time before.
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

/// The shorter of two round trips, with the size of the smaller frame if they hardly differ.
fn shortest(one: Option<(u64, usize)>, other: Option<(u64, usize)>) -> Option<(u64, usize)> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let ((short_ns, short_bytes), (long_ns, long_bytes)) = (one.min(other), one.max(other));
    let is_alike = long_ns <= short_ns + short_ns / 16 + ALIKE_NS;
    Some((short_ns, if is_alike { short_bytes.min(long_bytes) } else { short_bytes }))
}
