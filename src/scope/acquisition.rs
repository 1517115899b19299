//! How pictures are taken after the events of a trigger: which event the picture shows, and which one
//! still waits for its last sample.

use crate::trace::ModelNs;

/// What a triggered display does without an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriggerMode {
    /// After a window without an event the newest window is shown.
    #[default]
    Auto,
    /// The last picture stays.
    Normal,
    /// One picture is taken, which stays until the trigger is armed again.
    Single,
}

impl TriggerMode {
    /// All modes, in the order in which a key goes through them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Normal, Self::Single];

    /// The name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Normal => "normal",
            Self::Single => "single",
        }
    }
}

/// The state of a triggered display.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TriggerStatus {
    /// The newest window is shown, since there was no event for a window.
    Auto,
    /// There was no event for a window; the last picture is shown.
    Wait,
    /// The latest event is shown, or its picture is being taken.
    Trig,
    /// The trigger is armed for a single picture.
    Armed,
    /// The single picture has been taken, or the past is shown.
    Stop,
}

impl TriggerStatus {
    /// Its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "AUTO",
            Self::Wait => "WAIT",
            Self::Trig => "TRIG",
            Self::Armed => "ARMED",
            Self::Stop => "STOP",
        }
    }
}

/// Which event the triggered picture shows. An event is taken if no other still waits for its last
/// sample; the picture is exchanged when that sample exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Acquisition {
    /// What happens without an event.
    pub mode: TriggerMode,
    /// Share of the window before the event, 0 to 1.
    pub position: f64,
    /// The event of the picture that is complete.
    shown_ns: Option<ModelNs>,
    /// The event whose picture is being taken.
    pending_ns: Option<ModelNs>,
    /// The latest event, taken or not.
    last_ns: Option<ModelNs>,
    /// Whether the newest window was shown when that event came.
    was_quiet: bool,
}

impl Default for Acquisition {
    fn default() -> Self {
        Self {
            mode: TriggerMode::default(),
            position: Self::POSITION,
            shown_ns: None,
            pending_ns: None,
            last_ns: None,
            was_quiet: false,
        }
    }
}

impl Acquisition {
    /// Share of the window before the event where the user has set none.
    pub const POSITION: f64 = 1.0 / 3.0;

    /// Forgets the picture and the event that waits: the trigger is armed as at first.
    pub(super) fn arm(&mut self) {
        (self.shown_ns, self.pending_ns, self.last_ns) = (None, None, None);
    }

    /// The end of the picture, `window_ms` long, of an event at `event_ns`.
    fn end_ns(&self, event_ns: ModelNs, window_ms: f64) -> ModelNs {
        event_ns + ModelNs::from_ms_down(window_ms * (1.0 - self.position))
    }

    /// Takes an event at `event_ns`, unless a picture is being taken, one that is shown lasts until
    /// later, or a single one was taken.
    pub(super) fn event(&mut self, event_ns: ModelNs, window_ms: f64) {
        let is_single_taken = self.mode == TriggerMode::Single && self.shown_ns.is_some();
        let is_free = self.shown_ns.is_none_or(|shown| event_ns >= self.end_ns(shown, window_ms));
        let was_quiet = self.is_quiet(event_ns, window_ms);
        self.last_ns = Some(event_ns);
        if self.pending_ns.is_none() && is_free && !is_single_taken {
            (self.pending_ns, self.was_quiet) = (Some(event_ns), was_quiet);
        }
    }

    /// Takes an event at `event_ns`, whatever is under way.
    pub(super) fn force(&mut self, event_ns: ModelNs, window_ms: f64) {
        self.was_quiet = self.is_quiet(event_ns, window_ms);
        (self.pending_ns, self.last_ns) = (Some(event_ns), Some(event_ns));
    }

    /// Exchanges the picture, if the last sample of the next one exists at `now_ns`; returns its event.
    pub(super) fn complete(&mut self, now_ns: ModelNs, window_ms: f64) -> Option<ModelNs> {
        let event_ns = self.pending_ns.filter(|event| now_ns >= self.end_ns(*event, window_ms))?;
        (self.shown_ns, self.pending_ns) = (Some(event_ns), None);
        Some(event_ns)
    }

    /// Whether the last event is longer ago than a window.
    fn is_quiet(&self, now_ns: ModelNs, window_ms: f64) -> bool {
        self.last_ns.is_none_or(|last| now_ns > last + ModelNs::from_ms_down(window_ms))
    }

    /// The state of the display at `now_ns`.
    pub(super) fn status(&self, now_ns: ModelNs, window_ms: f64) -> TriggerStatus {
        let is_quiet = self.is_quiet(now_ns, window_ms);
        match self.mode {
            TriggerMode::Single if self.pending_ns.is_some() => TriggerStatus::Trig,
            TriggerMode::Single if self.shown_ns.is_some() => TriggerStatus::Stop,
            TriggerMode::Single => TriggerStatus::Armed,
            TriggerMode::Auto if is_quiet => TriggerStatus::Auto,
            TriggerMode::Normal if is_quiet => TriggerStatus::Wait,
            TriggerMode::Auto | TriggerMode::Normal => TriggerStatus::Trig,
        }
    }

    /// What is shown at `now_ns`.
    pub(super) fn picture(&self, now_ns: ModelNs, window_ms: f64) -> Picture {
        let is_auto = self.mode == TriggerMode::Auto;
        let runs_free = self.is_quiet(now_ns, window_ms)
            || self.shown_ns.is_none()
            || self.pending_ns.is_some() && self.was_quiet;
        match self.shown_ns {
            _ if is_auto && runs_free => Picture::Newest,
            Some(event_ns) => Picture::Of(event_ns),
            None => Picture::Blank,
        }
    }

    /// How long ago the picture ended (ms), if it is one of the past: nothing has triggered since.
    pub(super) fn age_ms(&self, now_ns: ModelNs, window_ms: f64) -> Option<f64> {
        let is_past = self.status(now_ns, window_ms) == TriggerStatus::Wait;
        let shown_ns = self.shown_ns.filter(|_| is_past)?;
        Some(now_ns.since(self.end_ns(shown_ns, window_ms)).to_ms())
    }
}

/// What a triggered display shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// The window around an event.
    Of(ModelNs),
    /// The newest window, which moves with time.
    Newest,
    /// Nothing: there was no event yet.
    Blank,
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW_MS: f64 = 90.0;

    fn ms(ms: f64) -> ModelNs {
        ModelNs::from_ms(ms)
    }

    /// An acquisition in `mode` after events at `events_ms`, each looked at when it comes.
    fn after(mode: TriggerMode, events_ms: &[f64]) -> Acquisition {
        let mut acquisition = Acquisition { mode, ..Acquisition::default() };
        for event_ms in events_ms {
            acquisition.complete(ms(*event_ms), WINDOW_MS);
            acquisition.event(ms(*event_ms), WINDOW_MS);
        }
        acquisition
    }

    #[test]
    fn a_picture_is_exchanged_when_its_last_sample_exists() {
        let mut acquisition = after(TriggerMode::Normal, &[500.0, 510.0]);
        assert_eq!(acquisition.complete(ms(559.0), WINDOW_MS), None);
        assert_eq!(acquisition.picture(ms(559.0), WINDOW_MS), Picture::Blank);
        assert_eq!(acquisition.complete(ms(560.0), WINDOW_MS), Some(ms(500.0)));
        assert_eq!(acquisition.picture(ms(560.0), WINDOW_MS), Picture::Of(ms(500.0)));
        // The next picture may begin at the end of this one.
        acquisition.event(ms(559.9), WINDOW_MS);
        assert_eq!(acquisition.complete(ms(900.0), WINDOW_MS), None);
        acquisition.event(ms(560.0), WINDOW_MS);
        assert_eq!(acquisition.picture(ms(619.0), WINDOW_MS), Picture::Of(ms(500.0)));
        assert_eq!(acquisition.complete(ms(620.0), WINDOW_MS), Some(ms(560.0)));
    }

    #[test]
    fn the_status_says_what_is_shown() {
        use TriggerStatus::{Armed, Auto, Stop, Trig, Wait};
        let at = |acquisition: &Acquisition, now_ms: f64| {
            let mut then = acquisition.clone();
            then.complete(ms(now_ms), WINDOW_MS);
            let (status, picture) =
                (then.status(ms(now_ms), WINDOW_MS), then.picture(ms(now_ms), WINDOW_MS));
            (status, picture)
        };
        let event = Picture::Of(ms(500.0));
        let auto = after(TriggerMode::Auto, &[500.0]);
        assert_eq!(at(&after(TriggerMode::Auto, &[]), 400.0), (Auto, Picture::Newest));
        // Until the picture is complete the newest window goes on.
        assert_eq!(at(&auto, 550.0), (Trig, Picture::Newest));
        assert_eq!([at(&auto, 560.0), at(&auto, 590.0)], [(Trig, event); 2]);
        assert_eq!(at(&auto, 590.1), (Auto, Picture::Newest));
        let normal = after(TriggerMode::Normal, &[500.0]);
        assert_eq!(at(&after(TriggerMode::Normal, &[]), 400.0), (Wait, Picture::Blank));
        assert_eq!([at(&normal, 590.0), at(&normal, 700.0)], [(Trig, event), (Wait, event)]);
        let mut wait = normal.clone();
        wait.complete(ms(700.0), WINDOW_MS);
        assert_eq!(wait.age_ms(ms(700.0), WINDOW_MS), Some(140.0));
        let mut single = after(TriggerMode::Single, &[500.0, 600.0, 700.0]);
        assert_eq!(at(&after(TriggerMode::Single, &[]), 400.0), (Armed, Picture::Blank));
        assert_eq!(at(&after(TriggerMode::Single, &[500.0]), 550.0), (Trig, Picture::Blank));
        assert_eq!(at(&single, 9000.0), (Stop, event));
        single.arm();
        assert_eq!(at(&single, 9000.0), (Armed, Picture::Blank));
    }

    #[test]
    fn regular_events_never_lead_back_to_the_newest_window() {
        let mut acquisition = after(TriggerMode::Auto, &[0.0]);
        for k in 1..2000 {
            let now = ms(f64::from(k));
            acquisition.complete(now, WINDOW_MS);
            // Every second event finds a picture under way.
            if k % 55 == 0 {
                acquisition.event(now, WINDOW_MS);
            }
            if k >= 115 {
                let picture = acquisition.picture(now, WINDOW_MS);
                assert!(matches!(picture, Picture::Of(_)), "at {k} ms: {picture:?}");
            }
        }
    }

    #[test]
    fn a_forced_event_needs_no_trigger() {
        let mut acquisition = after(TriggerMode::Single, &[500.0]);
        acquisition.complete(ms(600.0), WINDOW_MS);
        acquisition.force(ms(700.0), WINDOW_MS);
        assert_eq!(acquisition.complete(ms(760.0), WINDOW_MS), Some(ms(700.0)));
    }
}
