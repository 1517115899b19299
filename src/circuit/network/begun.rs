//! Interrupted steps. With a million neurons a step of the exact scheme takes seconds, and so does
//! a step of any scheme in which all neurons fire onto hundreds of millions of synapses.

use std::ops::Range;

use super::super::{Halt, Observer};
use super::effort::Effort;
use super::in_flight::InFlight;
use super::shard::{Report, Shard};
use super::team::{self, Orders};

/// A step that has been begun and interrupted.
#[derive(Clone, Debug, Default)]
pub(super) struct Begun {
    /// Index of the shard whose step was interrupted.
    shard: usize,
    /// The result of that shard so far, and the results of the shards before it.
    part: Report,
    all: Report,
}

impl Begun {
    /// Number of neurons that have been updated in it.
    pub(super) fn done(&self, shards: &[Shard]) -> u64 {
        shards.get(self.shard).map_or(0, |shard| u64::from(shard.range.start) + shard.done())
    }

    /// Continues `step` with the remaining shards; returns whether the step is complete.
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

/// Advances `shards`, one after the other, through `steps` while `effort` lasts; resumes an
/// interrupted step first. Returns the number of completed steps, and where the network was halted,
/// if it was.
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
