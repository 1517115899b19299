//! Starting threads, as many as the system allows.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder, Scope};

/// A shortage of threads: the system did not start all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Number of threads that worked, the caller included.
    pub had: usize,
    /// Number of threads that should have worked, the caller included.
    pub wanted: usize,
}

/// The worst shortage so far. Static because the code that steps a model can't report a shortage;
/// the code that started the model reads it with [`shortage`].
static WORST: Mutex<Option<Shortage>> = Mutex::new(None);

/// The number of threads to use if `wanted` are asked for: at least 1 and at most one per processor
/// that affinity and control groups allow this process, since more would only wait for each other.
#[must_use]
pub fn useful_threads(wanted: usize) -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    wanted.clamp(1, processors)
}

/// Starts `wanted` threads, each of which receives one value and passes it to `work`; returns the
/// senders to the threads that could be started. A thread whose sender is dropped ends.
pub fn hire<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    wanted: usize,
    work: impl Fn(T) + Copy + Send + 'scope,
) -> Vec<Sender<T>> {
    let mut hired = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let (sender, receiver) = channel();
        let work = move || receiver.recv().into_iter().for_each(work);
        // If the system refuses one thread, it will refuse the next.
        let Ok(_) = Builder::new().spawn_scoped(scope, work) else { break };
        hired.push(sender);
    }
    if hired.len() < wanted {
        note(Shortage { had: hired.len() + 1, wanted: wanted + 1 });
    }
    hired
}

/// The results of `work` on each number below `count`, in order, computed by up to `threads` threads.
/// A thread that has finished one takes the next, so none waits long for a thread that the system
/// does not schedule.
pub fn share_out<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let threads = threads.min(count);
    if threads <= 1 {
        return (0..count).map(work).collect();
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)));
    let share = |()| {
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && index < count
        {
            let result = work(index);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    thread::scope(|scope| {
        let others = hire(scope, threads - 1, share);
        others.iter().for_each(|other| other.send(()).expect("a thread that waits"));
        share(());
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
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
