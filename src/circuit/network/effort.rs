//! Steps that are left in the middle: with a million neurons one of the true solution takes seconds, and
//! one in which everybody fires onto hundreds of millions of synapses does so under every scheme.

use std::ops::Range;

use super::super::{Halt, Observer};
use super::in_flight::InFlight;
use super::shard::{Report, Shard};
use super::team::{self, Orders};

/// How much may be done, counted in neurons that are carried through a step of the true solution, in their
/// spikes, and in what arrives at some hundred synapses: each takes about as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(u64);

impl Effort {
    /// No bound.
    pub const UNBOUNDED: Self = Self(u64::MAX);

    /// So much of it.
    #[must_use]
    pub const fn of(amount: u64) -> Self {
        Self(amount)
    }

    pub(super) fn spend(&mut self, amount: u64) {
        self.0 = self.0.saturating_sub(amount);
    }

    pub(super) fn is_spent(self) -> bool {
        self.0 == 0
    }

    /// Synapses that count as much as a neuron.
    const SYNAPSES: usize = 256;
    /// Synapses that are carried at once.
    const SYNAPSES_AT_ONCE: usize = 1 << 16;

    /// How many rows of so many synapses are carried before the next look.
    pub(super) fn rows_of(self, synapses: usize) -> usize {
        match self {
            Self::UNBOUNDED => usize::MAX,
            // Rows of dense synapses are carried four by four.
            _ => (Self::SYNAPSES_AT_ONCE / synapses.max(1)).next_multiple_of(4).max(4),
        }
    }

    /// Counts synapses that were carried.
    pub(super) fn spend_on(&mut self, synapses: usize) {
        if *self != Self::UNBOUNDED {
            self.spend(1 + (synapses / Self::SYNAPSES) as u64);
        }
    }
}

/// A step that has been begun.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// The shard that is being carried through it.
    shard: usize,
    /// What that one has done so far, and what those before it did.
    part: Report,
    all: Report,
}

impl Begun {
    /// How many neurons have been carried through it.
    pub(super) fn done(&self, shards: &[Shard]) -> u64 {
        shards.get(self.shard).map_or(0, |shard| u64::from(shard.range.start) + shard.done())
    }

    /// Carries the shards further through `step`; returns whether they are through.
    fn go_on(
        &mut self,
        shards: &mut [Shard],
        in_flight: &mut InFlight,
        step: u64,
        orders: Orders<'_>,
        effort: &mut Effort,
    ) -> bool {
        while let Some(shard) = shards.get_mut(self.shard) {
            let outside = (orders.currents, orders.probes);
            let at = (step, orders.scheme);
            if !shard.go_on(at, in_flight, outside, &mut self.part, effort) {
                return false;
            }
            self.all.append(&self.part);
            self.shard += 1;
        }
        true
    }
}

/// Carries `shards` one after the other through `steps` as far as `effort` lasts, the first of them from
/// where it was left. Returns the number of steps made, and where it had to stop.
pub(super) fn advance(
    shards: &mut [Shard],
    in_flight: &mut InFlight,
    steps: Range<u64>,
    orders: Orders<'_>,
    (left, effort): (&mut Option<Box<Begun>>, &mut Effort),
    observer: &mut impl Observer,
) -> (u64, Option<Halt>) {
    for (made, step) in (0..).zip(steps.clone()) {
        if effort.is_spent() {
            return (made, None);
        }
        let mut begun = left.take().unwrap_or_default();
        if !begun.go_on(shards, in_flight, step, orders, effort) {
            *left = Some(begun);
            return (made, None);
        }
        effort.spend(1);
        let halt = team::end_step(step, &mut begun.all, in_flight, orders, &mut |told| {
            told.to(observer);
        });
        if halt.is_some() {
            return (made + 1, halt);
        }
        in_flight.keep_last();
    }
    (steps.end - steps.start, None)
}
