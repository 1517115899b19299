//! The state of the loop: when frames are due, pending output, and measurements of the link.

use std::time::Duration;

use super::inbox::Inbox;
use crate::desk::Link;
use crate::keys::Keymap;
use crate::term::{Answer, Content, Drawn, Expected, Flow, RollPolicy};
use crate::ui::Arrangement;

/// Time over which rates are measured (ns).
const LINK_WINDOW_NS: u64 = 1_000_000_000;

/// Counters of frames and bytes, for rates over a second.
#[derive(Debug, Default)]
pub(super) struct Meter {
    since_ns: u64,
    frames: u64,
    /// Frames that did not hold all changed cells.
    cut: u64,
    bytes: u64,
}

impl Meter {
    fn add(&mut self, bytes: usize, content: Content) {
        self.frames += u64::from(bytes > 0);
        self.cut += u64::from(content == Content::Part);
        self.bytes += bytes as u64;
    }

    /// The rates, once a second; `None` in between.
    pub(super) fn read(&mut self, now_ns: u64, flow: &mut Flow) -> Option<Link> {
        let elapsed_ns = now_ns - self.since_ns;
        if elapsed_ns < LINK_WINDOW_NS {
            return None;
        }
        let per_s = |count: u64| count as f64 * 1e9 / elapsed_ns as f64;
        let link = Link {
            frames_per_s: per_s(self.frames),
            bytes_per_s: per_s(self.bytes),
            round_trip_ms: flow.round_trip_ns().map(|ns| ns as f64 / 1e6),
            is_full: self.cut * 2 > self.frames,
        };
        *self = Self { since_ns: now_ns, ..Self::default() };
        Some(link)
    }
}

/// Output that the terminal has not accepted in full.
#[derive(Clone, Copy, Debug)]
struct Pending {
    begun_ns: u64,
    /// Size (bytes) and content of a frame; `None` for a probe.
    frame: Option<(usize, Content)>,
}

/// The state of the loop. Times are wall time (ns).
#[derive(Debug)]
pub(super) struct FrameSchedule {
    pub(super) period_ns: u64,
    /// The last reading of the clock.
    pub(super) now_ns: u64,
    /// The time to which the model has been advanced.
    pub(super) model_ns: u64,
    /// When the next frame is due.
    pub(super) deadline_ns: u64,
    /// When numbers that change with every frame are updated next.
    pub(super) figures_ns: u64,
    /// When a frame last held more than the cells that a key changed.
    pub(super) unmarked_ns: u64,
    /// The panes of the last frame and their areas.
    pub(super) arrangement: Arrangement,
    pub(super) meter: Meter,
    pub(super) flow: Flow,
    pub(super) roll_policy: RollPolicy,
    /// Whether a frame that is due could not be sent, or not in full.
    pub(super) owed: bool,
    /// Whether the next frame answers a key.
    pub(super) urgent: bool,
    /// Pending output; no frame is drawn until all of it has gone out.
    pending: Option<Pending>,
    pub(super) inbox: Inbox,
    /// When input is read next while the model is stepped.
    pub(super) read_ns: u64,
    /// When the last input was handled, or the loop began.
    pub(super) input_ns: u64,
}

impl FrameSchedule {
    pub(super) fn new(
        period_ns: u64,
        now_ns: u64,
        roll_policy: RollPolicy,
        keymap: &'static Keymap,
    ) -> Self {
        Self {
            period_ns,
            now_ns,
            model_ns: now_ns,
            deadline_ns: now_ns,
            figures_ns: now_ns,
            unmarked_ns: now_ns,
            arrangement: Arrangement::default(),
            meter: Meter { since_ns: now_ns, ..Meter::default() },
            flow: Flow::default(),
            roll_policy,
            owed: false,
            urgent: false,
            input_ns: now_ns,
            pending: None,
            inbox: Inbox::new(keymap),
            read_ns: now_ns,
        }
    }

    /// Whether output is pending.
    pub(super) fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// What the loop awaits from the terminal besides keys.
    pub(super) fn expected(&self) -> Expected {
        Expected { room: self.has_pending(), answer: self.flow.is_owed(self.now_ns) }
    }

    /// Time since the last input.
    pub(super) fn idle_time(&self, now_ns: u64) -> Duration {
        Duration::from_nanos(now_ns.saturating_sub(self.input_ns))
    }

    /// Whether a frame may be sent now; if not, the frame is owed.
    pub(super) fn may_draw(&mut self) -> bool {
        let is_due = self.now_ns >= self.deadline_ns;
        // A frame drawn early, after a key or a reply, does not postpone the next regular frame.
        if is_due {
            self.deadline_ns = (self.deadline_ns + self.period_ns).max(self.now_ns);
        }
        self.owed = self.has_pending() || !self.flow.may_send(self.now_ns, self.urgent);
        if self.owed && is_due {
            self.roll_policy.hold_back();
        }
        !self.owed
    }

    /// Records a reply; returns whether the reply allows a postponed frame.
    pub(super) fn answer(&mut self, answer: Answer, now_ns: u64) -> bool {
        match answer {
            Answer::Status => self.flow.answer(now_ns),
            Answer::Column(column) => self.flow.answer_probe(now_ns, column),
            Answer::Background(background) => {
                self.inbox.background = Some(background);
                return false;
            }
        }
        self.owed && !self.has_pending() && self.flow.may_send(now_ns, self.urgent)
    }

    /// The probe to send now, if a probe is due and no output is pending.
    pub(super) fn probe(&mut self) -> Option<Vec<u8>> {
        if self.has_pending() {
            return None;
        }
        let probe = self.flow.probe(self.now_ns)?;
        self.pending = Some(Pending { begun_ns: self.now_ns, frame: None });
        Some(probe)
    }

    /// Records a frame that was drawn now; `only_key` says whether only cells that a key changed
    /// were written.
    pub(super) fn drawn(&mut self, drawn: Drawn, only_key: bool, now_ns: u64) {
        let content = match drawn.whole {
            true => Content::Whole,
            false if only_key => Content::Key,
            false => Content::Part,
        };
        // The cells that were left out are sent as soon as possible.
        self.owed = !drawn.whole;
        if content == Content::Part {
            self.roll_policy.hold_back();
        }
        self.urgent = false;
        self.meter.add(drawn.bytes, content);
        if drawn.bytes > 0 {
            let frame = Some((drawn.bytes, content));
            self.pending = Some(Pending { begun_ns: now_ns, frame });
        }
    }

    /// Records that the pending output has gone out: a frame is in flight from here on.
    pub(super) fn went_out(&mut self, now_ns: u64) {
        let Some(Pending { begun_ns, frame }) = self.pending.take() else { return };
        if let Some((bytes, content)) = frame {
            self.flow.sent_since(begun_ns, now_ns, bytes, content);
        }
    }

    /// Forgets pending output and outstanding replies: the terminal has been given back.
    pub(super) fn forget(&mut self) {
        self.pending = None;
        self.flow.forget();
    }

    /// Goes on after a stop that ends now and that began at most `passed_ns` after the model was
    /// last advanced.
    pub(super) fn go_on(&mut self, now_ns: u64, passed_ns: u64) {
        self.flow.forget();
        self.now_ns = now_ns;
        self.model_ns = self.model_ns.max(now_ns.saturating_sub(passed_ns));
        self.meter = Meter { since_ns: now_ns, ..Meter::default() };
        self.roll_policy.skip(now_ns, &self.flow);
    }
}
