//! The event loop: it advances the model, draws frames and handles inputs in turn.

use std::io;
use std::time::Duration;

use ratatui::layout::Rect;

use super::outside::{Clock, End, InputSource, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use super::turn::Turn;
use crate::desk::Effect;
use crate::keys::{Input, Mouse};
use crate::scope::Display;
use crate::term::{Outlet, RollPolicy};
use crate::ui;

/// Longest wait for an input while nothing on the screen changes.
const IDLE_WAIT: Duration = Duration::from_millis(250);
/// Inputs get at least the frame period over this number, however long drawing takes.
const HANDLING_PART: u64 = 4;
/// Share of the time between two frames for the model.
const MODEL_SHARE: f64 = 0.6;
/// Share of the time between two frames for long work, such as building a circuit.
const WORK_SHARE: f64 = 0.9;

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Runs until the user quits, a fatal signal arrives, or [`Self::idle`] ends the loop.
    ///
    /// # Errors
    /// The terminal can't be read or written any more.
    pub fn run(&mut self, clock: &impl Clock, inputs: &mut impl InputSource) -> io::Result<End> {
        let period_ns = 1_000_000_000 / u64::from(self.frames_per_s.max(1));
        let roll_policy =
            if self.is_shown_elsewhere { RollPolicy::blind() } else { RollPolicy::default() };
        let mut schedule =
            FrameSchedule::new(period_ns, clock.now_ns(), roll_policy, self.app.desk().keymap);
        if self.follows.is_some() {
            self.screen.ask_background();
        }
        loop {
            let now_ns = clock.now_ns();
            schedule.now_ns = now_ns;
            // The model must not advance past the arrival of an input that has not been handled.
            let to_ns = schedule.inbox.first_ns().unwrap_or(now_ns);
            let works = self.app.work().is_some();
            let share = if works { WORK_SHARE } else { MODEL_SHARE };
            let until_ns = now_ns + (period_ns as f64 * share) as u64;
            self.catch_up(to_ns, until_ns, clock, inputs, &mut schedule);
            self.update_link(&mut schedule);
            self.send_rest(clock, &mut schedule)?;
            let bytes = if schedule.may_draw() {
                self.draw(clock, &mut schedule)?
            } else {
                self.send_probe(clock, &mut schedule)?
            };
            let still = self.app.desk().paused && bytes == 0 && !schedule.owed && !works;
            self.wait(clock, inputs, &mut schedule, still)?;
            let end = self.handle_inbox(clock, inputs, &mut schedule);
            if let Some(end) = end.or_else(|| self.idle_end(clock, &schedule)) {
                self.await_last_replies(clock, inputs, &mut schedule);
                return Ok(end);
            }
        }
    }

    /// Advances the model to `to_ns`, but stops at the wall time `until_ns`. Inputs that arrive
    /// meanwhile go into the inbox.
    fn catch_up(
        &mut self,
        to_ns: u64,
        until_ns: u64,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
    ) {
        let elapsed_ns = to_ns.saturating_sub(schedule.model_ns);
        schedule.model_ns = schedule.model_ns.max(to_ns);
        schedule.inbox.expect(self.app.text_entry());
        let mut turn = Turn::new(clock, inputs, &self.signals, schedule, until_ns);
        turn.read_if_due();
        self.app.tick(elapsed_ns, turn);
    }

    /// Gives the front the latest measurement of the link, and roll or sweep as the link allows.
    fn update_link(&mut self, schedule: &mut FrameSchedule) {
        // The measurement is displayed: while paused it alone would change the screen.
        if self.app.desk().paused {
            self.app.desk_mut().link = None;
            schedule.roll_policy.skip(schedule.now_ns, &schedule.flow);
            return;
        }
        if let Some(link) = schedule.meter.read(schedule.now_ns, &mut schedule.flow) {
            self.app.desk_mut().link = Some(link);
        }
        if let Some(display) = self.app.display_to_suit() {
            let rolls = display == Display::Roll;
            self.app.suit_link(schedule.roll_policy.rolls(schedule.now_ns, &schedule.flow, rolls));
        }
    }

    /// Waits until the next frame is due, an input arrives, or a reply allows a postponed frame.
    fn wait(
        &mut self,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
        still: bool,
    ) -> io::Result<()> {
        let idle_ns = if still { clock.now_ns() + IDLE_WAIT.as_nanos() as u64 } else { 0 };
        let mut until_ns = schedule.deadline_ns.max(idle_ns);
        loop {
            schedule.inbox.expect(self.app.text_entry());
            let pressing = schedule.inbox.is_pressing();
            let left = if pressing { Duration::ZERO } else { clock.left(until_ns) };
            Turn::new(clock, inputs, &self.signals, schedule, until_ns).gather(left);
            self.send_rest(clock, schedule)?;
            if let Some(background) = schedule.inbox.background.take()
                && self.suit(background)
            {
                until_ns = 0;
            }
            if std::mem::take(&mut schedule.inbox.stop) {
                self.suspend(clock, inputs, schedule, false);
                until_ns = 0;
            }
            if std::mem::take(&mut schedule.inbox.continued) {
                self.go_on(clock, schedule, schedule.period_ns);
                until_ns = 0;
            }
            if let Some(lost) = schedule.inbox.take_lost() {
                return Err(lost);
            }
            if schedule.inbox.is_pressing() || clock.left(until_ns).is_zero() {
                schedule.inbox.released = false;
                return Ok(());
            }
        }
    }

    /// Handles the inputs in the inbox until the next frame is due, each after advancing the model
    /// to the time of its arrival. Returns how the program ends, if it does.
    fn handle_inbox(
        &mut self,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
    ) -> Option<End> {
        let until_ns =
            schedule.deadline_ns.max(clock.now_ns() + schedule.period_ns / HANDLING_PART);
        loop {
            if let Some(end) = schedule.inbox.end(clock.now_ns()) {
                return Some(end);
            }
            let at_ns = schedule.inbox.first_ns()?;
            self.catch_up(at_ns, until_ns, clock, inputs, schedule);
            if let Some(end) = schedule.inbox.end(clock.now_ns()) {
                return Some(end);
            }
            // The model's step continues after the next frame.
            if self.app.is_amid_step() {
                return None;
            }
            let input = schedule.inbox.take()?;
            if self.handle(input, clock, inputs, schedule) {
                return Some(End::Quit);
            }
            if clock.now_ns() >= until_ns {
                return None;
            }
        }
    }

    /// [`End::Idle`], if no input has come for as long as [`Self::idle`] allows.
    fn idle_end(&self, clock: &impl Clock, schedule: &FrameSchedule) -> Option<End> {
        let idle = self.idle.filter(|idle| schedule.idle_time(clock.now_ns()) >= *idle);
        idle.map(|_| End::Idle)
    }

    /// Handles an input, after the model has been advanced to its arrival; returns whether the user
    /// quits.
    fn handle(
        &mut self,
        input: Input,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
    ) -> bool {
        schedule.urgent = true;
        schedule.input_ns = clock.now_ns();
        // On a slow link, the cells that the key changes are sent first.
        let size = self.shell.size().ok().filter(|_| schedule.flow.is_slow());
        if let Some(size) = size {
            let (front, look) = (self.app.front(), &self.look);
            self.screen.begin_mark(size, |buf| ui::render_front(buf, front, look));
        }
        let effect = match input {
            Input::Mouse(mouse) => self.point(mouse),
            key @ Input::Key(_) => self.app.handle(key),
        };
        match effect {
            Some(Effect::Quit) => return true,
            Some(Effect::Redraw) => {
                self.screen.redraw();
                schedule.flow.expedite();
            }
            Some(Effect::Suspend) => self.suspend(clock, inputs, schedule, true),
            Some(Effect::OpenRecording) => self.shell.open_recording(self.app),
            Some(Effect::Copy(text)) => {
                let sent = self.copy(&text);
                self.app.copied(sent);
            }
            Some(Effect::SavePreset(preset)) => {
                let saved = self.shell.save_preset(&preset);
                self.app.preset_saved(*preset, saved);
            }
            None => {}
        }
        if let Some(size) = size {
            self.app.fit(size);
            let (front, look) = (self.app.front(), &self.look);
            self.screen.end_mark(size, |buf| ui::render_front(buf, front, look));
        }
        false
    }

    /// Hands what was done with the mouse to what is on the screen there.
    fn point(&mut self, mouse: Mouse) -> Option<Effect> {
        let (width, height) = self.shell.size().ok()?;
        let area = Rect::new(0, 0, width, height);
        self.app.point(ui::pointed(area, self.app.front(), mouse))
    }

    /// Sends `text` to the clipboard, between two frames; returns whether it was sent. A terminal that
    /// is gone is noticed by the next frame.
    fn copy(&mut self, text: &str) -> bool {
        let sequence = self.clipboard.sequence(text);
        sequence.is_some_and(|bytes| self.screen.ask(&bytes).is_ok())
    }
}
