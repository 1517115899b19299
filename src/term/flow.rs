//! Flow control: when a frame may be sent, and how large it may be. Each frame ends with a status
//! request. Its reply proves that the frame has been shown; until then the frame is in flight. At
//! most two frames are in flight, each a fraction of a second long, so no buffer of the link ever
//! holds more.

use super::link::{LinkEstimate, Sent};
use super::probe::Probes;
use super::silent::Allowance;
use super::window::Window;

/// The status request (DSR) at the end of each frame.
pub const REQUEST: &[u8] = b"\x1b[5n";

/// Budgets of the first two frames (bytes), before the link is measured: the first frame measures
/// latency, the second bandwidth.
const FIRST_BYTES: [usize; 2] = [128, 800];
/// Longest time that the link should take to carry a frame (s).
const FRAME_S: f64 = 0.3;
/// Least budget of a frame (bytes), however slow the link.
const FRAME_BYTES_MIN: usize = 128;
/// Above this budget (bytes) a frame is not bounded.
const FRAME_BYTES_MAX: f64 = 65_536.0;
/// Of frames that are cut to the budget, one in this many is short, and its size (bytes): only
/// different sizes separate latency from bandwidth.
const SHORT_EVERY: u32 = 8;
const SHORT_BYTES: usize = 64;
/// Where a frame takes longer to carry than this (ns), the second in-flight slot is reserved for a
/// frame that answers a key press.
const SLOW_NS: u64 = 50_000_000;
/// Size of an ordinary frame (bytes).
const TYPICAL_BYTES: usize = 600;
/// Outstanding replies count as lost after no reply for this time (ns), plus the time that the next
/// frame would take on the slowest link (ns a byte).
const QUIET_NS: u64 = 500_000_000;
const SLOWEST_NS_PER_BYTE: u64 = 1_000_000_000 / 300;
/// Time without a reply after which one more frame may be tried (ns), and the longest such time; it
/// doubles with each try.
const STALLED_NS: u64 = 30_000_000_000;
const STALLED_NS_MAX: u64 = 120_000_000_000;
/// Largest frame that is tried on a stalled link (bytes).
const STALLED_BYTES: usize = 512;
/// Time since the last frame, beyond twice the round trip, after which the user may force a frame
/// although the window is full (ns).
const EXPEDITE_NS: u64 = 1_000_000_000;
/// After this time a frame to a terminal that has never replied is no longer in flight (ns).
const LOST_NS: u64 = 15_000_000_000;
/// After a lost reply, this many further replies are treated as possibly lost.
const LOSSY_ANSWERS: u32 = 16;
/// If frames seem to take longer than a probe by this factor plus this time (ns), replies were
/// matched to the wrong frames, and the estimate of the link is discarded.
const DOUBTFUL: (u64, u64) = (4, 50_000_000);
/// How much longer than expected the last replies are awaited on leaving: a fraction of the
/// expected time, and a time (ns).
const LAST_SLACK: (f64, u64) = (0.25, 100_000_000);
/// Longest wait for the last reply (ns).
const LAST_NS_MAX: u64 = 3_250_000_000;

/// The cells that a frame brought to the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// All changed cells.
    Whole,
    /// As many changed cells as the budget allowed.
    Part,
    /// Only cells that a key changed.
    Key,
}

/// Decides when a frame may be sent, from requests and replies. Times are wall time (ns).
#[derive(Clone, Debug)]
pub struct Flow {
    window: Window,
    /// Whether the terminal has ever replied.
    has_replied: bool,
    /// The limit for a terminal that has never replied.
    silent: Allowance,
    link: LinkEstimate,
    last_sent: Option<Sent>,
    last_reply_ns: u64,
    stalled_ns: u64,
    expedited: bool,
    /// Number of frames in a row that were cut; frames that hold only a key's changes aside.
    cut: u32,
    round_trips: Mean,
    /// The probes for lost replies.
    probes: Probes,
    /// Number of frames sent since the start.
    frames: u64,
    /// Number of further replies that are treated as possibly lost.
    lossy: u32,
}

impl Default for Flow {
    fn default() -> Self {
        Self {
            window: Window::default(),
            has_replied: false,
            silent: Allowance::default(),
            link: LinkEstimate::default(),
            last_sent: None,
            last_reply_ns: 0,
            stalled_ns: STALLED_NS,
            expedited: false,
            cut: 0,
            round_trips: Mean::default(),
            probes: Probes::default(),
            frames: 0,
            lossy: 0,
        }
    }
}

impl Flow {
    /// Whether a frame may be sent now; `urgent` if it answers a key press.
    pub fn may_send(&mut self, now_ns: u64, urgent: bool) -> bool {
        self.pass(now_ns);
        if self.is_silent(now_ns) {
            return self.expedited || self.silent.may_send(now_ns, self.cut > 0);
        }
        let second = urgent || !self.has_replied || !self.is_slow();
        match &self.window {
            window if window.is_empty() => true,
            window if window.is_draining() => false,
            window if window.is_full() => self.may_try(now_ns),
            _ => second,
        }
    }

    /// Whether one frame beyond the window may be sent: to try a link that has stopped replying, or
    /// because the user asked for a frame.
    fn may_try(&self, now_ns: u64) -> bool {
        let Some(last) = self.last_sent.filter(|_| self.has_replied) else { return false };
        let since_ns = now_ns.saturating_sub(last.out_ns.max(self.last_reply_ns));
        let patience_ns = match self.expedited {
            true => EXPEDITE_NS + 2 * self.link.round_trip_ns(0).unwrap_or(0),
            false => self.stalled_ns,
        };
        since_ns >= patience_ns
    }

    /// The budget of the next frame (bytes), if it is bounded; `urgent` if it answers a key press.
    #[must_use]
    pub fn budget(&self, now_ns: u64, urgent: bool) -> Option<usize> {
        if self.is_silent(now_ns) {
            return Some(self.silent.budget(now_ns));
        }
        let Some(bytes_per_s) = self.link.bytes_per_s() else {
            return Some(FIRST_BYTES[self.window.len().min(1)]);
        };
        let bytes = bytes_per_s * FRAME_S;
        if bytes >= FRAME_BYTES_MAX {
            return None;
        }
        let bytes = (bytes as usize).max(FRAME_BYTES_MIN);
        Some(match self.cut {
            _ if self.window.is_full() => bytes.min(STALLED_BYTES),
            cut if !urgent && cut % SHORT_EVERY == SHORT_EVERY - 1 => SHORT_BYTES,
            _ => bytes,
        })
    }

    /// Records a frame of `bytes`, status request included, that was written at once.
    pub fn sent(&mut self, now_ns: u64, bytes: usize, content: Content) {
        self.sent_since(now_ns, now_ns, bytes, content);
    }

    /// Records a frame whose output began at `begun_ns` and is complete now. Its round trip counts
    /// from `begun_ns`, timeouts of its reply from now.
    pub fn sent_since(&mut self, begun_ns: u64, now_ns: u64, bytes: usize, content: Content) {
        let whole = content == Content::Whole;
        let sent = Sent { at_ns: begun_ns, out_ns: now_ns, bytes, whole };
        if self.is_silent(now_ns) {
            self.window.count(&sent);
        }
        if self.window.is_full() && self.has_replied {
            self.stalled_ns = (self.stalled_ns * 2).min(STALLED_NS_MAX);
        }
        if !self.has_replied {
            self.silent.sent(now_ns, bytes);
        }
        self.expedited = false;
        self.cut = match content {
            Content::Whole => 0,
            Content::Part => self.cut + 1,
            Content::Key => self.cut,
        };
        self.last_sent = Some(sent);
        self.frames += 1;
        self.window.push(sent);
        if !self.has_replied {
            // No reply to these frames will come any more.
            self.window.drop_old(now_ns, LOST_NS);
        }
    }

    /// Records a reply. A reply that matches no outstanding frame is ignored.
    pub fn answer(&mut self, now_ns: u64) {
        self.pass(now_ns);
        if self.lossy > 0 {
            self.lossy -= 1;
            // The reply may belong to any frame old enough to be answered. Count it for the newest
            // of them: the frames before that one have been shown, and their replies may be lost.
            let latency_ns = self.link.latency_ns().unwrap_or(0);
            self.window.lose_replies(self.window.answerable(now_ns, latency_ns).saturating_sub(1));
        }
        let Some(sent) = self.window.answer() else { return };
        self.probes.replied();
        self.has_replied = true;
        self.stalled_ns = STALLED_NS;
        self.last_reply_ns = now_ns;
        self.link.answered(sent, now_ns);
        if !self.window.is_draining() {
            self.round_trips.add(now_ns.saturating_sub(sent.at_ns));
        }
    }

    /// The probe to send now, because replies have been outstanding for too long while a frame is
    /// wanted; see [`Self::answer_probe`].
    pub fn probe(&mut self, now_ns: u64) -> Option<Vec<u8>> {
        let last = self.last_sent.filter(|_| self.has_replied && !self.window.is_empty())?;
        let round_trip_ns = match self.lossy {
            0 => self.link.round_trip_ns(self.window.bytes()),
            // The last reply may have been matched to the wrong frame.
            _ => self.link.latency_ns(),
        };
        let round_trip_ns = round_trip_ns.unwrap_or(0);
        let quiet_ns = last.out_ns.max(self.last_reply_ns);
        let is_due = self.probes.is_due(now_ns, quiet_ns, round_trip_ns, self.lossy > 0);
        is_due.then(|| self.probes.ask(now_ns, self.frames))
    }

    /// Records a report of the cursor's column. If the report answers a probe, all frames sent
    /// before that probe have been shown, and their missing replies are lost.
    pub fn answer_probe(&mut self, now_ns: u64, column: u16) {
        self.pass(now_ns);
        let Some((asked_ns, frames)) = self.probes.answer(column) else { return };
        let round_trip_ns = now_ns.saturating_sub(asked_ns);
        let later = self.frames - frames;
        let lost = self.window.len().saturating_sub(later as usize);
        self.window.lose_replies(lost);
        if lost > 0 {
            self.lossy = LOSSY_ANSWERS;
            // Replies so far may have been matched to earlier frames, which makes round trips too
            // long.
            let expected_ns = self.link.round_trip_ns(TYPICAL_BYTES).unwrap_or(0);
            if expected_ns > DOUBTFUL.0 * round_trip_ns + DOUBTFUL.1 {
                self.link = LinkEstimate::default();
            }
        }
        self.link.measured(round_trip_ns, now_ns);
        self.window.end_draining();
        self.stalled_ns = STALLED_NS;
        self.last_reply_ns = now_ns;
    }

    /// Whether a reply of the terminal is outstanding and may still come.
    #[must_use]
    pub fn is_owed(&self, now_ns: u64) -> bool {
        let may_come = |first_ns| now_ns.saturating_sub(first_ns) < LAST_NS_MAX;
        let asked = !self.window.is_empty() || self.probes.asked_ns().is_some();
        asked && (self.has_replied || self.silent.first_ns().is_some_and(may_come))
    }

    /// Allows one frame although replies are missing, because the user asked for it.
    pub fn expedite(&mut self) {
        self.expedited = true;
    }

    /// Forgets all outstanding requests: their replies will not reach this program.
    pub fn forget(&mut self) {
        self.window.forget();
        self.probes.forget();
    }

    /// The time until which replies are to be awaited before another program reads from the
    /// terminal (ns), if any are outstanding.
    pub fn awaited_until_ns(&mut self, now_ns: u64) -> Option<u64> {
        self.pass(now_ns);
        let asked_ns = self.probes.asked_ns();
        let last = self.last_sent.filter(|_| !self.window.is_empty() || asked_ns.is_some())?;
        let last_ns = last.out_ns.max(asked_ns.unwrap_or(0));
        Some(match self.silent.first_ns() {
            Some(first_ns) if !self.has_replied => first_ns + LAST_NS_MAX,
            _ => last_ns + self.patience_ns(),
        })
    }

    /// Longest expected round trip of a frame that was just sent (ns).
    fn patience_ns(&self) -> u64 {
        let (part, slack_ns) = LAST_SLACK;
        let Some(expected_ns) = self.link.round_trip_ns(self.window.bytes()) else {
            return LAST_NS_MAX;
        };
        (expected_ns + (expected_ns as f64 * part) as u64 + slack_ns).min(LAST_NS_MAX)
    }

    /// Whether the rate of replies describes the link: the window is neither draining nor exceeded,
    /// or the terminal is silent.
    #[must_use]
    pub fn is_steady(&self, now_ns: u64) -> bool {
        self.is_silent(now_ns)
            || self.has_replied && !self.window.is_draining() && !self.window.is_exceeded()
    }

    /// Whether the terminal is silent: it has never replied, although it had a second to do so.
    #[must_use]
    pub fn is_silent(&self, now_ns: u64) -> bool {
        !self.has_replied && self.silent.is_silent(now_ns)
    }

    /// Whether the link takes 50 ms or longer to carry a frame.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        let bytes = self.last_sent.map_or(0, |sent| sent.bytes).max(TYPICAL_BYTES) as f64;
        self.link.bytes_per_s().is_some_and(|rate| bytes * 1e9 >= rate * SLOW_NS as f64)
    }

    /// Number of whole frames that were answered since the start; for a silent terminal, of whole
    /// frames that were sent.
    #[must_use]
    pub fn carried(&self) -> u64 {
        self.window.carried()
    }

    /// Mean round trip (ns) of the frames answered since the last call, if there were any.
    pub fn round_trip_ns(&mut self) -> Option<u64> {
        self.round_trips.take()
    }

    /// Applies the timeout of a draining window.
    fn pass(&mut self, now_ns: u64) {
        let draining = self.window.oldest().filter(|_| self.window.is_draining());
        let Some(next) = draining else { return };
        let quiet_ns = QUIET_NS + next.bytes as u64 * SLOWEST_NS_PER_BYTE;
        if now_ns.saturating_sub(self.last_reply_ns) >= quiet_ns {
            // The replies that are still missing are lost.
            self.forget();
        }
    }
}

/// A mean that is reset whenever it is read.
#[derive(Clone, Debug, Default)]
struct Mean {
    sum_ns: u64,
    count: u64,
}

impl Mean {
    fn add(&mut self, ns: u64) {
        self.sum_ns += ns;
        self.count += 1;
    }

    fn take(&mut self) -> Option<u64> {
        let Self { sum_ns, count } = std::mem::take(self);
        sum_ns.checked_div(count)
    }
}

#[cfg(test)]
mod tests;
