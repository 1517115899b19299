//! The event loop. It reads input, brings the model up to the time of each input, draws when a
//! frame is due and the link allows it, and carries out what the fronts leave to the shell. It owns
//! the clock: everything below gets its time as a number.

mod inbox;
mod outside;
mod schedule;
mod turn;

use std::io;
use std::time::Duration;

use ratatui::layout::Rect;

use crate::app::App;
use crate::desk::{Effect, Tone};
use crate::keys::Input;
use crate::scope::Display;
use crate::term::{
    Caught, Event, Limits, Outlet, RollPolicy, Screen, Signals, expect_answers_within,
};
use crate::ui::{self, Colors, Look, Order, Rgb, Rolling, Theme};
pub use outside::{Clock, End, InputSource, RealClock, Shell};
use schedule::FrameSchedule;
use turn::Turn;

/// Longest wait for a key while the picture stands still.
const IDLE_WAIT: Duration = Duration::from_millis(250);
/// Inputs are handled for at least this part of the time between two frames, however long drawing
/// takes.
const HANDLING_PART: u64 = 4;
/// Time between two looks at figures that change all the time (ns).
const FIGURES_NS: u64 = 500_000_000;
/// The same where the link carries them slowly (ns).
const SLOW_FIGURES_NS: u64 = 1_000_000_000;
/// The same where some of them had to wait (ns): a frame of the picture lies between.
const WAITING_FIGURES_NS: u64 = 400_000_000;
/// How long all else waits while keys change one thing after the other on a slow link (ns).
const OTHERS_NS: u64 = 1_000_000_000;
/// How long the rest of the last frame may take to go out at the end.
const ROOM_MAX: Duration = Duration::from_millis(100);
/// How long the last answers may take, and how long if a signal ends the program.
const ANSWERS_MAX: Duration = Duration::from_secs(4);
const ANSWERS_MAX_BY_SIGNAL: Duration = Duration::from_millis(400);
/// What is said where Ctrl-Z would stop the program for good.
const NO_SHELL: &str = "no shell to suspend to";
/// How much of a frame's time the model may take.
const MODEL_SHARE: f64 = 0.6;
/// How much of it work may take for which everything waits.
const WORK_SHARE: f64 = 0.9;

/// The loop with all it works on.
pub struct Runner<'a, W, S> {
    /// What is shown and run.
    pub app: &'a mut App,
    /// Where frames go.
    pub screen: Screen<W>,
    /// Files and terminal.
    pub shell: S,
    /// How things are drawn.
    pub look: Look,
    /// In how many colours the theme follows the terminal's background, if it does.
    pub follows: Option<Colors>,
    /// Most frames per second.
    pub frames_per_s: u32,
    /// For how long at most it goes on without an input, if there is an end to that.
    pub idle: Option<Duration>,
    /// Whether another program answers for the terminal that is looked at (tmux, screen, mosh), so
    /// that replies tell nothing of the link.
    pub is_shown_elsewhere: bool,
    /// Signals to watch for.
    pub signals: Signals,
}

impl<W: Outlet, S: Shell> Runner<'_, W, S> {
    /// Runs until the user leaves or a signal comes.
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
            // Not past an input whose turn has not come yet.
            let to_ns = schedule.inbox.first_ns().unwrap_or(now_ns);
            let works = self.app.work().is_some();
            let share = if works { WORK_SHARE } else { MODEL_SHARE };
            let until_ns = now_ns + (period_ns as f64 * share) as u64;
            self.catch_up(to_ns, until_ns, clock, inputs, &mut schedule);
            self.look_at_link(&mut schedule);
            self.send_rest(clock, &mut schedule)?;
            let bytes = if schedule.may_draw() {
                self.draw(clock, &mut schedule)?
            } else {
                self.ask_for_missing(clock, &mut schedule)?
            };
            let still = self.app.desk().paused && bytes == 0 && !schedule.owed && !works;
            self.wait(clock, inputs, &mut schedule, still)?;
            let end = self.handle_waiting(clock, inputs, &mut schedule);
            if let Some(end) = end.or_else(|| self.left_alone(clock, &schedule)) {
                self.take_leave(clock, inputs, &mut schedule);
                return Ok(end);
            }
        }
    }

    /// Brings the model up to `to_ns`, or as far as it gets before `until_ns`. What comes in
    /// meanwhile is taken note of.
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
        turn.look();
        self.app.tick(elapsed_ns, turn);
    }

    /// Tells the program what the link carries.
    fn look_at_link(&mut self, schedule: &mut FrameSchedule) {
        // A reading of its own writing would keep a paused picture from standing still.
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

    /// Draws a frame; returns how many bytes that took.
    fn draw(&mut self, clock: &impl Clock, schedule: &mut FrameSchedule) -> io::Result<usize> {
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
    fn ask_for_missing(
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
    fn send_rest(&mut self, clock: &impl Clock, schedule: &mut FrameSchedule) -> io::Result<bool> {
        if schedule.on_its_way() && self.screen.out_mut().send_rest()? {
            schedule.went_out(clock.now_ns());
            let awaited_ns = schedule.flow.awaited_until_ns(schedule.now_ns).unwrap_or(0);
            expect_answers_within(Duration::from_nanos(awaited_ns.saturating_sub(schedule.now_ns)));
        }
        Ok(!schedule.on_its_way())
    }

    /// Waits until the next frame is due, something was put in, or a frame that is owed can be
    /// sent.
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
            let left = if pressing { Duration::ZERO } else { left(clock, until_ns) };
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
            if schedule.inbox.is_pressing() || self::left(clock, until_ns).is_zero() {
                schedule.inbox.released = false;
                return Ok(());
            }
        }
    }

    /// Handles what waits, each input after the model was brought up to its arrival, until the next
    /// frame is due; the rest waits for its turn after that. Returns how the program ends, if it
    /// does.
    fn handle_waiting(
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
            // A frame comes first, then the rest of the step.
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

    /// The end of a loop that is not to go on for ever without an input.
    fn left_alone(&self, clock: &impl Clock, schedule: &FrameSchedule) -> Option<End> {
        let idle = self.idle.filter(|idle| schedule.without_input(clock.now_ns()) >= *idle);
        idle.map(|_| End::Idle)
    }

    /// Handles an input at whose arrival the model stands; returns whether the user leaves.
    fn handle(
        &mut self,
        input: Input,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        schedule: &mut FrameSchedule,
    ) -> bool {
        schedule.urgent = true;
        schedule.input_ns = clock.now_ns();
        // Where not everything can be sent at once, it matters what the key changes.
        let size = self.shell.size().ok().filter(|_| schedule.flow.is_slow());
        if let Some(size) = size {
            let (front, look) = (self.app.front(), &self.look);
            self.screen.begin_mark(size, |buf| ui::render_front(buf, front, look));
        }
        match self.app.handle(input) {
            Some(Effect::Quit) => return true,
            Some(Effect::Redraw) => {
                self.screen.redraw();
                schedule.flow.expedite();
            }
            Some(Effect::Suspend) => self.suspend(clock, inputs, schedule, true),
            Some(Effect::OpenRecording) => self.shell.open_recording(self.app),
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

    /// Takes the theme that suits the terminal's background, if the theme follows that; returns
    /// whether it is another one, which is drawn in full.
    fn suit(&mut self, background: Rgb) -> bool {
        let Some(colors) = self.follows else { return false };
        let theme = Theme::suiting(background, colors);
        let other = theme != self.look.theme;
        if other {
            self.look.theme = theme;
            self.screen.redraw();
        }
        other
    }

    /// Gives the terminal back and stops, if there is somebody to continue it; the model's time
    /// stands still meanwhile.
    fn suspend(
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
    fn go_on(&mut self, clock: &impl Clock, schedule: &mut FrameSchedule, passed_ns: u64) {
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
    fn answers_max(&self) -> Duration {
        match self.signals.caught() {
            Some(Caught::Die(_)) => ANSWERS_MAX_BY_SIGNAL,
            _ => ANSWERS_MAX,
        }
    }

    /// Finishes the last frame and waits for the answers that are still to come, as long as the
    /// link takes for them: they would be typed into whatever reads from the terminal next. A key
    /// ends it; what it means is lost. Who leaves has no use for a terminal that is gone, and one
    /// that does not even take the frame does not answer.
    fn take_leave(
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
            let Some(left) = until_ns.map(|ns| left(clock, ns)).filter(|left| !left.is_zero())
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

/// How long it is until `until_ns`.
fn left(clock: &impl Clock, until_ns: u64) -> Duration {
    Duration::from_nanos(until_ns.saturating_sub(clock.now_ns()))
}
