//! The horizontal axis: which stretch of model time is shown, and in which column.

use super::{Display, ladder_down, ladder_up};
use crate::trace::NS_PER_MS;

/// Divisions of the horizontal axis.
pub(super) const DIVISIONS: f64 = 10.0;
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

    /// A time base that shows `window_ms` across the whole trace.
    #[must_use]
    pub fn new(window_ms: f64, display: Display) -> Self {
        Self { window_ms, display, back_ns: 0, trigger_ns: None }
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

    /// More time per division.
    pub fn longer(&mut self) {
        self.window_ms = ladder_up(self.ms_per_div(), Self::WINDOW_MS.1 / DIVISIONS) * DIVISIONS;
    }

    /// Less time per division.
    pub fn shorter(&mut self) {
        self.window_ms = ladder_down(self.ms_per_div(), Self::WINDOW_MS.0 / DIVISIONS) * DIVISIONS;
    }

    /// Moves half a division into the past, but not before `oldest_ns`.
    pub fn scroll_back(&mut self, now_ns: u64, oldest_ns: u64) {
        let most = now_ns.saturating_sub(oldest_ns);
        self.back_ns = (self.back_ns + self.scroll_ns()).min(most);
    }

    /// Moves half a division towards now.
    pub fn scroll_forward(&mut self) {
        self.back_ns = self.back_ns.saturating_sub(self.scroll_ns());
    }

    /// Shows now again.
    pub fn return_to_now(&mut self) {
        self.back_ns = 0;
    }

    /// Forgets where in time it was, for time begins anew.
    pub fn begin_run(&mut self) {
        (self.back_ns, self.trigger_ns) = (0, None);
    }

    fn scroll_ns(&self) -> u64 {
        (self.ms_per_div() * 0.5 * NS_PER_MS) as u64
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
        ((self.window_ms * NS_PER_MS / columns.max(1) as f64).round() as u64).max(1)
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
            Display::Sweep if self.back_ns == 0 => sweep(now_ns, column_ns, columns),
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

/// The present sweep up to the pen, and what is left of the one before.
fn sweep(now_ns: u64, column_ns: u64, columns: usize) -> Vec<Span> {
    let window_ns = column_ns * columns as u64;
    let start_ns = now_ns - now_ns % window_ns;
    let pen = ((now_ns - start_ns) / column_ns) as usize + 1;
    let mut spans = vec![Span { column: 0, columns: pen.min(columns), start_ns: start_ns as i64 }];
    // By whole cells of two columns: one that is cleared by halves is written twice.
    let resume = (pen + PEN_GAP).next_multiple_of(2);
    if resume < columns && start_ns >= window_ns {
        let start_ns = (start_ns - window_ns + resume as u64 * column_ns) as i64;
        spans.push(Span { column: resume, columns: columns - resume, start_ns });
    }
    spans
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
        timebase.shorter();
        assert_eq!(timebase.ms_per_div(), 50.0);
        timebase.longer();
        timebase.longer();
        assert_eq!(timebase.ms_per_div(), 200.0);
    }

    #[test]
    fn scrolling_stops_at_the_oldest_sample() {
        let mut timebase = Timebase::new(1000.0, Display::Sweep);
        for _ in 0..100 {
            timebase.scroll_back(2_000 * MS, 500 * MS);
        }
        assert_eq!(timebase.back_ms(), 1500.0);
        assert_eq!(timebase.spans(2_000 * MS, 100).len(), 1);
    }
}
