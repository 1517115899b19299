//! Workers that carry the shards of a network through their steps together.
//!
//! Each worker has shards of its own, and knows of the others only which neurons fired. All see the
//! same spikes in the same order, so their number leaves no trace in what comes out.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::super::{Blowup, Observer, Probe};
use super::Currents;
use super::history::History;
use super::shard::{Report, Shard};
use crate::model::Scheme;

/// Looks at a barrier before the processor is given to others.
const SPINS: u32 = 20_000;

/// What all workers are told.
#[derive(Clone, Copy)]
pub(super) struct Orders<'a> {
    pub(super) scheme: Scheme,
    /// The first step whose label none of the spikes found before it carries.
    pub(super) late_from: u64,
    pub(super) currents: &'a Currents,
    pub(super) probes: &'a [Probe],
}

/// Carries `shards` through `steps` with at most so many threads; returns where it had to stop.
pub(super) fn advance(
    shards: &mut [Shard],
    history: &mut History,
    steps: Range<u64>,
    orders: Orders<'_>,
    threads: usize,
    observer: &mut impl Observer,
) -> Option<Blowup> {
    let share = shards.len().div_ceil(threads.max(1));
    let workers = shards.len().div_ceil(share);
    if workers == 1 {
        return work(shards, history, steps, orders, None, &mut |told| told.to(observer));
    }
    let exchange = Exchange::new(workers);
    let (own, others) = shards.split_at_mut(share);
    thread::scope(|scope| {
        for (index, shards) in others.chunks_mut(share).enumerate() {
            let (mut history, steps, exchange) = (history.clone(), steps.clone(), &exchange);
            scope.spawn(move || {
                let place = Some((exchange, index + 1));
                work(shards, &mut history, steps, orders, place, &mut |_| ());
            });
        }
        let place = Some((&exchange, 0));
        work(own, history, steps, orders, place, &mut |told| told.to(observer))
    })
}

/// What is told of a step.
struct Told<'a> {
    step: u64,
    report: &'a Report,
    /// Neurons whose spikes carry the step's label, if those are not the report's.
    late: Option<&'a [u32]>,
}

impl Told<'_> {
    fn to(&self, observer: &mut impl Observer) {
        let Self { step, report, late } = *self;
        match late {
            Some(fired) => fired.iter().for_each(|&neuron| observer.spike(neuron, step, 0.0)),
            None if report.offsets_ms.is_empty() => {
                report.fired.iter().for_each(|&neuron| observer.spike(neuron, step, 0.0));
            }
            None => {
                for (&neuron, &offset_ms) in report.fired.iter().zip(&report.offsets_ms) {
                    observer.spike(neuron, step, offset_ms);
                }
            }
        }
        report.arrivals.iter().for_each(|arrival| observer.arrival(step, arrival));
        for &(probe, reading) in &report.readings {
            observer.reading(probe, step, reading);
        }
        report.unstable.iter().for_each(|&neuron| observer.unstable(neuron, step));
        observer.end(step, report.word);
    }
}

/// The work of one worker.
fn work(
    shards: &mut [Shard],
    history: &mut History,
    steps: Range<u64>,
    orders: Orders<'_>,
    place: Option<(&Exchange, usize)>,
    tell: &mut impl FnMut(Told<'_>),
) -> Option<Blowup> {
    let (mut part, mut all) = (Report::default(), Report::default());
    for step in steps {
        all.clear();
        for shard in &mut *shards {
            let at = (step, orders.scheme);
            shard.step(at, history, orders.currents, orders.probes, &mut part);
            all.append(&part);
        }
        if let Some((exchange, worker)) = place {
            exchange.share(step, worker, &mut all);
        }
        if let Some((neuron, fault)) = all.fault {
            return Some(Blowup { neuron, step, fault });
        }
        all.readings.sort_unstable_by_key(|(probe, _)| *probe);
        let late = (orders.scheme == Scheme::Izh2003)
            .then(|| if step > orders.late_from { history.fired(step, 1) } else { &[] });
        tell(Told { step, report: &all, late });
        history.begin(step).extend_from_slice(&all.fired);
    }
    None
}

/// Where workers leave what they did for the others, on one of two tables in turn: while one is still
/// being read, the other is being filled.
struct Exchange {
    tables: [Vec<Mutex<Report>>; 2],
    barrier: Barrier,
}

impl Exchange {
    fn new(workers: usize) -> Self {
        let table = || (0..workers).map(|_| Mutex::default()).collect();
        Self { tables: [table(), table()], barrier: Barrier::new(workers) }
    }

    /// Leaves what `worker` did, waits for the others, and returns what all did.
    fn share(&self, step: u64, worker: usize, report: &mut Report) {
        let table = &self.tables[(step % 2) as usize];
        std::mem::swap(&mut *lock_of(&table[worker]), report);
        self.barrier.wait();
        report.clear();
        for slot in table {
            report.append(&lock_of(slot));
        }
    }
}

fn lock_of(slot: &Mutex<Report>) -> MutexGuard<'_, Report> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A barrier for steps of microseconds: it looks again and again before it sleeps.
struct Barrier {
    workers: usize,
    arrived: AtomicUsize,
    round: AtomicUsize,
}

impl Barrier {
    fn new(workers: usize) -> Self {
        Self { workers, arrived: AtomicUsize::new(0), round: AtomicUsize::new(0) }
    }

    fn wait(&self) {
        let round = self.round.load(Ordering::Acquire);
        if self.arrived.fetch_add(1, Ordering::AcqRel) + 1 == self.workers {
            self.arrived.store(0, Ordering::Release);
            self.round.store(round.wrapping_add(1), Ordering::Release);
            return;
        }
        let mut spins = 0;
        while self.round.load(Ordering::Acquire) == round {
            spins += 1;
            if spins < SPINS {
                std::hint::spin_loop();
            } else {
                thread::yield_now();
            }
        }
    }
}
