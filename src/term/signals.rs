//! Signals that end, stop or continue the program; the event loop polls for them.

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
/// Signals of a processor's fault (SEGV, BUS, ILL, FPE, TRAP) are not among them: a handler that
/// returns meets the same fault again, without end, and restoring the terminal inside the handler
/// takes `unsafe`. ABRT is safe to catch: `abort` ends the program after the handler returns.
const FATAL: [i32; 12] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
    SIGSYS, SIGABRT,
];

/// Further fatal signals of Linux: STKFLT, IO, PWR and the real-time signals (some C libraries
/// reserve 34).
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

/// The request of a caught signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caught {
    /// End as this signal ends a program.
    Die(i32),
    /// Stop until continued.
    Stop,
    /// Go on after a stop that could not be caught (SIGSTOP).
    Continue,
}

impl Signals {
    /// Installs handlers that record signals instead of ending the program.
    ///
    /// # Errors
    /// The system refuses a handler.
    pub fn watch() -> io::Result<Self> {
        let signals = Self::default();
        let watch = |signal: i32| {
            flag::register_usize(signal, Arc::clone(&signals.fatal), signal as usize).map(drop)
        };
        FATAL.into_iter().try_for_each(watch)?;
        // The C library may reserve some of these.
        fatal_on_linux().for_each(|signal| drop(watch(signal)));
        flag::register(SIGTSTP, Arc::clone(&signals.stop))?;
        flag::register(SIGCONT, Arc::clone(&signals.continued))?;
        // With SIGXFSZ caught, a write beyond the file size limit fails, as on a full disk.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(signals)
    }

    /// Signals of which none ever arrives: no handlers are installed.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The most important signal since the last call; a fatal signal stays recorded.
    #[must_use]
    pub fn caught(&self) -> Option<Caught> {
        let take = |flag: &AtomicBool| flag.swap(false, Ordering::SeqCst);
        match self.fatal.load(Ordering::SeqCst) {
            0 if take(&self.stop) => Some(Caught::Stop),
            0 => take(&self.continued).then_some(Caught::Continue),
            signal => Some(Caught::Die(signal as i32)),
        }
    }

    /// Forgets stop and continue signals.
    pub fn forget_stop(&self) {
        self.stop.store(false, Ordering::SeqCst);
        self.continued.store(false, Ordering::SeqCst);
    }
}

/// Ends the program the way `signal` does by default. Returns only if the system refuses.
pub fn die_by(signal: i32) {
    // Returns if the library does not know the signal, or takes it for one that ends nothing.
    let _ = emulate_default_handler(signal);
    // A shell that replaces this process has default handlers, and sends itself the signal.
    let _ = Command::new("/bin/sh").arg("-c").arg(format!("kill -{signal} $$")).exec();
}

/// Stops the program until it is continued. With `with_group` (for a key) the whole process group
/// stops, as a terminal would do: a script that waits for this program has to stop, too.
pub fn stop(with_group: bool) {
    if with_group {
        let _ = kill_current_process_group(Signal::TSTP);
    }
    let _ = emulate_default_handler(SIGTSTP);
}
