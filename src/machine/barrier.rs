//! A barrier at which the threads of a stepped model wait for each other.

use std::hint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Spins before a thread sleeps: a few times longer than a running thread takes to arrive. A thread
/// that the scheduler has preempted arrives much later, so further spinning would be wasted.
const SPINS: u32 = 2_000;

/// A barrier for steps of microseconds: a waiting thread spins for a while before it sleeps.
#[derive(Debug)]
pub struct Barrier {
    workers: usize,
    arrived: AtomicUsize,
    round: AtomicUsize,
    /// Number of threads that sleep or are about to.
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    woken: Condvar,
}

impl Barrier {
    /// A barrier for `workers` threads.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            workers,
            arrived: AtomicUsize::new(0),
            round: AtomicUsize::new(0),
            sleepers: AtomicUsize::new(0),
            lock: Mutex::new(()),
            woken: Condvar::new(),
        }
    }

    /// Waits until all threads have called this method; then a new round begins.
    pub fn wait(&self) {
        let round = self.round.load(Ordering::Acquire);
        if self.arrived.fetch_add(1, Ordering::AcqRel) + 1 == self.workers {
            self.arrived.store(0, Ordering::Release);
            // Sequentially consistent with `sleepers`: either a sleeper sees the new round, or this
            // thread sees the sleeper.
            self.round.store(round.wrapping_add(1), Ordering::SeqCst);
            if self.sleepers.load(Ordering::SeqCst) > 0 {
                drop(self.lock.lock());
                self.woken.notify_all();
            }
            return;
        }
        for _ in 0..SPINS {
            if self.round.load(Ordering::Acquire) != round {
                return;
            }
            hint::spin_loop();
        }
        self.sleep(round);
    }

    fn sleep(&self, round: usize) {
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |_: &mut ()| self.round.load(Ordering::SeqCst) == round;
        drop(self.woken.wait_while(guard, waits));
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// Sleeping threads are woken, and no thread gets a step ahead.
    #[test]
    fn nobody_gets_ahead() {
        const WORKERS: usize = 5;
        const STEPS: usize = 2_000;
        let (barrier, done) = (Barrier::new(WORKERS), AtomicUsize::new(0));
        let work = || {
            for step in 0..STEPS {
                done.fetch_add(1, Ordering::SeqCst);
                barrier.wait();
                assert!(done.load(Ordering::SeqCst) >= (step + 1) * WORKERS);
                barrier.wait();
                assert!(done.load(Ordering::SeqCst) <= (step + 2) * WORKERS);
            }
        };
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(work);
            }
        });
        assert_eq!(done.into_inner(), STEPS * WORKERS);
    }
}
