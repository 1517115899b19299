//! The horizontal axis: which stretch of model time is shown, and in which column.

use super::{Display, ladder_down, ladder_up};
use crate::trace::NS_PER_MS;

/// Divisions of the horizontal axis.
const DIVISIONS: f64 = Timebase::DIVISIONS as f64;
/// Columns that the pen of a sweep leaves blank ahead of itself.
const PEN_GAP: usize = 4;
/// Part of a triggered window that lies before the spike.
const BEFORE_TRIGGER: f64 = 0.2;

/// Window, display mode and position in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Timebase {
    window_ms: f64,
    display: Display,
    /// How far back from now the right edge is (ns); only ever other than 0 while paused.
    back_ns: u64,
    /// Time of the spike that the triggered picture shows (ns).
    trigger_ns: Option<u64>,
    /// From where sweeps are counted.
    pass: Pass,
    /// The pass before, of which a sweep shows what it has not yet drawn over.
    before: Option<Pass>,
}

/// A stretch of time that begins at the left edge of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pass {
    start_ns: u64,
    /// From when on nothing more is drawn, if there is such a time.
    end_ns: Option<u64>,
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

/// What a triggered picture shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Triggered {
    /// The newest window, since nothing has triggered yet.
    Auto,
    /// What follows the latest spike.
    Trig,
    /// What followed a spike of the past: nothing has triggered for a whole window.
    Wait {
        /// How long ago the picture ends (ms).
        age_ms: f64,
    },
}

impl Triggered {
    /// Its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "AUTO",
            Self::Trig => "TRIG",
            Self::Wait { .. } => "WAIT",
        }
    }
}

/// A stretch of columns that is one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First column.
    pub column: usize,
    /// Number of columns.
    pub columns: usize,
    /// Time at the left edge of the first column (ns).
    pub start_ns: i64,
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
        Self { window_ms, display, back_ns: 0, trigger_ns: None, pass, before: None }
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

    /// Whether the picture is a window that moves over time, rather than one that stands.
    #[must_use]
    pub fn moves_with_time(&self) -> bool {
        self.display == Display::Roll || self.back_ns > 0
    }

    /// How far back from now the right edge is (ms).
    #[must_use]
    pub fn back_ms(&self) -> f64 {
        self.back_ns as f64 / NS_PER_MS
    }

    /// How far back from now the right edge is (ns).
    #[must_use]
    pub fn back_ns(&self) -> u64 {
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

    /// The same about the middle of what is shown at `now_ns`, which stays where it is unless that
    /// would show what is yet to come.
    pub fn set_window_about_middle(&mut self, window_ms: f64, now_ns: u64) {
        let middle_ns = self.middle_ns(now_ns);
        self.set_window(window_ms);
        let end_ns = middle_ns + self.window_ns() as i64 / 2;
        self.back_ns = u64::try_from(now_ns as i64 - end_ns).unwrap_or(0);
    }

    /// The time in the middle of what is shown at `now_ns` (ns).
    fn middle_ns(&self, now_ns: u64) -> i64 {
        const COLUMNS: usize = 1000;
        let holds =
            |span: &Span| (span.column..span.column + span.columns).contains(&(COLUMNS / 2));
        match self.spans(now_ns, COLUMNS).into_iter().find(holds) {
            Some(span) => {
                let offset = (COLUMNS / 2 - span.column) as u64 * self.column_ns(COLUMNS);
                span.start_ns.saturating_add_unsigned(offset)
            }
            None => now_ns as i64 - self.window_ns() as i64 / 2,
        }
    }

    fn window_ns(&self) -> u64 {
        (self.window_ms * NS_PER_MS) as u64
    }

    /// Goes through the past, but not before `oldest_ns`.
    pub fn scroll(&mut self, scroll: Scroll, now_ns: u64, oldest_ns: u64) {
        let most = now_ns.saturating_sub(oldest_ns);
        let (window_ns, division_ns) = (self.window_ns(), self.window_ns() / 10);
        self.back_ns = match scroll {
            Scroll::Back => (self.back_ns + division_ns).min(most),
            Scroll::PageBack => (self.back_ns + window_ns).min(most),
            Scroll::Forward => self.back_ns.saturating_sub(division_ns),
            Scroll::PageForward => self.back_ns.saturating_sub(window_ns),
            // The window that begins with the oldest.
            Scroll::Oldest => most.saturating_sub(window_ns),
            Scroll::Newest => 0,
        };
    }

    /// Shows now again.
    pub fn return_to_now(&mut self) {
        self.back_ns = 0;
    }

    /// Forgets where in time it was, for time begins anew.
    pub fn begin_run(&mut self) {
        (self.back_ns, self.trigger_ns) = (0, None);
        (self.pass, self.before) = (Pass::default(), None);
    }

    /// Begins sweeps at the left edge at `start_ns`. With `end_ns` nothing is drawn from then on up to
    /// the next beginning: the picture stands.
    pub fn begin_pass(&mut self, start_ns: u64, end_ns: Option<u64>) {
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
    pub fn is_within_sweep(&self, since_ns: u64, now_ns: u64) -> bool {
        let window_ns = self.window_ns().max(1);
        let sweep = |ns: u64| {
            let ns = ns.min(self.pass.end_ns.unwrap_or(u64::MAX));
            ns.checked_sub(self.pass.start_ns).map(|elapsed_ns| elapsed_ns / window_ns)
        };
        self.display == Display::Sweep && sweep(since_ns) == sweep(now_ns)
    }

    /// Takes note of a spike, which starts a new triggered picture if the last one is complete.
    pub fn spike(&mut self, time_ns: u64) {
        let after_ns = self.after_trigger_ns();
        if self.trigger_ns.is_none_or(|trigger| time_ns >= trigger + after_ns) {
            self.trigger_ns = Some(time_ns);
        }
    }

    /// Forgets the triggered picture: it is of another neuron.
    pub fn forget_trigger(&mut self) {
        self.trigger_ns = None;
    }

    fn after_trigger_ns(&self) -> u64 {
        (self.window_ms * (1.0 - BEFORE_TRIGGER) * NS_PER_MS) as u64
    }

    /// What the triggered picture shows at `now_ns`, if there is one.
    #[must_use]
    pub fn triggered(&self, now_ns: u64) -> Option<Triggered> {
        if self.display != Display::Trigger || self.back_ns > 0 {
            return None;
        }
        let Some(trigger_ns) = self.trigger_ns else { return Some(Triggered::Auto) };
        let end_ns = trigger_ns.saturating_add(self.after_trigger_ns());
        let age_ms = now_ns.saturating_sub(end_ns) as f64 / NS_PER_MS;
        Some(if age_ms > self.window_ms { Triggered::Wait { age_ms } } else { Triggered::Trig })
    }

    /// Time of one column (ns).
    #[must_use]
    pub fn column_ns(&self, columns: usize) -> u64 {
        // Rounded up, so that a pass as long as the window never needs another column.
        ((self.window_ms * NS_PER_MS / columns.max(1) as f64).ceil() as u64).max(1)
    }

    /// Which stretches of time the columns show at `now_ns`; columns in none are blank.
    ///
    /// The left edges lie on whole multiples of two columns (one cell) since the start of the run,
    /// so that the contents of a column never change while it moves.
    #[must_use]
    pub fn spans(&self, now_ns: u64, columns: usize) -> Vec<Span> {
        let column_ns = self.column_ns(columns);
        let now_ns = now_ns.saturating_sub(self.back_ns);
        let whole = |start_ns| vec![Span { column: 0, columns, start_ns }];
        match self.display {
            Display::Sweep if self.back_ns == 0 => self.sweep(now_ns, column_ns, columns),
            Display::Trigger if self.back_ns == 0 => match self.trigger_ns {
                Some(trigger_ns) => {
                    let before = (columns as f64 * BEFORE_TRIGGER) as u64;
                    whole(trigger_ns as i64 - (before * column_ns) as i64)
                }
                None => whole(roll_start(now_ns, column_ns, columns)),
            },
            _ => whole(roll_start(now_ns, column_ns, columns)),
        }
    }
}

/// Left edge of a picture whose last cell holds `now_ns`.
fn roll_start(now_ns: u64, column_ns: u64, columns: usize) -> i64 {
    let cell_ns = 2 * column_ns;
    let end_ns = (now_ns / cell_ns + 1) * cell_ns;
    end_ns as i64 - (columns as u64 * column_ns) as i64
}

impl Timebase {
    /// The present sweep up to the pen, and what is left of the one before.
    fn sweep(&self, now_ns: u64, column_ns: u64, columns: usize) -> Vec<Span> {
        let window_ns = column_ns * columns as u64;
        let part = self.pass.sweep_at(now_ns, window_ns);
        let pen = ((part.until_ns - part.start_ns).div_ceil(column_ns) as usize).clamp(1, columns);
        let start_ns = part.start_ns as i64;
        let mut spans = vec![Span { column: 0, columns: pen, start_ns }];
        let before = match (part.start_ns > self.pass.start_ns, self.before, self.pass.end_ns) {
            (true, ..) => {
                Some(Part { start_ns: part.start_ns - window_ns, until_ns: part.start_ns })
            }
            // A pass that is over leaves nothing of the one before.
            (false, _, Some(end_ns)) if now_ns >= end_ns => None,
            (false, before, _) => {
                before.map(|before| before.sweep_at(before.end_ns.unwrap_or(now_ns), window_ns))
            }
        };
        // By whole cells of two columns: one that is cleared by halves is written twice.
        let resume = (pen + PEN_GAP).next_multiple_of(2);
        if let Some(before) = before {
            let end =
                ((before.until_ns - before.start_ns).div_ceil(column_ns) as usize).min(columns);
            if resume < end {
                let start_ns = (before.start_ns + resume as u64 * column_ns) as i64;
                spans.push(Span { column: resume, columns: end - resume, start_ns });
            }
        }
        spans
    }
}

/// A sweep, as far as it has come.
#[derive(Clone, Copy, Debug)]
struct Part {
    start_ns: u64,
    until_ns: u64,
}

impl Pass {
    /// The sweep of `window_ns` that is under way at `now_ns`, or that stands then.
    fn sweep_at(self, now_ns: u64, window_ns: u64) -> Part {
        let elapsed_ns = |ns: u64| ns.saturating_sub(self.start_ns);
        let stands = self.end_ns.filter(|end_ns| *end_ns <= now_ns);
        // Of a pass that is over the last sweep stands, however exactly it filled the window.
        let sweep = match stands {
            Some(end_ns) => elapsed_ns(end_ns).saturating_sub(1) / window_ns,
            None => elapsed_ns(now_ns) / window_ns,
        };
        let start_ns = self.start_ns + sweep * window_ns;
        // The moment that is now is drawn as well.
        Part { start_ns, until_ns: stands.unwrap_or(now_ns + 1).max(start_ns) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    #[test]
    fn a_rolling_picture_moves_by_whole_cells() {
        let timebase = Timebase::new(1000.0, Display::Roll);
        let starts: Vec<i64> =
            (0..40).map(|k| timebase.spans(2_000 * MS + k * MS, 100)[0].start_ns).collect();
        assert!(starts.windows(2).all(|pair| (pair[1] - pair[0]) % (20 * MS as i64) == 0));
        assert_eq!(starts[0] % (20 * MS as i64), 0);
    }

    #[test]
    fn a_sweep_shows_the_present_and_the_rest_of_the_last() {
        let timebase = Timebase::new(1000.0, Display::Sweep);
        let spans = timebase.spans(1_250 * MS, 100);
        assert_eq!(spans[0], Span { column: 0, columns: 26, start_ns: 1_000 * MS as i64 });
        assert_eq!(spans[1], Span { column: 30, columns: 70, start_ns: 300 * MS as i64 });
        assert_eq!(timebase.spans(250 * MS, 100).len(), 1);
    }

    #[test]
    fn a_triggered_picture_waits_for_its_end() {
        let mut timebase = Timebase::new(100.0, Display::Trigger);
        timebase.spike(500 * MS);
        timebase.spike(510 * MS);
        assert_eq!(timebase.spans(520 * MS, 100)[0].start_ns, 480 * MS as i64);
        timebase.spike(600 * MS);
        assert_eq!(timebase.spans(620 * MS, 100)[0].start_ns, 580 * MS as i64);
    }

    #[test]
    fn a_triggered_picture_says_how_old_it_is() {
        let mut timebase = Timebase::new(100.0, Display::Trigger);
        let at = |timebase: &Timebase, ms: u64| timebase.triggered(ms * MS);
        assert_eq!(at(&timebase, 400), Some(Triggered::Auto));
        timebase.spike(500 * MS);
        // Complete at 580 ms, and for a window more the latest that there can be.
        assert_eq!(at(&timebase, 680), Some(Triggered::Trig));
        assert_eq!(at(&timebase, 700), Some(Triggered::Wait { age_ms: 120.0 }));
        timebase.spike(710 * MS);
        assert_eq!(at(&timebase, 711), Some(Triggered::Trig));
        timebase.forget_trigger();
        assert_eq!(at(&timebase, 711), Some(Triggered::Auto));
        timebase.set_display(Display::Sweep);
        assert_eq!(at(&timebase, 711), None);
    }

    #[test]
    fn time_per_division_steps_by_1_2_5() {
        let mut timebase = Timebase::new(1000.0, Display::Roll);
        timebase.set_window(timebase.shorter_ms());
        assert_eq!(timebase.ms_per_div(), 50.0);
        timebase.set_window(timebase.longer_ms());
        timebase.set_window(timebase.longer_ms());
        assert_eq!(timebase.ms_per_div(), 200.0);
        timebase.set_window(400.0);
        assert_eq!((timebase.shorter_ms(), timebase.longer_ms()), (200.0, 500.0));
    }

    #[test]
    fn scrolling_stops_at_the_oldest_sample() {
        let mut timebase = Timebase::new(1000.0, Display::Sweep);
        let mut scroll = |scroll| {
            timebase.scroll(scroll, 2_500 * MS, 500 * MS);
            timebase.back_ms()
        };
        assert_eq!([scroll(Scroll::Back), scroll(Scroll::PageBack)], [100.0, 1100.0]);
        assert_eq!([scroll(Scroll::PageBack), scroll(Scroll::Back)], [2000.0, 2000.0]);
        assert_eq!([scroll(Scroll::Oldest), scroll(Scroll::Forward)], [1000.0, 900.0]);
        assert_eq!([scroll(Scroll::PageForward), scroll(Scroll::Back)], [0.0, 100.0]);
        assert_eq!(scroll(Scroll::Newest), 0.0);
        scroll(Scroll::PageBack);
        assert_eq!(timebase.spans(2_500 * MS, 100).len(), 1);
    }

    #[test]
    fn a_closer_look_is_about_the_middle_and_never_ahead_of_now() {
        let mut timebase = Timebase::new(1000.0, Display::Roll);
        timebase.set_window_about_middle(500.0, 5_000 * MS);
        // Half-way between 4000 and 5010: the last cell of a rolling picture holds now.
        assert!((timebase.back_ms() - 250.0).abs() < 3.0, "{}", timebase.back_ms());
        timebase.set_window_about_middle(5000.0, 5_000 * MS);
        assert_eq!(timebase.back_ms(), 0.0);
    }

    #[test]
    fn a_pass_begins_at_the_left_edge_and_stands_until_the_next() {
        let mut timebase = Timebase::new(300.0, Display::Sweep);
        let span = |column, columns, ms: i64| Span { column, columns, start_ns: ms * MS as i64 };
        timebase.begin_pass(0, Some(300 * MS));
        assert_eq!(timebase.spans(150 * MS, 100), [span(0, 51, 0)]);
        for ms in [300, 350, 399] {
            assert_eq!(timebase.spans(ms * MS, 100), [span(0, 100, 0)]);
        }
        timebase.begin_pass(400 * MS, Some(700 * MS));
        assert_eq!(timebase.spans(400 * MS, 100), [span(0, 1, 400), span(6, 94, 18)]);
        assert_eq!(timebase.spans(700 * MS, 100), [span(0, 100, 400)]);
        // Once the user has taken over, sweeps go on from there.
        timebase.end_passes();
        assert_eq!(timebase.spans(703 * MS, 100)[0], span(0, 2, 700));
    }

    #[test]
    fn a_shorter_window_sweeps_over_a_pass_in_parts() {
        let mut timebase = Timebase::new(200.0, Display::Sweep);
        let span = |column, columns, ms: i64| Span { column, columns, start_ns: ms * MS as i64 };
        timebase.begin_pass(1_000 * MS, Some(1_300 * MS));
        assert_eq!(timebase.spans(1_210 * MS, 100), [span(0, 6, 1_200), span(10, 90, 1_020)]);
        assert_eq!(timebase.spans(1_350 * MS, 100)[0], span(0, 50, 1_200));
        timebase.begin_pass(1_400 * MS, Some(1_700 * MS));
        assert_eq!(timebase.spans(1_400 * MS, 100), [span(0, 1, 1_400), span(6, 44, 1_212)]);
    }

    #[test]
    fn whole_columns_hold_a_pass_whatever_their_number() {
        let mut timebase = Timebase::new(400.0, Display::Sweep);
        timebase.begin_pass(0, Some(400 * MS));
        for columns in 30..400 {
            let spans = timebase.spans(450 * MS, columns);
            assert_eq!(spans, [Span { column: 0, columns, start_ns: 0 }]);
        }
    }

    #[test]
    fn a_sweep_is_over_when_the_next_begins() {
        let mut timebase = Timebase::new(300.0, Display::Sweep);
        timebase.begin_pass(0, Some(300 * MS));
        assert!(timebase.is_within_sweep(10 * MS, 290 * MS));
        timebase.begin_pass(400 * MS, Some(700 * MS));
        assert!(!timebase.is_within_sweep(350 * MS, 410 * MS));
        timebase.set_display(Display::Roll);
        assert!(!timebase.is_within_sweep(410 * MS, 420 * MS));
    }
}
