//! Steps of the true solution that are left in the middle: with a million neurons one takes seconds.

use std::ops::Range;

use super::super::{Blowup, Observer};
use super::history::History;
use super::shard::{Report, Shard};
use super::team::{self, Orders};
use crate::model::Scheme;

/// How much may be done, counted in neurons that are carried through a step of the true solution and in
/// their spikes, each of which takes about as long.
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
        shards.get(self.shard).map_or(0, |shard| u64::from(shard.range.start) + shard.exact_done())
    }

    /// Carries the shards further through `step`; returns whether they are through.
    fn go_on(
        &mut self,
        shards: &mut [Shard],
        history: &mut History,
        step: u64,
        orders: Orders<'_>,
        effort: &mut Effort,
    ) -> bool {
        while let Some(shard) = shards.get_mut(self.shard) {
            if !shard.advance_exactly(step, orders.currents, &mut self.part, effort) {
                return false;
            }
            shard.end(step);
            self.all.append(&self.part);
            self.shard += 1;
            if let Some(next) = shards.get_mut(self.shard) {
                next.begin_exactly(step, history, orders.currents, orders.probes, &mut self.part);
            }
        }
        true
    }
}

/// Carries `shards` one after the other through `steps` of the true solution as far as `effort` lasts, the
/// first of them from where it was left. Returns the number of steps made, and where it had to stop.
pub(super) fn advance(
    shards: &mut [Shard],
    history: &mut History,
    steps: Range<u64>,
    orders: Orders<'_>,
    (left, effort): (&mut Option<Box<Begun>>, &mut Effort),
    observer: &mut impl Observer,
) -> (u64, Option<Blowup>) {
    debug_assert_eq!(orders.scheme, Scheme::Exact);
    for (made, step) in (0..).zip(steps.clone()) {
        if effort.is_spent() {
            return (made, None);
        }
        let mut begun = left.take().unwrap_or_else(|| {
            let mut begun = Box::<Begun>::default();
            if let Some(first) = shards.first_mut() {
                first.begin_exactly(step, history, orders.currents, orders.probes, &mut begun.part);
            }
            begun
        });
        if !begun.go_on(shards, history, step, orders, effort) {
            *left = Some(begun);
            return (made, None);
        }
        let blowup = team::end_step(step, &mut begun.all, history, orders, &mut |told| {
            told.to(observer);
        });
        if blowup.is_some() {
            return (made + 1, blowup);
        }
        history.keep_last();
    }
    (steps.end - steps.start, None)
}
