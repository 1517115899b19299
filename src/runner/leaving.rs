//! Giving the terminal back, at the end or while the program is stopped, and taking it again.

use std::time::Duration;

use super::outside::{Clock, InputSource, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use crate::desk::Tone;
use crate::keys::Input;
use crate::term::{Caught, Event, Outlet};

/// How long the terminal may take for the rest of the last frame at the end.
const ROOM_MAX: Duration = Duration::from_millis(100);
/// How long the last replies are awaited, and how long if a signal ends the program.
const ANSWERS_MAX: Duration = Duration::from_secs(4);
const ANSWERS_MAX_BY_SIGNAL: Duration = Duration::from_millis(400);
/// Notice where nobody would continue the program after a stop.
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
        // Other programs have used the terminal since: the rest of the frame is void.
        self.screen.out_mut().drop_rest();
        schedule.forget();
        // A program that was continued only to be ended does not take the terminal again.
        match self.signals.caught() {
            Some(Caught::Die(signal)) => schedule.inbox.fatal = Some(signal),
            _ => self.go_on(clock, schedule, 0),
        }
    }

    /// Goes on after a stop, during which other programs may have changed the terminal. Of the time
    /// since the model was last advanced, at most `passed_ns` lie before the stop.
    pub(super) fn go_on(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
        passed_ns: u64,
    ) {
        // If the terminal can't be taken again, the next frame fails.
        let _ = self.shell.retake(self.screen.out_mut());
        self.screen.redraw();
        // The terminal may have other colours by now.
        if self.follows.is_some() {
            self.screen.ask_background();
        }
        schedule.go_on(clock.now_ns(), passed_ns);
    }

    /// How long the last replies are awaited at most.
    pub(super) fn answers_max(&self) -> Duration {
        match self.signals.caught() {
            Some(Caught::Die(_)) => ANSWERS_MAX_BY_SIGNAL,
            _ => ANSWERS_MAX,
        }
    }

    /// Finishes the last frame and awaits the outstanding replies, as long as the link takes for
    /// them: the next program would read them as typed characters. A key ends the wait and is
    /// dropped. A terminal that is gone, or that does not take the rest of the frame, is not waited
    /// for.
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
