//! Signals that end, stop or continue the program, noticed between two frames.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

/// Signals that end the program, on every system.
///
/// Those by which the processor tells of a fault (SEGV, BUS, ILL, FPE, TRAP) are not among them:
/// who takes note of one and goes on meets the same fault again, for good, and to restore the
/// terminal from within their handlers takes `unsafe`. ABRT is: `abort` ends the program all the
/// same.
const FATAL: [i32; 12] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
    SIGSYS, SIGABRT,
];

/// Those that only Linux has, or that end a program there alone: STKFLT, IO, PWR, and what is free
/// for any use (34 is not, with some C libraries).
fn fatal_on_linux() -> impl Iterator<Item = i32> {
    let all = [16, 29, 30].into_iter().chain(34..=64);
    all.filter(|_| {
        cfg!(target_os = "linux") && cfg!(any(target_arch = "x86_64", target_arch = "aarch64"))
    })
}

/// Signals that have arrived.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    fatal: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caught {
    /// To end, as this signal does.
    Die(i32),
    /// To stop until continued.
    Stop,
    /// To go on, after it was stopped without being asked.
    Continue,
}

impl Signals {
    /// Installs handlers that record signals instead of ending the program.
    ///
    /// # Errors
    /// The system refuses.
    pub fn watch() -> io::Result<Self> {
        let signals = Self::default();
        let watch = |signal: i32| {
            flag::register_usize(signal, Arc::clone(&signals.fatal), signal as usize).map(drop)
        };
        FATAL.into_iter().try_for_each(watch)?;
        // Of these the C library may keep some to itself.
        fatal_on_linux().for_each(|signal| drop(watch(signal)));
        flag::register(SIGTSTP, Arc::clone(&signals.stop))?;
        flag::register(SIGCONT, Arc::clone(&signals.continued))?;
        // A file that may not grow any more is then an error of the write, as a full disk is.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(signals)
    }

    /// A set in which no signal ever arrives.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The signals since the last call; a fatal signal stays recorded.
    #[must_use]
    pub fn caught(&self) -> Option<Caught> {
        let take = |flag: &AtomicBool| flag.swap(false, Ordering::SeqCst);
        match self.fatal.load(Ordering::SeqCst) {
            0 if take(&self.stop) => Some(Caught::Stop),
            0 => take(&self.continued).then_some(Caught::Continue),
            signal => Some(Caught::Die(signal as i32)),
        }
    }

    /// Clears the record of a stop that is over.
    pub fn forget_stop(&self) {
        self.stop.store(false, Ordering::SeqCst);
        self.continued.store(false, Ordering::SeqCst);
    }
}

/// Ends the program the way `signal` does. Returns only if the system refuses.
pub fn die_by(signal: i32) {
    // Returns if it takes the signal for one that ends nothing, or does not know it.
    let _ = emulate_default_handler(signal);
    // What takes the place of this program has no handlers any more.
    let _ = Command::new("/bin/sh").arg("-c").arg(format!("kill -{signal} $$")).exec();
}

/// Stops the program until it is continued; its whole group, as a terminal would, if a key asked
/// for that: those who wait for it in a script have to stop as well.
pub fn stop(with_group: bool) {
    if with_group {
        let _ = kill_current_process_group(Signal::TSTP);
    }
    let _ = emulate_default_handler(SIGTSTP);
}
