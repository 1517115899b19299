//! Signals that end or stop the program, noticed between two frames.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

/// Signals that end the program.
const FATAL: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// Signals that have arrived.
#[derive(Clone, Debug)]
pub struct Signals {
    fatal: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caught {
    /// To end, as this signal does.
    Die(i32),
    /// To stop until continued.
    Stop,
}

impl Signals {
    /// Starts to take note of signals instead of dying by them.
    ///
    /// # Errors
    /// The system refuses.
    pub fn watch() -> io::Result<Self> {
        let signals =
            Self { fatal: Arc::new(AtomicUsize::new(0)), stop: Arc::new(AtomicBool::new(false)) };
        for signal in FATAL {
            flag::register_usize(signal, Arc::clone(&signals.fatal), signal as usize)?;
        }
        flag::register(SIGTSTP, Arc::clone(&signals.stop))?;
        // A file that may not grow any more is then an error of the write, as a full disk is.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(signals)
    }

    /// A set in which no signal ever arrives.
    #[must_use]
    pub fn none() -> Self {
        Self { fatal: Arc::new(AtomicUsize::new(0)), stop: Arc::new(AtomicBool::new(false)) }
    }

    /// What has arrived since the last look; a fatal signal stays.
    #[must_use]
    pub fn caught(&self) -> Option<Caught> {
        match self.fatal.load(Ordering::SeqCst) {
            0 => self.stop.swap(false, Ordering::SeqCst).then_some(Caught::Stop),
            signal => Some(Caught::Die(signal as i32)),
        }
    }
}

/// Ends the program the way `signal` does. Returns only if the system refuses.
pub fn die_by(signal: i32) {
    let _ = emulate_default_handler(signal);
}

/// Stops the program until it is continued.
pub fn stop() {
    let _ = emulate_default_handler(SIGTSTP);
}
