//! Workers that carry the shards of a network through their steps together.
//!
//! Each worker has shards of its own, and knows of the others only which neurons fired. All see the
//! same spikes in the same order, so their number leaves no trace in what comes out.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use super::super::{Halt, Observer, Probe};
use super::currents::Currents;
use super::in_flight::{InFlight, Packed};
use super::shard::{Report, Shard};
use crate::machine::{self, Barrier, Pace};
use crate::model::Scheme;

/// What all workers are told.
#[derive(Clone, Copy)]
pub(super) struct Orders<'a> {
    pub(super) scheme: Scheme,
    /// The first step whose label none of the spikes found before it carries.
    pub(super) late_from: u64,
    pub(super) currents: &'a Currents,
    pub(super) probes: &'a [Probe],
}

/// Does what [`advance`] does with so many threads where they are faster, and with one where they are not.
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

/// Carries `shards` through `steps` with at most so many threads; returns where it had to stop. Where a thread
/// can't be had, those that there are share its work.
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
        // Only now it is known how many there are to share the work.
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

/// What one worker is to carry, and where it meets the others.
struct Share<'a> {
    shards: &'a mut [Shard],
    in_flight: InFlight,
    steps: Range<u64>,
    place: (&'a Exchange, usize),
}

/// What is told of a step.
pub(super) struct Told<'a> {
    step: u64,
    report: &'a Report,
    /// Neurons whose spikes carry the step's label, if those are not the report's.
    late: Option<&'a [u32]>,
}

impl Told<'_> {
    pub(super) fn to(&self, observer: &mut impl Observer) {
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
        report.unstable.iter().for_each(|&neuron| observer.unstable(neuron, step, None));
        observer.end(step, report.word);
    }
}

/// The work of one worker.
fn work(
    shards: &mut [Shard],
    in_flight: &mut InFlight,
    steps: Range<u64>,
    orders: Orders<'_>,
    place: Option<(&Exchange, usize)>,
    tell: &mut impl FnMut(Told<'_>),
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
        // One of the workers keeps what all are to remember.
        if place.is_none_or(|(_, worker)| worker == 0) {
            let packed = in_flight.keep_last();
            if let (Some((exchange, _)), Some(packed)) = (place, packed) {
                exchange.leave_packed(step, packed.clone());
            }
        }
    }
    None
}

/// Tells of what all shards did in a step and remembers who fired; returns where it had to stop, if it
/// had to.
pub(super) fn end_step(
    step: u64,
    all: &mut Report,
    in_flight: &mut InFlight,
    orders: Orders<'_>,
    tell: &mut impl FnMut(Told<'_>),
) -> Option<Halt> {
    if let Some((neuron, fault)) = all.fault {
        return Some(Halt { neuron, step, offset_ms: 0.0, fault });
    }
    all.readings.sort_unstable_by_key(|(probe, _)| *probe);
    let late = (orders.scheme == Scheme::Izh2003)
        .then(|| if step > orders.late_from { in_flight.last() } else { &[] });
    tell(Told { step, report: all, late });
    in_flight.end_step(&all.fired);
    None
}

/// Where workers leave what they did for the others, on one of two tables in turn: while one is still
/// being read, the other is being filled.
struct Exchange {
    tables: [Table; 2],
    barrier: Barrier,
}

#[derive(Default)]
struct Table {
    /// What each worker did in the step.
    reports: Vec<Mutex<Report>>,
    /// The spikes of the step, as they are remembered. The first worker leaves them there once all have met, so the others
    /// find them when they meet again; no spike arrives later than a step but from then on.
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

    /// Leaves what `worker` did, waits for the others, and returns what all did. What all are to remember of the step before
    /// goes into `in_flight`.
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
