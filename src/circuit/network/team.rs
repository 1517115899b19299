//! A team of worker threads that step the shards of a network together.
//!
//! Each worker owns some shards. After each step the workers exchange who fired; all see the same
//! spikes in the same order, so the number of workers leaves no trace in the result.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use super::super::{Halt, NeuronId, Observer, Probe};
use super::currents::Currents;
use super::in_flight::{InFlight, Packed};
use super::shard::{Report, Shard};
use crate::machine::{self, Barrier, Pace};
use crate::model::Scheme;

/// What all workers share.
#[derive(Clone, Copy)]
pub(super) struct Orders<'a> {
    pub(super) scheme: Scheme,
    /// Under a scheme that labels a spike with the step after the one that found it: the first step whose
    /// spikes are labelled so.
    pub(super) late_from: u64,
    pub(super) currents: &'a Currents,
    pub(super) probes: &'a [Probe],
}

/// Advances like [`advance`], with `threads` threads where measurements show that they are faster than
/// one.
pub(super) fn advance_at_pace(
    (shards, in_flight, pace): (&mut [Shard], &mut InFlight, &mut Pace),
    mut steps: Range<u64>,
    orders: Orders<'_>,
    threads: usize,
    observer: &mut impl Observer,
) -> Option<Halt> {
    if threads <= 1 || shards.len() <= 1 {
        return advance(shards, in_flight, steps, orders, 1, observer);
    }
    let mut now = Instant::now();
    while !steps.is_empty() {
        let piece = pace.next(steps.end - steps.start, now);
        let part = steps.start..steps.start + piece.steps;
        let threads = if piece.shared { threads } else { 1 };
        steps.start = part.end;
        let halt = advance(shards, in_flight, part, orders, threads, observer);
        if halt.is_some() {
            return halt;
        }
        let before = std::mem::replace(&mut now, Instant::now());
        pace.took(piece, now - before, now);
    }
    None
}

/// Advances `shards` through `steps` with at most `threads` threads; returns where the network was
/// halted, if it was. Where a thread cannot be started, the others take over its shards.
pub(super) fn advance(
    shards: &mut [Shard],
    in_flight: &mut InFlight,
    steps: Range<u64>,
    orders: Orders<'_>,
    threads: usize,
    observer: &mut impl Observer,
) -> Option<Halt> {
    let share = shards.len().div_ceil(threads.max(1));
    let wanted = shards.len().div_ceil(share);
    if wanted == 1 {
        return work(shards, in_flight, steps, orders, None, &mut |told| told.to(observer));
    }
    let exchange = OnceLock::new();
    thread::scope(|scope| {
        let others = machine::hire(scope, wanted - 1, |share: Share<'_>| {
            let Share { shards, mut in_flight, steps, place } = share;
            work(shards, &mut in_flight, steps, orders, Some(place), &mut |_| ());
        });
        // Shards are shared out once it is known how many threads could be started.
        let share = shards.len().div_ceil(others.len() + 1);
        let exchange = exchange.get_or_init(|| Exchange::new(shards.len().div_ceil(share)));
        let (own, rest) = shards.split_at_mut(share);
        for ((worker, shards), other) in (1..).zip(rest.chunks_mut(share)).zip(&others) {
            let (in_flight, steps) = (in_flight.share(), steps.clone());
            let sent = other.send(Share { shards, in_flight, steps, place: (exchange, worker) });
            sent.expect("a thread that waits to be sent its share");
        }
        drop(others);
        let place = Some((exchange, 0));
        work(own, in_flight, steps, orders, place, &mut |told| told.to(observer))
    })
}

/// One worker: its shards, and the barrier at which it meets the others.
struct Share<'a> {
    shards: &'a mut [Shard],
    in_flight: InFlight,
    steps: Range<u64>,
    place: (&'a Exchange, usize),
}

/// The report of a step, as observers receive it.
pub(super) struct StepReport<'a> {
    step: u64,
    report: &'a Report,
    /// Neurons whose spikes carry this step's label, if they differ from those that the step found.
    late: Option<&'a [u32]>,
}

impl StepReport<'_> {
    pub(super) fn to(&self, observer: &mut impl Observer) {
        let Self { step, report, late } = *self;
        match late {
            Some(fired) => {
                fired.iter().for_each(|&neuron| observer.spike(NeuronId::new(neuron), step, 0.0))
            }
            None if report.offsets_ms.is_empty() => {
                report
                    .fired
                    .iter()
                    .for_each(|&neuron| observer.spike(NeuronId::new(neuron), step, 0.0));
            }
            None => {
                for (&neuron, &offset_ms) in report.fired.iter().zip(&report.offsets_ms) {
                    observer.spike(NeuronId::new(neuron), step, offset_ms);
                }
            }
        }
        report.arrivals.iter().for_each(|arrival| observer.arrival(step, arrival));
        for &(probe, reading) in &report.readings {
            observer.reading(probe, step, reading);
        }
        report
            .unstable
            .iter()
            .for_each(|&neuron| observer.unstable(NeuronId::new(neuron), step, None));
        observer.end(step, report.word);
    }
}

/// The loop of one worker.
fn work(
    shards: &mut [Shard],
    in_flight: &mut InFlight,
    steps: Range<u64>,
    orders: Orders<'_>,
    place: Option<(&Exchange, usize)>,
    tell: &mut impl FnMut(StepReport<'_>),
) -> Option<Halt> {
    let (mut part, mut all) = (Report::default(), Report::default());
    for step in steps {
        all.clear();
        for shard in &mut *shards {
            let at = (step, orders.scheme);
            shard.step(at, in_flight, (orders.currents, orders.probes), &mut part);
            all.append(&part);
        }
        if let Some((exchange, worker)) = place {
            exchange.share(step, worker, &mut all, in_flight);
        }
        let halt = end_step(step, &mut all, in_flight, orders, tell);
        if halt.is_some() {
            return halt;
        }
        // One of the workers stores the spikes for all.
        if place.is_none_or(|(_, worker)| worker == 0) {
            let packed = in_flight.keep_last();
            if let (Some((exchange, _)), Some(packed)) = (place, packed) {
                exchange.leave_packed(step, packed.clone());
            }
        }
    }
    None
}

/// Reports the result of a step and stores its spikes; returns where the network was halted, if it
/// was.
pub(super) fn end_step(
    step: u64,
    all: &mut Report,
    in_flight: &mut InFlight,
    orders: Orders<'_>,
    tell: &mut impl FnMut(StepReport<'_>),
) -> Option<Halt> {
    if let Some((number, fault)) = all.fault {
        let neuron = NeuronId::new(number);
        return Some(Halt { neuron, step, offset_ms: 0.0, fault });
    }
    all.readings.sort_unstable_by_key(|(probe, _)| *probe);
    let late = (orders.scheme == Scheme::Izh2003)
        .then(|| if step > orders.late_from { in_flight.last() } else { &[] });
    tell(StepReport { step, report: all, late });
    in_flight.end_step(&all.fired);
    None
}

/// The exchange between workers: two tables used in turn, of which one is filled while the other is
/// read.
struct Exchange {
    tables: [Table; 2],
    barrier: Barrier,
}

#[derive(Default)]
struct Table {
    /// The result of each worker's step.
    reports: Vec<Mutex<Report>>,
    /// The spikes of the step, as stored in the ring. The first worker publishes them after the
    /// workers have met, so the others find them at the next meeting: no spike with a longer delay
    /// arrives earlier.
    packed: Mutex<Option<Arc<Packed>>>,
}

impl Exchange {
    fn new(workers: usize) -> Self {
        let reports = || (0..workers).map(|_| Mutex::default()).collect();
        let table = || Table { reports: reports(), packed: Mutex::default() };
        Self { tables: [table(), table()], barrier: Barrier::new(workers) }
    }

    fn table(&self, step: u64) -> &Table {
        &self.tables[(step % 2) as usize]
    }

    /// Publishes the result of `worker`, waits at the barrier, and returns the results of all. The
    /// published spikes of the step before go into `in_flight`.
    fn share(&self, step: u64, worker: usize, report: &mut Report, in_flight: &mut InFlight) {
        let table = self.table(step);
        std::mem::swap(&mut *lock_of(&table.reports[worker]), report);
        self.barrier.wait();
        report.clear();
        for slot in &table.reports {
            report.append(&lock_of(slot));
        }
        if worker > 0
            && let Some(before) = step.checked_sub(1)
            && let Some(packed) = &*lock_of(&self.table(before).packed)
        {
            in_flight.take_over(packed.clone());
        }
    }

    fn leave_packed(&self, step: u64, packed: Arc<Packed>) {
        *lock_of(&self.table(step).packed) = Some(packed);
    }
}

fn lock_of<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
