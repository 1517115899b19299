//! Probes that distinguish lost replies from a slow link. All status replies are alike, so a frame
//! whose reply is lost would stay in flight for ever; a cursor report carries a column, which
//! identifies the probe.

use std::collections::VecDeque;

/// Columns that identify probes, used in turn. All are larger than the modifier of a key: some
/// terminals encode F3 with a modifier exactly like a cursor report.
const COLUMNS: std::ops::Range<u16> = 21..37;
/// Wait for a reply before the first probe (ns): at least; at least where replies have been lost
/// before; and at most. A probe is too short to burden any link.
const MISSING_NS_MIN: u64 = 100_000_000;
const MISSING_NS_MIN_LOSSY: u64 = 30_000_000;
const MISSING_NS_MAX: u64 = 500_000_000;
/// Number of probes after which the wait doubles with each probe; the same where replies have been
/// lost before; and the longest wait (ns).
const TRIES: u32 = 8;
const TRIES_LOSSY: u32 = 20;
const WAIT_NS_MAX: u64 = 30_000_000_000;
/// How long a probe may be answered (ns); until then no other probe uses its column.
const LOST_NS: u64 = 15_000_000_000;

/// An outstanding probe.
#[derive(Clone, Copy, Debug)]
struct Probe {
    column: u16,
    /// When the probe was sent (ns).
    at_ns: u64,
    /// Number of frames sent before the probe.
    frames: u64,
}

/// The outstanding probes.
#[derive(Clone, Debug, Default)]
pub(super) struct Probes {
    asked: VecDeque<Probe>,
    count: u64,
    /// Number of probes in a row without a reply.
    tries: u32,
    last_ns: u64,
}

impl Probes {
    /// Whether a probe is due, given that nothing was sent or received since `quiet_ns`, the
    /// expected round trip (ns), and whether replies have been lost before (`lossy`).
    pub(super) fn is_due(
        &self,
        now_ns: u64,
        quiet_ns: u64,
        round_trip_ns: u64,
        lossy: bool,
    ) -> bool {
        let (least_ns, tries) = match lossy {
            true => (MISSING_NS_MIN_LOSSY, TRIES_LOSSY),
            false => (MISSING_NS_MIN, TRIES),
        };
        let base_ns = (2 * round_trip_ns).clamp(least_ns, MISSING_NS_MAX);
        let doublings = self.tries.saturating_sub(tries - 1).min(16);
        let wait_ns = (base_ns << doublings).min(WAIT_NS_MAX);
        let is_lost = |probe: &Probe| now_ns.saturating_sub(probe.at_ns) >= LOST_NS;
        let next = self.next_column();
        let is_free = self.asked.iter().all(|probe| probe.column != next || is_lost(probe));
        is_free && now_ns.saturating_sub(quiet_ns.max(self.last_ns)) >= wait_ns
    }

    fn next_column(&self) -> u16 {
        let columns = u64::from(COLUMNS.end - COLUMNS.start);
        COLUMNS.start + (self.count % columns) as u16
    }

    /// Records and returns the next probe, sent after `frames` frames.
    pub(super) fn ask(&mut self, now_ns: u64, frames: u64) -> Vec<u8> {
        let column = self.next_column();
        self.count += 1;
        self.tries += 1;
        self.last_ns = now_ns;
        // The previous probe with this column was lost.
        self.asked.retain(|probe| probe.column != column);
        self.asked.push_back(Probe { column, at_ns: now_ns, frames });
        format!("\x1b[1;{column}H\x1b[6n").into_bytes()
    }

    /// Records a cursor report; if it answers a probe, returns when the probe was sent (ns) and the
    /// number of frames sent before it.
    pub(super) fn answer(&mut self, column: u16) -> Option<(u64, u64)> {
        let place = self.asked.iter().position(|probe| probe.column == column)?;
        self.replied();
        self.asked.drain(..=place).next_back().map(|probe| (probe.at_ns, probe.frames))
    }

    /// Records any other reply.
    pub(super) fn replied(&mut self) {
        self.tries = 0;
    }

    /// When the last outstanding probe was sent (ns), if there is one.
    pub(super) fn asked_ns(&self) -> Option<u64> {
        (!self.asked.is_empty()).then_some(self.last_ns)
    }

    /// Forgets all probes.
    pub(super) fn forget(&mut self) {
        self.asked.clear();
        self.tries = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    #[test]
    fn an_answer_tells_which_question_it_is_to() {
        let mut probes = Probes::default();
        assert_eq!(probes.ask(0, 5), b"\x1b[1;21H\x1b[6n");
        assert_eq!(probes.ask(MS, 7), b"\x1b[1;22H\x1b[6n");
        assert_eq!(probes.answer(2), None);
        assert_eq!(probes.answer(22), Some((MS, 7)));
        // The earlier probe counts as lost; a late answer to it is ignored.
        assert_eq!((probes.answer(21), probes.asked_ns()), (None, None));
    }

    #[test]
    fn it_is_asked_ever_more_rarely_until_something_is_heard() {
        let mut probes = Probes::default();
        let mut times = Vec::new();
        for ms in 0..100_000 {
            if probes.is_due(ms * MS, 0, 10 * MS, false) {
                probes.ask(ms * MS, 2);
                times.push(ms);
            }
        }
        assert_eq!(times[4..12], [500, 600, 700, 800, 1000, 1400, 2200, 3800]);
        assert!(times.len() <= 20, "{times:?}");
        let last = probes.asked_ns().expect("asked");
        assert!(!probes.is_due(last + 500 * MS, 0, 10 * MS, false));
        probes.replied();
        assert!(probes.is_due(last + 100 * MS, 0, 10 * MS, false));
        assert!(!probes.is_due(last + 499 * MS, 0, 100_000 * MS, false));
    }
}
