//! The desk: what every front has. Speed, pace, pause, lag, notices, link, keys; and the
//! [controls](Controls) of the picture, which only a scope has.

mod controls;
mod effect;
mod help;
mod lag;
mod link;
mod notice;
mod paced;
mod pacer;
mod start;
mod work;

pub use controls::Controls;
pub(crate) use controls::Seen;
pub use effect::{Effect, Navigation, Outcome};
pub(crate) use help::{scrolled_help, steps_while_paused};
pub use link::Link;
pub use notice::{Notice, Tone};
pub(crate) use paced::{Paced, follow};
pub use start::Start;
pub use work::Work;

use crate::job::Pieces;
use crate::keys::{Context, Keymap, Layer, Place};
use crate::scope::Speed;
use lag::Lag;
use pacer::{Pace, Pacer};

/// What every front has, whatever it shows: how time passes, and what is said to the user.
#[derive(Debug)]
pub struct Desk {
    /// Which key does what.
    pub keymap: &'static Keymap,
    /// Model time per real time.
    pub speed: Speed,
    /// Whether the model stands still.
    pub paused: bool,
    /// What the link to the terminal carries, once it has been measured.
    pub link: Option<Link>,
    /// Whether the front is open to everybody.
    pub(crate) is_kiosk: bool,
    /// How many threads may work on a circuit.
    pub(crate) threads: usize,
    /// Wall time since the front was opened, as far as it was let pass (ns).
    wall_ns: u64,
    pacer: Pacer,
    pieces: Pieces,
    notice: Option<Notice>,
    lag: Lag,
}

impl Desk {
    /// A desk as `start` says, whose model runs at `speed`; its work is cut up into `pieces`.
    pub(crate) fn new(start: &Start, speed: Speed, pieces: Pieces) -> Self {
        Self {
            keymap: start.keymap,
            speed,
            paused: start.paused,
            link: None,
            is_kiosk: start.is_kiosk,
            threads: start.threads,
            wall_ns: 0,
            pacer: Pacer::default(),
            pieces,
            notice: None,
            lag: Lag::default(),
        }
    }

    /// What decides which keys hold, in a replay or not.
    pub(crate) fn key_context(&self, place: Place, layer: Layer, is_replay: bool) -> Context {
        Context { place, layer, is_replay, is_kiosk: self.is_kiosk }
    }

    /// Wall time since the front was opened, as far as it was let pass (ns).
    pub(crate) fn wall_ns(&self) -> u64 {
        self.wall_ns
    }

    /// Lets `elapsed_ns` of wall time pass.
    pub(crate) fn pass(&mut self, elapsed_ns: u64) {
        self.wall_ns += elapsed_ns;
    }

    /// What is being said to the user.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Says something for a while.
    pub fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text.into(), self.wall_ns));
    }

    /// Says nothing any more.
    pub(crate) fn fall_silent(&mut self) {
        self.notice = None;
    }

    /// Model time that was lately dropped because the machine could not follow (ms).
    #[must_use]
    pub fn lag_ms(&self) -> f64 {
        self.lag.ms()
    }

    /// Forgets the part of a step that is due, because what runs begins anew.
    pub(crate) fn begin_pace(&mut self) {
        self.pacer = Pacer::default();
    }

    /// Forgets what pieces of the work took, because that no longer holds.
    pub(crate) fn forget_pieces(&mut self) {
        self.pieces.forget();
    }

    /// Takes off the screen what was shown for long enough.
    fn expire(&mut self) {
        self.notice = self.notice.take().filter(|notice| notice.expires_ns > self.wall_ns);
        self.lag.expire(self.wall_ns);
    }

    /// The steps that are due after another `elapsed_ns`.
    fn pace(&mut self, elapsed_ns: u64, steps_per_ms: u32) -> Pace {
        self.pacer.pace(elapsed_ns, self.speed, steps_per_ms)
    }

    /// Takes note of model time that was dropped (ms).
    fn lose(&mut self, lost_ms: f64) {
        self.lag.add(lost_ms, self.wall_ns);
    }

    fn pieces(&mut self) -> &mut Pieces {
        &mut self.pieces
    }
}
