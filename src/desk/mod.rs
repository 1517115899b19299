//! The desk: the state that every front has (speed, pause, lag, notices, link, keys), and the
//! [controls](Controls) of the picture, which only a scope has.
//!
//! [`Desk`] turns wall time into model time for the front that owns it; nothing here reads a clock.
//! A front reports what it cannot do by itself as an [`Outcome`]. A scope starts with the settings of
//! a [`Start`]:
//!
//! ```
//! use izh_tui::desk::Start;
//! use izh_tui::engine::{DriveState, Experiment};
//! use izh_tui::instrument::Scope;
//! use izh_tui::preset::{Catalog, Library};
//! use izh_tui::scope::ViewSettings;
//!
//! let library = Library::default();
//! let setup = library.find("chattering")?.preset.subject;
//! let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
//! let start = Start {
//!     view: ViewSettings { speed: Some(0.5), ..ViewSettings::OPEN },
//!     ..Start::USUAL
//! };
//! let mut scope = Scope::new(&experiment, Catalog::from(&library), start);
//! assert_eq!(scope.desk().speed.factor(), 0.5);
//!
//! // 20 ms of wall time are 10 ms of model time.
//! scope.tick(20_000_000, || true);
//! assert_eq!(scope.engine().time_ms(), 10.0);
//! # Ok::<(), izh_tui::preset::LookupError>(())
//! ```

mod controls;
mod effect;
mod help;
mod lag;
mod link;
mod notice;
mod paced;
mod pacer;
mod pointer;
mod start;
mod work;

pub use controls::Controls;
pub(crate) use controls::Seen;
pub use effect::{Effect, Navigation, Outcome};
pub(crate) use help::steps_while_paused;
pub use help::{Help, HelpGrid};
pub use link::Link;
pub use notice::{Notice, Tone};
pub(crate) use paced::{Paced, follow};
pub use pointer::{Height, Pointer, Target};
pub use start::Start;
pub use work::Work;

use crate::job::Pieces;
use crate::keys::{Context, Keymap, Layer, Place};
use crate::scope::Speed;
use lag::Lag;
use pacer::{Pace, Pacer};

/// Size of the screen until the real size is known (cells).
const SCREEN: (u16, u16) = (80, 24);

/// The state that every front has: the passage of time, and notices to the user.
#[derive(Debug)]
pub struct Desk {
    /// Which key does what.
    pub keymap: &'static Keymap,
    /// Model time per real time.
    pub speed: Speed,
    /// Whether the model is paused.
    pub paused: bool,
    /// Size of the screen (columns, rows), as far as it is known.
    pub screen: (u16, u16),
    /// The latest measurement of the link to the terminal, if there is one.
    pub link: Option<Link>,
    /// Whether the program runs as a kiosk, open to everybody.
    pub(crate) is_kiosk: bool,
    /// How many threads may work on a circuit.
    pub(crate) threads: usize,
    /// Wall time that has passed on this desk since the front was opened (ns).
    wall_ns: u64,
    pacer: Pacer,
    pieces: Pieces,
    notice: Option<Notice>,
    lag: Lag,
}

impl Desk {
    /// A desk with the settings of `start` and the model at `speed`; the model's work is done in
    /// `pieces`.
    pub(crate) fn new(start: &Start, speed: Speed, pieces: Pieces) -> Self {
        Self {
            keymap: start.keymap,
            speed,
            paused: start.paused,
            screen: SCREEN,
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

    /// The context in which keys are looked up; `is_replay` is whether a recording drives the model.
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

    /// The notice that is shown at present.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Shows a notice for a while.
    pub fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text.into(), self.wall_ns));
    }

    /// Removes the notice.
    pub(crate) fn fall_silent(&mut self) {
        self.notice = None;
    }

    /// Model time that was dropped lately because the machine was too slow (ms).
    #[must_use]
    pub fn lag_ms(&self) -> f64 {
        self.lag.ms()
    }

    /// Drops the fraction of a step that is due: the subject starts anew.
    pub(crate) fn begin_pace(&mut self) {
        self.pacer = Pacer::default();
    }

    /// Forgets how long pieces of work took: they will take another time from now on.
    pub(crate) fn forget_pieces(&mut self) {
        self.pieces.forget();
    }

    /// Removes a notice and a lag that were shown for long enough.
    fn expire(&mut self) {
        self.notice = self.notice.take().filter(|notice| notice.expires_ns > self.wall_ns);
        self.lag.expire(self.wall_ns);
    }

    /// The steps that are due after `elapsed_ns` more of wall time.
    fn pace(&mut self, elapsed_ns: u64, steps_per_ms: u32) -> Pace {
        self.pacer.pace(elapsed_ns, self.speed, steps_per_ms)
    }

    /// Adds model time that was dropped (ms) to the lag.
    fn lose(&mut self, lost_ms: f64) {
        self.lag.add(lost_ms, self.wall_ns);
    }

    fn pieces(&mut self) -> &mut Pieces {
        &mut self.pieces
    }
}
