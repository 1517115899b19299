//! The event loop: clock -> pacer -> engine -> draw -> input -> app.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::app::{App, Effect, Front, Input, Link, Program};
use crate::term::{Caught, Keyboard, Modes, Screen, Signals, stop};
use crate::ui::{self, Look, Rolling};

/// Longest wait for a key while the picture stands still.
const IDLE_WAIT: Duration = Duration::from_millis(250);
/// Inputs handled before the next frame, however many arrive.
const INPUTS_PER_FRAME: usize = 1024;
/// Over what time the link is measured (ns).
const LINK_WINDOW_NS: u64 = 1_000_000_000;
/// How much of a frame's time the model may take.
const MODEL_SHARE: f64 = 0.6;

/// Wall time.
pub trait Clock {
    /// Nanoseconds since some moment before the start.
    fn now_ns(&self) -> u64;
}

/// The machine's monotonic clock.
#[derive(Clone, Copy, Debug)]
pub struct RealClock {
    start: Instant,
}

impl Default for RealClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for RealClock {
    fn now_ns(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
}

/// Where inputs come from.
pub trait InputSource {
    /// The next input, waiting for at most `timeout`.
    ///
    /// # Errors
    /// There will never be another one.
    fn next(&mut self, timeout: Duration) -> io::Result<Option<Input>>;
}

impl InputSource for Keyboard {
    fn next(&mut self, timeout: Duration) -> io::Result<Option<Input>> {
        Keyboard::next(self, timeout)
    }
}

/// What the loop needs from the outside.
pub trait Shell {
    /// Size of the terminal (columns, rows).
    ///
    /// # Errors
    /// There is no terminal any more.
    fn size(&self) -> io::Result<(u16, u16)>;
    /// Opens a recording and hands it to `app`, or tells the user why not.
    fn open_recording(&mut self, app: &mut App);
    /// Saves the preset that `app` has ready, and tells it what became of that.
    fn save_preset(&mut self, app: &mut App);
    /// The modes of the terminal, to be left while the program is stopped.
    fn modes(&self) -> Option<&Modes>;
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The user left.
    Quit,
    /// A signal asked to.
    Signal(i32),
}

/// The loop with all it works on.
pub struct Runner<'a, W, S> {
    /// The program's state.
    pub program: &'a mut Program,
    /// Where frames go.
    pub screen: Screen<W>,
    /// Files and terminal.
    pub shell: S,
    /// How things are drawn.
    pub look: Look,
    /// Most frames per second.
    pub frames_per_s: u32,
    /// Signals to watch for.
    pub signals: Signals,
}

/// Counts frames and bytes over a second.
#[derive(Debug, Default)]
struct Meter {
    since_ns: u64,
    frames: u64,
    bytes: u64,
}

impl Meter {
    fn add(&mut self, bytes: usize) {
        self.frames += u64::from(bytes > 0);
        self.bytes += bytes as u64;
    }

    /// The rates, once a second.
    fn read(&mut self, now_ns: u64) -> Option<Link> {
        let elapsed_ns = now_ns - self.since_ns;
        if elapsed_ns < LINK_WINDOW_NS {
            return None;
        }
        let per_s = |count: u64| count as f64 * 1e9 / elapsed_ns as f64;
        let link = Link { frames_per_s: per_s(self.frames), bytes_per_s: per_s(self.bytes) };
        *self = Self { since_ns: now_ns, ..Self::default() };
        Some(link)
    }
}

impl<W: Write, S: Shell> Runner<'_, W, S> {
    /// Runs until the user leaves or a signal comes.
    ///
    /// # Errors
    /// The terminal can't be read or written any more.
    pub fn run(&mut self, clock: &impl Clock, inputs: &mut impl InputSource) -> io::Result<End> {
        let period_ns = 1_000_000_000 / u64::from(self.frames_per_s.max(1));
        let mut last_ns = clock.now_ns();
        let mut deadline_ns = last_ns;
        let mut meter = Meter { since_ns: last_ns, ..Meter::default() };
        loop {
            self.catch_up(clock, &mut last_ns, period_ns);
            // A reading of its own writing would keep a paused picture from standing still.
            if self.program.paused() {
                self.program.set_link(None);
            } else if let Some(link) = meter.read(last_ns) {
                self.program.set_link(Some(link));
            }
            let bytes = self.draw()?;
            meter.add(bytes);
            // A frame drawn early, on a key, does not put off the next one that is due.
            if last_ns >= deadline_ns {
                deadline_ns = (deadline_ns + period_ns).max(last_ns);
            }

            let still = self.program.paused() && bytes == 0;
            if let Some(end) = self.wait(clock, inputs, &mut last_ns, deadline_ns, still)? {
                return Ok(end);
            }
        }
    }

    /// Brings the model up to now.
    fn catch_up(&mut self, clock: &impl Clock, last_ns: &mut u64, period_ns: u64) {
        let now_ns = clock.now_ns();
        let budget_ns = (period_ns as f64 * MODEL_SHARE) as u64;
        self.program.tick(now_ns - *last_ns, || clock.now_ns() - now_ns < budget_ns);
        *last_ns = now_ns;
    }

    fn draw(&mut self) -> io::Result<usize> {
        let size = self.shell.size()?;
        self.program.fit(size);
        let (front, look) = (self.program.front(), &self.look);
        let rolling = |area| match front {
            Front::Scope(app) => Rolling::of(app, area),
            Front::Gallery(_) => None,
        };
        self.screen.draw(size, rolling, |buf| ui::render_front(buf, front, look))
    }

    /// Waits until `deadline_ns` or until something was put in, whichever comes first, and handles
    /// whatever has been put in by then.
    fn wait(
        &mut self,
        clock: &impl Clock,
        inputs: &mut impl InputSource,
        last_ns: &mut u64,
        deadline_ns: u64,
        still: bool,
    ) -> io::Result<Option<End>> {
        let due = Duration::from_nanos(deadline_ns.saturating_sub(clock.now_ns()));
        let mut timeout = if still { due.max(IDLE_WAIT) } else { due };
        for _ in 0..INPUTS_PER_FRAME {
            let input = inputs.next(timeout)?;
            match self.signals.caught() {
                Some(Caught::Die(signal)) => return Ok(Some(End::Signal(signal))),
                Some(Caught::Stop) => self.suspend(clock, last_ns),
                None => {}
            }
            let Some(input) = input else { break };
            let budget_ns = deadline_ns.saturating_sub(*last_ns).max(1);
            self.catch_up(clock, last_ns, budget_ns);
            match self.program.handle(input) {
                Some(Effect::Quit) => return Ok(Some(End::Quit)),
                Some(Effect::Redraw) => self.screen.redraw(),
                Some(Effect::Suspend) => self.suspend(clock, last_ns),
                Some(Effect::OpenRecording) => self.open_recording(),
                Some(Effect::SavePreset) => self.save_preset(),
                Some(Effect::Open | Effect::Leave) | None => {}
            }
            timeout = Duration::ZERO;
        }
        Ok(None)
    }

    fn open_recording(&mut self) {
        if let Some(app) = self.program.scope_mut() {
            self.shell.open_recording(app);
        }
    }

    fn save_preset(&mut self) {
        if let Some(app) = self.program.scope_mut() {
            self.shell.save_preset(app);
        }
    }

    /// Gives the terminal back and stops; the model's time stands still meanwhile.
    fn suspend(&mut self, clock: &impl Clock, last_ns: &mut u64) {
        let Some(modes) = self.shell.modes() else { return };
        modes.leave();
        stop();
        // A terminal that can't be taken again shows itself at the next frame.
        let _ = modes.resume();
        self.screen.redraw();
        *last_ns = clock.now_ns();
    }
}
