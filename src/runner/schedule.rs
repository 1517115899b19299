//! The state of the loop: when frames are due, what was sent, and the measurement of the link.

use std::time::Duration;

use super::inbox::Inbox;
use crate::desk::Link;
use crate::keys::Keymap;
use crate::term::{Answer, Content, Drawn, Expected, Flow, RollPolicy};
use crate::ui::Arrangement;

/// Time over which rates are measured (ns).
const LINK_WINDOW_NS: u64 = 1_000_000_000;

/// Counts frames and bytes, for rates over a second.
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

    /// The rates, once a second.
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

/// Output that the terminal has not taken in full yet.
#[derive(Clone, Copy, Debug)]
struct OnItsWay {
    begun_ns: u64,
    /// If it is a frame and not a probe: its size (bytes) and content.
    frame: Option<(usize, Content)>,
}

/// The state of the loop. Times are wall time.
#[derive(Debug)]
pub(super) struct FrameSchedule {
    pub(super) period_ns: u64,
    /// The last reading of the clock.
    pub(super) now_ns: u64,
    /// Up to when the model has been advanced.
    pub(super) model_ns: u64,
    /// When the next frame is due.
    pub(super) deadline_ns: u64,
    /// When numbers that change with every frame are updated next.
    pub(super) figures_ns: u64,
    /// When a frame last held more than what a key changed.
    pub(super) others_ns: u64,
    /// The panes of the last frame and their places.
    pub(super) arrangement: Arrangement,
    pub(super) meter: Meter,
    pub(super) flow: Flow,
    pub(super) roll_policy: RollPolicy,
    /// Whether a frame is wanted that could not be sent, or not in full.
    pub(super) owed: bool,
    /// Whether the next frame answers a key.
    pub(super) urgent: bool,
    /// Output that the terminal has not taken in full; no frame is drawn meanwhile.
    on_its_way: Option<OnItsWay>,
    pub(super) inbox: Inbox,
    /// When the input is read next.
    pub(super) look_ns: u64,
    /// When the last input came, or the loop began.
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
            others_ns: now_ns,
            arrangement: Arrangement::default(),
            meter: Meter { since_ns: now_ns, ..Meter::default() },
            flow: Flow::default(),
            roll_policy,
            owed: false,
            urgent: false,
            input_ns: now_ns,
            on_its_way: None,
            inbox: Inbox::new(keymap),
            look_ns: now_ns,
        }
    }

    /// Whether the terminal has not taken the last output in full.
    pub(super) fn on_its_way(&self) -> bool {
        self.on_its_way.is_some()
    }

    /// What to wait for from the terminal: room for output, or a reply.
    pub(super) fn expected(&self) -> Expected {
        Expected { room: self.on_its_way(), answer: self.flow.is_owed(self.now_ns) }
    }

    /// For how long no input has come.
    pub(super) fn without_input(&self, now_ns: u64) -> Duration {
        Duration::from_nanos(now_ns.saturating_sub(self.input_ns))
    }

    /// Whether a frame may be sent; if not, it is owed.
    pub(super) fn may_draw(&mut self) -> bool {
        let is_due = self.now_ns >= self.deadline_ns;
        // A frame drawn early, on a key or an answer, does not put off the next one that is due.
        if is_due {
            self.deadline_ns = (self.deadline_ns + self.period_ns).max(self.now_ns);
        }
        self.owed = self.on_its_way() || !self.flow.may_send(self.now_ns, self.urgent);
        if self.owed && is_due {
            self.roll_policy.hold_back();
        }
        !self.owed
    }

    /// Records a reply; returns whether it allows a frame that was due.
    pub(super) fn answer(&mut self, answer: Answer, now_ns: u64) -> bool {
        match answer {
            Answer::Status => self.flow.answer(now_ns),
            Answer::Column(column) => self.flow.answer_probe(now_ns, column),
            Answer::Background(background) => {
                self.inbox.background = Some(background);
                return false;
            }
        }
        self.owed && !self.on_its_way() && self.flow.may_send(now_ns, self.urgent)
    }

    /// The probe to send now, if one is due and no output is pending.
    pub(super) fn question(&mut self) -> Option<Vec<u8>> {
        if self.on_its_way() {
            return None;
        }
        let question = self.flow.probe(self.now_ns)?;
        self.on_its_way = Some(OnItsWay { begun_ns: self.now_ns, frame: None });
        Some(question)
    }

    /// Records a frame that was drawn now, and whether it holds only what a key changed.
    pub(super) fn drawn(&mut self, drawn: Drawn, only_key: bool, now_ns: u64) {
        let content = match drawn.whole {
            true => Content::Whole,
            false if only_key => Content::Key,
            false => Content::Part,
        };
        // The rest is sent as soon as possible.
        self.owed = !drawn.whole;
        if content == Content::Part {
            self.roll_policy.hold_back();
        }
        self.urgent = false;
        self.meter.add(drawn.bytes, content);
        if drawn.bytes > 0 {
            let frame = Some((drawn.bytes, content));
            self.on_its_way = Some(OnItsWay { begun_ns: now_ns, frame });
        }
    }

    /// Records that the pending frame has gone out: from here on it can be answered.
    pub(super) fn went_out(&mut self, now_ns: u64) {
        let Some(OnItsWay { begun_ns, frame }) = self.on_its_way.take() else { return };
        if let Some((bytes, content)) = frame {
            self.flow.sent_since(begun_ns, now_ns, bytes, content);
        }
    }

    /// Forgets pending output and outstanding replies: the terminal has been given back.
    pub(super) fn forget(&mut self) {
        self.on_its_way = None;
        self.flow.forget();
    }

    /// Goes on after a stop that ends now and that began at most `passed_ns` after the model was last
    /// advanced.
    pub(super) fn go_on(&mut self, now_ns: u64, passed_ns: u64) {
        self.flow.forget();
        self.now_ns = now_ns;
        self.model_ns = self.model_ns.max(now_ns.saturating_sub(passed_ns));
        self.meter = Meter { since_ns: now_ns, ..Meter::default() };
        self.roll_policy.skip(now_ns, &self.flow);
    }
}
