//! The horizontal axis: which stretch of model time is shown, and in which column.

use super::acquisition::{Acquisition, Picture, TriggerStatus};
use super::pass::{Pass, Span};
use super::{Display, ladder_down, ladder_up};
use crate::trace::ModelNs;

/// Divisions of the horizontal axis.
const DIVISIONS: f64 = Timebase::DIVISIONS as f64;

/// Window, display mode and position in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Timebase {
    window_ms: f64,
    display: Display,
    /// How far back from now the right edge is (ns); only ever other than 0 while paused.
    back_ns: ModelNs,
    /// Which event a triggered picture shows.
    pub acquisition: Acquisition,
    /// From where sweeps are counted.
    pass: Pass,
    /// The pass before, of which a sweep shows what it has not yet drawn over.
    before: Option<Pass>,
}

/// A way to go through the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// A division into the past.
    Back,
    /// A division towards now.
    Forward,
    /// A window into the past.
    PageBack,
    /// A window towards now.
    PageForward,
    /// To the oldest that is kept.
    Oldest,
    /// To the newest.
    Newest,
}

impl Scroll {
    /// Whether it leads into the past.
    #[must_use]
    pub fn goes_back(self) -> bool {
        matches!(self, Self::Back | Self::PageBack | Self::Oldest)
    }
}

impl Timebase {
    /// Shortest and longest window (ms).
    pub const WINDOW_MS: (f64, f64) = (1.0, 1e6);
    /// The window where nothing else is said (ms).
    pub const USUAL_WINDOW_MS: f64 = 1000.0;
    /// Divisions across a window.
    pub const DIVISIONS: u16 = 10;

    /// A time base that shows `window_ms` across the whole trace.
    #[must_use]
    pub fn new(window_ms: f64, display: Display) -> Self {
        let pass = Pass::default();
        let acquisition = Acquisition::default();
        Self { window_ms, display, back_ns: ModelNs::ZERO, acquisition, pass, before: None }
    }

    /// Model time across the whole trace (ms).
    #[must_use]
    pub fn window_ms(&self) -> f64 {
        self.window_ms
    }

    /// Time per division (ms).
    #[must_use]
    pub fn ms_per_div(&self) -> f64 {
        self.window_ms / DIVISIONS
    }

    /// How the trace moves.
    #[must_use]
    pub fn display(&self) -> Display {
        self.display
    }

    /// Whether the picture at `now_ns` is a window that moves over time, rather than one that stands.
    #[must_use]
    pub fn moves_with_time(&self, now_ns: ModelNs) -> bool {
        let is_newest = || self.triggered(now_ns) == Some(Picture::Newest);
        self.display == Display::Roll || self.back_ns > ModelNs::ZERO || is_newest()
    }

    /// How far back from now the right edge is (ms).
    #[must_use]
    pub fn back_ms(&self) -> f64 {
        self.back_ns.to_ms()
    }

    /// How far back from now the right edge is (ns).
    #[must_use]
    pub fn back_ns(&self) -> ModelNs {
        self.back_ns
    }

    /// Takes a display mode.
    pub fn set_display(&mut self, display: Display) {
        self.display = display;
    }

    /// Takes the next display mode.
    pub fn cycle_display(&mut self) {
        self.display = self.display.next();
    }

    /// The window (ms) with more time per division, in 1-2-5 steps.
    #[must_use]
    pub fn longer_ms(&self) -> f64 {
        ladder_up(self.ms_per_div(), Self::WINDOW_MS.1 / DIVISIONS) * DIVISIONS
    }

    /// The window (ms) with less time per division.
    #[must_use]
    pub fn shorter_ms(&self) -> f64 {
        ladder_down(self.ms_per_div(), Self::WINDOW_MS.0 / DIVISIONS) * DIVISIONS
    }

    /// Takes a window of another length, as near as [`Self::WINDOW_MS`] allows; the right edge stays.
    pub fn set_window(&mut self, window_ms: f64) {
        self.window_ms = window_ms.clamp(Self::WINDOW_MS.0, Self::WINDOW_MS.1);
    }

    /// Shows `time_ns` in the middle, unless that would show what is yet to come.
    pub fn show_in_middle(&mut self, time_ns: ModelNs, now_ns: ModelNs) {
        self.back_ns = now_ns.since(time_ns + self.window_ns() / 2);
    }

    /// Shows what was so long before now at the right edge.
    pub fn show_back(&mut self, back_ns: ModelNs) {
        self.back_ns = back_ns;
    }

    fn window_ns(&self) -> ModelNs {
        ModelNs::from_ms_down(self.window_ms)
    }

    /// Goes through the past, but not before `oldest_ns`.
    pub fn scroll(&mut self, scroll: Scroll, now_ns: ModelNs, oldest_ns: ModelNs) {
        let most = now_ns.since(oldest_ns);
        let window_ns = self.window_ns();
        let division_ns = window_ns / usize::from(Self::DIVISIONS);
        self.back_ns = match scroll {
            Scroll::Back => (self.back_ns + division_ns).min(most),
            Scroll::PageBack => (self.back_ns + window_ns).min(most),
            Scroll::Forward => self.back_ns.since(division_ns),
            Scroll::PageForward => self.back_ns.since(window_ns),
            // The window that begins with the oldest.
            Scroll::Oldest => most.since(window_ns),
            Scroll::Newest => ModelNs::ZERO,
        };
    }

    /// Shows now again.
    pub fn return_to_now(&mut self) {
        self.back_ns = ModelNs::ZERO;
    }

    /// Forgets where in time it was, for time begins anew.
    pub fn begin_run(&mut self) {
        self.back_ns = ModelNs::ZERO;
        self.acquisition.arm();
        (self.pass, self.before) = (Pass::default(), None);
    }

    /// Begins sweeps at the left edge at `start_ns`. With `end_ns` nothing is drawn from then on up to
    /// the next beginning: the picture stands.
    pub fn begin_pass(&mut self, start_ns: ModelNs, end_ns: Option<ModelNs>) {
        if self.pass.start_ns != start_ns {
            self.before = self.pass.end_ns.is_some().then_some(self.pass);
        }
        self.pass = Pass { start_ns, end_ns };
    }

    /// Lets sweeps follow each other without an end from here on.
    pub fn end_passes(&mut self) {
        (self.pass.end_ns, self.before) = (None, None);
    }

    /// Whether a sweep is under way at `now_ns` that began before `since_ns`.
    #[must_use]
    pub fn is_within_sweep(&self, since_ns: ModelNs, now_ns: ModelNs) -> bool {
        let sweep = |ns: ModelNs| {
            let ns = ns.min(self.pass.end_ns.unwrap_or(ModelNs::MAX));
            ns.index_from(self.pass.start_ns, self.window_ns().max(ModelNs::ONE))
        };
        self.display == Display::Sweep && sweep(since_ns) == sweep(now_ns)
    }

    /// Takes the event of a trigger at `event_ns`, unless another picture is under way.
    pub fn event(&mut self, event_ns: ModelNs) {
        self.acquisition.event(event_ns, self.window_ms);
    }

    /// Takes an event at `event_ns`, whatever is under way.
    pub fn force_event(&mut self, event_ns: ModelNs) {
        self.acquisition.force(event_ns, self.window_ms);
    }

    /// Forgets the triggered picture and waits for an event, as at first.
    pub fn arm(&mut self) {
        self.acquisition.arm();
    }

    /// Exchanges the triggered picture if the next one is complete at `now_ns`; returns its event and
    /// its first and last moment (ns).
    pub fn complete(&mut self, now_ns: ModelNs) -> Option<(ModelNs, [ModelNs; 2])> {
        let event_ns = self.acquisition.complete(now_ns, self.window_ms)?;
        let start_ns = event_ns - ModelNs::from_ms_down(self.window_ms * self.acquisition.position);
        Some((event_ns, [start_ns, start_ns + self.window_ns()]))
    }

    /// What the triggered display shows at `now_ns`; `None` in other modes, and while the past is shown.
    fn triggered(&self, now_ns: ModelNs) -> Option<Picture> {
        let is_on = self.display == Display::Trigger && self.back_ns == ModelNs::ZERO;
        is_on.then(|| self.acquisition.picture(now_ns, self.window_ms))
    }

    /// The state of the triggered display at `now_ns`, if it is on.
    #[must_use]
    pub fn trigger_status(&self, now_ns: ModelNs) -> Option<TriggerStatus> {
        (self.display == Display::Trigger).then(|| match self.back_ns > ModelNs::ZERO {
            true => TriggerStatus::Stop,
            false => self.acquisition.status(now_ns, self.window_ms),
        })
    }

    /// How long ago the triggered picture ended (ms), if nothing has triggered since.
    #[must_use]
    pub fn trigger_age_ms(&self, now_ns: ModelNs) -> Option<f64> {
        self.triggered(now_ns)?;
        self.acquisition.age_ms(now_ns, self.window_ms)
    }

    /// The event from which the time of a triggered picture counts at `now_ns` (ns).
    #[must_use]
    pub fn event_ns(&self, now_ns: ModelNs) -> Option<ModelNs> {
        match self.triggered(now_ns)? {
            Picture::Of(event_ns) => Some(event_ns),
            Picture::Newest | Picture::Blank => None,
        }
    }

    /// The column of the event among `columns` columns of a triggered picture.
    #[must_use]
    pub fn event_column(&self, columns: usize) -> usize {
        (columns as f64 * self.acquisition.position) as usize
    }

    /// Time of one column (ns).
    #[must_use]
    pub fn column_ns(&self, columns: usize) -> ModelNs {
        // Rounded up, so that a pass as long as the window never needs another column.
        ModelNs::part_of_ms(self.window_ms, columns)
    }

    /// Which stretches of time the columns show at `now_ns`; columns in none are blank.
    ///
    /// The left edges lie on whole multiples of two columns (one cell) since the start of the run,
    /// so that the contents of a column never change while it moves.
    #[must_use]
    pub fn spans(&self, now_ns: ModelNs, columns: usize) -> Vec<Span> {
        let column_ns = self.column_ns(columns);
        let now_ns = now_ns.since(self.back_ns);
        let whole = |start_ns| vec![Span { column: 0, columns, start_ns }];
        match self.display {
            Display::Sweep if self.back_ns == ModelNs::ZERO => {
                self.pass.spans(self.before, now_ns, column_ns, columns)
            }
            Display::Trigger if self.back_ns == ModelNs::ZERO => match self.triggered(now_ns) {
                Some(Picture::Of(event_ns)) => {
                    whole(event_ns - column_ns * self.event_column(columns))
                }
                Some(Picture::Blank) => Vec::new(),
                _ => whole(roll_start(now_ns, column_ns, columns)),
            },
            _ => whole(roll_start(now_ns, column_ns, columns)),
        }
    }
}

/// Left edge of a picture whose last cell holds `now_ns`.
fn roll_start(now_ns: ModelNs, column_ns: ModelNs, columns: usize) -> ModelNs {
    let cell_ns = column_ns * 2;
    let end_ns = now_ns - now_ns % cell_ns + cell_ns;
    end_ns - column_ns * columns
}

#[cfg(test)]
mod tests;
