//! A synapse with a state of its own.

use super::rows::SHARD_MAX;

/// At a synapse at which no spike ever arrived, and of a neuron that never fired.
pub(super) const NEVER: u64 = u64::MAX;

/// One synapse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Synapse {
    pub(super) weight: f64,
    /// Change of the weight that has been collected.
    pub(super) change: f64,
    /// The step in which the last spike arrived, or all ones, in the upper 48 bits, and the target within
    /// the shard in the lower 16: three words a synapse are carried faster than four. So many steps take
    /// months at least.
    arrived_at: u64,
}

impl Synapse {
    /// Bits of the target.
    const TARGET_BITS: u32 = SHARD_MAX.trailing_zeros();
    /// What stands for no arrival.
    const NONE: u64 = u64::MAX >> Self::TARGET_BITS;

    pub(super) fn new(target: u32, weight: f64) -> Self {
        let arrived_at = (Self::NONE << Self::TARGET_BITS) | u64::from(target);
        Self { weight, change: 0.0, arrived_at }
    }

    /// The target's place in the shard.
    #[inline(always)]
    pub(super) fn target(&self) -> usize {
        self.arrived_at as usize % SHARD_MAX
    }

    /// Steps from the last arrival to `step`, or [`NEVER`].
    #[inline(always)]
    pub(super) fn elapsed(&self, step: u64) -> u64 {
        let arrived = self.arrived_at >> Self::TARGET_BITS;
        if arrived == Self::NONE { NEVER } else { step - arrived }
    }

    /// Notes an arrival.
    #[inline(always)]
    pub(super) fn arrive(&mut self, step: u64) {
        self.arrived_at = (step << Self::TARGET_BITS) | self.target() as u64;
    }
}
