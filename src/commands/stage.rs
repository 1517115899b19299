//! Common parts of the live scope and of replays: terminal, look, event loop and shutdown.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use anyhow::{Context, anyhow};

use super::say::warn;
use super::settings::Settings;
use super::{CommandError, Kiosk, library, recordings};
use crate::app::App;
use crate::desk::Start;
use crate::preset::{PresetToSave, Saved};
use crate::runner::{End, InputSource, RealClock, Runner, Shell};
use crate::term::{
    self, Capabilities, Clipboard, Modes, NoTerminal, Outlet, Output, Screen, Signals, die_by,
    install_panic_hook,
};
use crate::ui::{Colors, Look, ThemeChoice};

/// A terminal that can show the scope, and the look to use.
pub(super) struct Stage {
    look: Look,
    follows: Option<Colors>,
    frames_per_s: u32,
    mouse: bool,
    can_move: bool,
    clipboard: Clipboard,
}

impl Stage {
    /// Examines the terminal without changing its state.
    pub(super) fn new(settings: &Settings) -> Result<Self, CommandError> {
        let usage = |none: NoTerminal| CommandError::Usage(none.to_string());
        if !(term::is_terminal(io::stdin()) && term::is_terminal(io::stdout())) {
            return Err(usage(NoTerminal::Absent));
        }
        let var = |name: &str| std::env::var(name).ok();
        let can = Capabilities::detect(var, settings.color).map_err(usage)?;
        let choice = settings.theme;
        let follows = choice == ThemeChoice::Auto && can.colors != Colors::None;
        let theme = choice.theme(can.colors);
        Ok(Self {
            look: Look { marker: settings.marker.unwrap_or(can.marker), theme },
            follows: (follows && can.tells_background).then_some(can.colors),
            frames_per_s: settings.frames_per_s,
            mouse: settings.mouse,
            can_move: can.can_move,
            clipboard: can.clipboard,
        })
    }

    /// Runs `app` until the user leaves or a kiosk is idle for too long, and always restores the
    /// terminal.
    pub(super) fn show(self, mut app: App, kiosk: Option<Kiosk>) -> Result<(), CommandError> {
        install_panic_hook();
        let signals = Signals::watch().context("signals can't be watched")?;
        let mut out = Output::default();
        let modes = Modes::enter(self.mouse, &mut out);
        let modes = modes.context("the terminal can't be taken over")?;
        let mut runner = Runner {
            app: &mut app,
            screen: Screen::new(out, self.can_move),
            shell: Host { modes, is_kiosk: kiosk.is_some() },
            look: self.look,
            follows: self.follows,
            frames_per_s: self.frames_per_s,
            idle: kiosk.map(|kiosk| Duration::from_secs_f64(kiosk.idle_min * 60.0)),
            is_shown_elsewhere: term::is_shown_elsewhere(),
            clipboard: self.clipboard,
            signals,
        };
        let mut inputs = keyboard();
        let run = || runner.run(&RealClock::default(), &mut inputs);
        // A panic must not keep a recording from being finished.
        let end = catch_unwind(AssertUnwindSafe(run));
        drop(runner);
        app.finish();
        for name in app.recorded() {
            warn(&format!("recorded to {name}"));
        }
        let end = end.unwrap_or_else(|panic| resume_unwind(panic));
        Self::conclude(end, app.recording_failure())
    }

    /// Converts the end of the event loop into the command's result; reports up to two failures.
    fn conclude(end: io::Result<End>, recording: Option<&str>) -> Result<(), CommandError> {
        if let Ok(End::Idle) = end {
            warn("ended: no key was pressed for a while");
        }
        if let Ok(End::Quit | End::Idle) = end {
            return recording.map_or(Ok(()), |failure| Err(anyhow!("{failure}").into()));
        }
        if let Some(failure) = recording {
            warn(failure);
        }
        if let End::Signal(signal) = end.context("the terminal is lost")? {
            die_by(signal);
            return Err(anyhow!("ended by signal {signal}").into());
        }
        Ok(())
    }
}

/// The source of inputs.
#[cfg(not(debug_assertions))]
fn keyboard() -> impl InputSource {
    term::Keyboard::default()
}

/// The source of inputs in a debug build, in which tests can request a panic.
#[cfg(debug_assertions)]
fn keyboard() -> impl InputSource {
    super::fault::Fault::from_environment()
}

/// The real terminal and file system.
struct Host {
    modes: Modes,
    /// Whether users must not reach a shell.
    is_kiosk: bool,
}

impl Shell for Host {
    fn size(&self) -> io::Result<(u16, u16)> {
        term::size()
    }

    fn open_recording(&mut self, app: &mut App) {
        if let Err(error) = recordings::start(app, &recordings::default_name(), false) {
            app.recording_refused(error.to_string());
        }
    }

    fn save_preset(&mut self, preset: &PresetToSave) -> Saved {
        library::save_preset(preset)
    }

    fn can_stop(&self) -> bool {
        !self.is_kiosk && term::has_shell()
    }

    fn stop(&mut self, with_group: bool) {
        self.modes.leave();
        term::stop(with_group);
    }

    fn retake(&mut self, out: &mut impl Outlet) -> io::Result<()> {
        self.modes.resume(out)
    }
}

/// Initial settings of a front.
pub(super) fn start(settings: &Settings, paused: bool, threads: Option<usize>) -> Start {
    Start {
        view: settings.view,
        paused,
        artificial: settings.artificial,
        threads: threads.unwrap_or(1),
        ..Start::USUAL
    }
}
