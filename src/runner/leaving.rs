//! Leaving the terminal, at the end or while the program is stopped, and taking it again.

use std::time::Duration;

use super::outside::{Clock, InputSource, Shell};
use super::schedule::FrameSchedule;
use super::setup::Runner;
use crate::desk::Tone;
use crate::keys::Input;
use crate::term::{Caught, Event, Outlet};

/// Longest time that the terminal may take to accept the rest of the last frame.
const ROOM_MAX: Duration = Duration::from_millis(100);
/// Longest wait for outstanding replies, and the longest if a signal ends the program.
const ANSWERS_MAX: Duration = Duration::from_secs(4);
const ANSWERS_MAX_BY_SIGNAL: Duration = Duration::from_millis(400);
/// Notice where no shell would continue the program after a stop.
const NO_SHELL: &str = "no shell to suspend to";

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Gives the terminal back and stops, if a shell can continue the program; model time does not
    /// pass meanwhile. `by_key` says whether a key asked for the stop.
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
        self.await_last_replies(clock, inputs, schedule);
        self.shell.stop(by_key);
        self.signals.forget_stop();
        // Other programs have used the terminal: the rest of the last frame is void.
        self.screen.out_mut().drop_rest();
        schedule.forget();
        // If the program was continued only to be ended, it does not take the terminal again.
        match self.signals.caught() {
            Some(Caught::Die(signal)) => schedule.inbox.fatal = Some(signal),
            _ => self.go_on(clock, schedule, 0),
        }
    }

    /// Goes on after a stop, during which other programs may have changed the terminal. The stop
    /// began at most `passed_ns` after the model was last advanced.
    pub(super) fn go_on(
        &mut self,
        clock: &impl Clock,
        schedule: &mut FrameSchedule,
        passed_ns: u64,
    ) {
        // If the terminal can't be taken again, the next frame reports the error.
        let _ = self.shell.retake(self.screen.out_mut());
        self.screen.redraw();
        // The terminal's colours may have changed.
        if self.follows.is_some() {
            self.screen.ask_background();
        }
        schedule.go_on(clock.now_ns(), passed_ns);
    }

    /// Longest wait for outstanding replies.
    pub(super) fn answers_max(&self) -> Duration {
        match self.signals.caught() {
            Some(Caught::Die(_)) => ANSWERS_MAX_BY_SIGNAL,
            _ => ANSWERS_MAX,
        }
    }

    /// Finishes the last frame and awaits the outstanding replies, which the next program would
    /// read as typed characters; the wait depends on the measured link. A key ends the wait and is
    /// dropped; a terminal that is gone, or does not accept the rest of the frame, ends it, too.
    pub(super) fn await_last_replies(
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
