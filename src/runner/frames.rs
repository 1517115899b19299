//! Frames: what is drawn into one, and its way out.

use std::io;
use std::time::Duration;

use ratatui::layout::Rect;

use super::outside::{Clock, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use crate::term::{Limits, Outlet, expect_answers_within};
use crate::ui::{self, Order, Rgb, Rolling, Theme};

/// Time between two looks at figures that change all the time (ns).
const FIGURES_NS: u64 = 500_000_000;
/// The same where the link carries them slowly (ns).
const SLOW_FIGURES_NS: u64 = 1_000_000_000;
/// The same where some of them had to wait (ns): a frame of the picture lies between.
const WAITING_FIGURES_NS: u64 = 400_000_000;
/// How long all else waits while keys change one thing after the other on a slow link (ns).
const OTHERS_NS: u64 = 1_000_000_000;

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Draws a frame; returns how many bytes that took.
    pub(super) fn draw(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<usize> {
        let size = self.shell.size()?;
        self.app.fit(size);
        let (front, look) = (self.app.front(), &self.look);
        // What a key did shows at once, on a slow link nothing else, but not for ever if it is
        // held.
        let (is_slow, has_marks) = (schedule.flow.is_slow(), self.screen.has_marks());
        let others_wait = schedule.now_ns - schedule.others_ns < OTHERS_NS;
        let only_marked = schedule.urgent && is_slow && has_marks && others_wait;
        let bytes = schedule.flow.budget(schedule.now_ns, schedule.urgent || has_marks);
        let early = schedule.now_ns < schedule.figures_ns;
        let arrangement = ui::arrange(Rect::new(0, 0, size.0, size.1), front);
        let same = schedule.arrangement == arrangement;
        schedule.arrangement = arrangement;
        let hold = early && same && !has_marks && (!schedule.urgent || is_slow);
        let with_lines = !schedule.urgent;
        let held =
            |area| if hold { ui::volatile_areas(front, area, with_lines) } else { Vec::new() };
        let rolling = |area| Rolling::of_front(front, area);
        let order = |area| Order::of_front(front, area);
        let render = |buf: &mut _, held: &_| ui::render_without(buf, front, held, look);
        let limits = Limits { bytes, only_marked };
        let drawn = self.screen.draw_within(size, limits, order, held, rolling, render)?;
        if !hold && !only_marked {
            schedule.figures_ns = schedule.now_ns
                + match drawn.figures_wait {
                    true => WAITING_FIGURES_NS,
                    false if is_slow => SLOW_FIGURES_NS,
                    false => FIGURES_NS,
                };
        }
        if !only_marked {
            schedule.others_ns = schedule.now_ns;
        }
        schedule.drawn(drawn, only_marked, clock.now_ns());
        self.send_rest(clock, schedule)?;
        Ok(drawn.bytes)
    }

    /// Asks after answers that are missing for too long; returns how many bytes that took.
    pub(super) fn ask_for_missing(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<usize> {
        let Some(question) = schedule.question() else { return Ok(0) };
        self.screen.ask(&question)?;
        self.send_rest(clock, schedule)?;
        Ok(question.len())
    }

    /// Sends what has not gone out yet of the last frame, if anything; returns whether all of it
    /// has.
    pub(super) fn send_rest(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<bool> {
        if schedule.on_its_way() && self.screen.out_mut().send_rest()? {
            schedule.went_out(clock.now_ns());
            let awaited_ns = schedule.flow.awaited_until_ns(schedule.now_ns).unwrap_or(0);
            expect_answers_within(Duration::from_nanos(awaited_ns.saturating_sub(schedule.now_ns)));
        }
        Ok(!schedule.on_its_way())
    }

    /// Takes the theme that suits the terminal's background, if the theme follows that; returns
    /// whether it is another one, which is drawn in full.
    pub(super) fn suit(&mut self, background: Rgb) -> bool {
        let Some(colors) = self.follows else { return false };
        let theme = Theme::suiting(background, colors);
        let other = theme != self.look.theme;
        if other {
            self.look.theme = theme;
            self.screen.redraw();
        }
        other
    }
}
