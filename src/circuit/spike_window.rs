//! The limit on the firing rate under the exact scheme.

use crate::model::{Fault, taylor};

/// Counts spikes per millisecond to detect [`Fault::Runaway`] under the exact scheme.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SpikeWindow {
    start: u64,
    spikes: u32,
}

impl SpikeWindow {
    /// A window of one millisecond that starts at `step`.
    pub(super) fn starting_at(step: u64) -> Self {
        Self { start: step, spikes: 0 }
    }

    /// Counts a spike in `step`.
    ///
    /// # Errors
    /// [`Fault::Runaway`] after more than [`taylor::SPIKES_PER_MS_MAX`] in one millisecond.
    pub(super) fn count(&mut self, step: u64, steps_per_ms: u32) -> Result<(), Fault> {
        if step - self.start >= u64::from(steps_per_ms) {
            *self = Self::starting_at(step - (step - self.start) % u64::from(steps_per_ms));
        }
        self.spikes += 1;
        if self.spikes > taylor::SPIKES_PER_MS_MAX { Err(Fault::Runaway) } else { Ok(()) }
    }
}
