//! Drawing and sending frames, and sending probes.

use std::io;
use std::time::Duration;

use super::outside::{Clock, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use crate::term::{Limits, Outlet, area_of, expect_answers_within};
use crate::ui::{self, Order, Rgb, Rolling, Theme};

/// Time between two updates of numbers that change with every frame (ns).
const FIGURES_NS: u64 = 500_000_000;
/// Time between two updates of such numbers on a slow link (ns).
const SLOW_FIGURES_NS: u64 = 1_000_000_000;
/// Time between two updates if some numbers did not fit into the last frame (ns): long enough for a
/// frame of other cells in between.
const WAITING_FIGURES_NS: u64 = 400_000_000;
/// On a slow link, longest time for which frames hold only cells that keys changed (ns).
const UNMARKED_NS: u64 = 1_000_000_000;

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Draws a frame; returns its size (bytes), 0 if nothing changed.
    pub(super) fn draw(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<usize> {
        let size = self.shell.size()?;
        self.app.fit(size);
        let arrangement = ui::arrange(area_of(size), self.app.front());
        self.app.fit_picture(arrangement.columns());
        let (front, look) = (self.app.front(), &self.look);
        // On a slow link a frame after a key holds only the cells that the key changed; while a
        // key is held down, the other cells get one frame a second.
        let (is_slow, has_marks) = (schedule.flow.is_slow(), self.screen.has_marks());
        let others_wait = schedule.now_ns - schedule.unmarked_ns < UNMARKED_NS;
        let only_marked = schedule.urgent && is_slow && has_marks && others_wait;
        let bytes = schedule.flow.budget(schedule.now_ns, schedule.urgent || has_marks);
        let early = schedule.now_ns < schedule.figures_ns;
        let same = schedule.arrangement == arrangement;
        let hold = early && same && !has_marks && (!schedule.urgent || is_slow);
        let with_lines = !schedule.urgent;
        let held = |_| {
            if hold { ui::volatile_areas(front, &arrangement, with_lines) } else { Vec::new() }
        };
        let rolling = |_| Rolling::of_arrangement(front, &arrangement);
        let order = |_| Order::of_arrangement(front, &arrangement);
        let render =
            |buf: &mut _, held: &_| ui::render_without(buf, front, &arrangement, held, look);
        let limits = Limits { bytes, only_marked };
        let drawn = self.screen.draw_within(size, limits, order, held, rolling, render)?;
        schedule.arrangement = arrangement;
        if !hold && !only_marked {
            schedule.figures_ns = schedule.now_ns
                + match drawn.figures_wait {
                    true => WAITING_FIGURES_NS,
                    false if is_slow => SLOW_FIGURES_NS,
                    false => FIGURES_NS,
                };
        }
        if !only_marked {
            schedule.unmarked_ns = schedule.now_ns;
        }
        schedule.drawn(drawn, only_marked, clock.now_ns());
        self.send_rest(clock, schedule)?;
        Ok(drawn.bytes)
    }

    /// Sends a probe if replies have been missing for too long; returns its size (bytes), or 0.
    pub(super) fn send_probe(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<usize> {
        let Some(probe) = schedule.probe() else { return Ok(0) };
        self.screen.ask(&probe)?;
        self.send_rest(clock, schedule)?;
        Ok(probe.len())
    }

    /// Sends as much of the pending output as the terminal accepts; returns whether all has gone
    /// out.
    pub(super) fn send_rest(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
    ) -> io::Result<bool> {
        if schedule.has_pending() && self.screen.out_mut().send_rest()? {
            schedule.went_out(clock.now_ns());
            let awaited_ns = schedule.flow.awaited_until_ns(schedule.now_ns).unwrap_or(0);
            expect_answers_within(Duration::from_nanos(awaited_ns.saturating_sub(schedule.now_ns)));
        }
        Ok(!schedule.has_pending())
    }

    /// Changes to the theme that suits `background`, if the theme follows the background; returns
    /// whether the theme has changed.
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
