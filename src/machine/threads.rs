//! Threads, as many of them as can be started.

use std::num::NonZero;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder, Scope};

/// A shortage of threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Threads that worked, the one that asked included.
    pub had: usize,
    /// Threads that were to work.
    pub wanted: usize,
}

/// The worst shortage so far. The code that steps a model cannot report it; the code that started
/// the model asks.
static WORST: Mutex<Option<Shortage>> = Mutex::new(None);

/// The number of useful threads where `wanted` are asked for: at most one for each processor that
/// this process may use (affinity and control groups count), since more would only wait for each
/// other.
#[must_use]
pub fn useful_threads(wanted: usize) -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    wanted.clamp(1, processors)
}

/// Starts `wanted` threads, each of which does `work` with the one thing that it is sent, and
/// returns senders to those that could be started. A thread that is sent nothing ends.
pub fn hire<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    wanted: usize,
    work: impl Fn(T) + Copy + Send + 'scope,
) -> Vec<Sender<T>> {
    let mut hired = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let (sender, receiver) = channel();
        let work = move || receiver.recv().into_iter().for_each(work);
        // Where one can't be had, neither can the next.
        let Ok(_) = Builder::new().spawn_scoped(scope, work) else { break };
        hired.push(sender);
    }
    if hired.len() < wanted {
        note(Shortage { had: hired.len() + 1, wanted: wanted + 1 });
    }
    hired
}

fn note(shortage: Shortage) {
    let mut worst = WORST.lock().unwrap_or_else(PoisonError::into_inner);
    if worst.is_none_or(|worst| shortage.had < worst.had) {
        *worst = Some(shortage);
    }
}

/// The worst shortage of threads since the program began, if there was any.
#[must_use]
pub fn shortage() -> Option<Shortage> {
    *WORST.lock().unwrap_or_else(PoisonError::into_inner)
}
