//! A synapse with a state of its own.

use super::rows::SHARD_MAX;

/// Stands for the step of an arrival or a spike that never happened.
pub(super) const NEVER: u64 = u64::MAX;

/// One synapse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Synapse {
    pub(super) weight: f64,
    /// Collected change of the weight, added at the next consolidation.
    pub(super) change: f64,
    /// Two numbers in one word, because three words a synapse load faster than four: the step of
    /// the last arrival (all ones for none) in the upper 48 bits, the target's index within the
    /// shard in the lower 16. 48 bits of steps last for months at least.
    arrived_at: u64,
}

impl Synapse {
    /// Bits that the target takes.
    const TARGET_BITS: u32 = SHARD_MAX.trailing_zeros();
    /// What stands for no arrival.
    const NONE: u64 = u64::MAX >> Self::TARGET_BITS;

    pub(super) fn new(target: u32, weight: f64) -> Self {
        let arrived_at = (Self::NONE << Self::TARGET_BITS) | u64::from(target);
        Self { weight, change: 0.0, arrived_at }
    }

    /// The target's index within the shard.
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

    /// Registers an arrival.
    #[inline(always)]
    pub(super) fn arrive(&mut self, step: u64) {
        self.arrived_at = (step << Self::TARGET_BITS) | self.target() as u64;
    }
}
