//! Giving the terminal back: at the end, and while the program is stopped.

use std::time::Duration;

use super::outside::{Clock, InputSource, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use crate::desk::Tone;
use crate::keys::Input;
use crate::term::{Caught, Event, Outlet};

/// How long the rest of the last frame may take to go out at the end.
const ROOM_MAX: Duration = Duration::from_millis(100);
/// How long the last answers may take, and how long if a signal ends the program.
const ANSWERS_MAX: Duration = Duration::from_secs(4);
const ANSWERS_MAX_BY_SIGNAL: Duration = Duration::from_millis(400);
/// What is said where Ctrl-Z would stop the program for good.
const NO_SHELL: &str = "no shell to suspend to";

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Gives the terminal back and stops, if there is somebody to continue it; the model's time
    /// stands still meanwhile.
    pub(super) fn suspend(
        &mut self,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
        by_key: bool,
    ) {
        if !self.shell.can_stop() {
            self.app.desk_mut().notify(Tone::Info, NO_SHELL);
            return;
        }
        self.take_leave(clock, inputs, schedule);
        self.shell.stop(by_key);
        self.signals.forget_stop();
        // What was under way went to a terminal that others have had since.
        self.screen.out_mut().drop_rest();
        schedule.forget();
        // Who was continued in order to end need not wait until it may have the terminal again.
        match self.signals.caught() {
            Some(Caught::Die(signal)) => schedule.inbox.fatal = Some(signal),
            _ => self.go_on(clock, schedule, 0),
        }
    }

    /// Goes on after the program was stopped, when the terminal may have been changed by others. Of
    /// the time since the model was last brought up to date, so much may have passed before that.
    pub(super) fn go_on(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
        passed_ns: u64,
    ) {
        // A terminal that can't be taken again shows itself at the next frame.
        let _ = self.shell.retake(self.screen.out_mut());
        self.screen.redraw();
        // It may have been given other colours meanwhile.
        if self.follows.is_some() {
            self.screen.ask_background();
        }
        schedule.go_on(clock.now_ns(), passed_ns);
    }

    /// How long the last answers may take at most.
    pub(super) fn answers_max(&self) -> Duration {
        match self.signals.caught() {
            Some(Caught::Die(_)) => ANSWERS_MAX_BY_SIGNAL,
            _ => ANSWERS_MAX,
        }
    }

    /// Finishes the last frame and waits for the answers that are still to come, as long as the
    /// link takes for them: they would be typed into whatever reads from the terminal next. A key
    /// ends it; what it means is lost. Who leaves has no use for a terminal that is gone, and one
    /// that does not even take the frame does not answer.
    pub(super) fn take_leave(
        &mut self,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
    ) {
        let begun_ns = clock.now_ns();
        let room_ns = begun_ns + ROOM_MAX.as_nanos() as u64;
        loop {
            let now_ns = clock.now_ns();
            let most_ns = begun_ns + self.answers_max().as_nanos() as u64;
            let until_ns = match self.send_rest(clock, schedule) {
                Ok(true) => schedule.flow.awaited_until_ns(now_ns).map(|ns| ns.min(most_ns)),
                Ok(false) => Some(room_ns),
                Err(_) => None,
            };
            let Some(left) = until_ns.map(|ns| clock.left(ns)).filter(|left| !left.is_zero())
            else {
                return;
            };
            match inputs.next(left, schedule.expected()) {
                Ok(Some(Event::Answer(answer))) => drop(schedule.answer(answer, clock.now_ns())),
                Ok(Some(Event::Input(Input::Key(_)))) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}
