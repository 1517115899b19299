//! The budget of work after which a step is interrupted.

/// A budget of work. Its unit is a neuron stepped by the exact scheme in a few sub-steps, or the arrival
/// of a spike at some hundred synapses: each takes about as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort(u64);

impl Effort {
    /// No bound.
    pub const UNBOUNDED: Self = Self(u64::MAX);

    /// This many units.
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

    /// Sub-steps that cost as much as one neuron that takes only a few.
    const SUBSTEPS: u64 = 8;
    /// Synapses that cost as much as one neuron.
    const SYNAPSES: usize = 256;
    /// Synapses that are processed at once.
    const SYNAPSES_AT_ONCE: usize = 1 << 16;

    /// Number of rows of this length to process before the budget is checked again.
    pub(super) fn rows_of(self, synapses: usize) -> usize {
        match self {
            Self::UNBOUNDED => usize::MAX,
            // Dense rows are processed four at a time.
            _ => (Self::SYNAPSES_AT_ONCE / synapses.max(1)).next_multiple_of(4).max(4),
        }
    }

    /// Charges a neuron that took so many sub-steps to the budget: a spike takes some ten of them, and a
    /// fast membrane may take thousands.
    pub(super) fn spend_on_substeps(&mut self, substeps: u32) {
        self.spend(1 + u64::from(substeps) / Self::SUBSTEPS);
    }

    /// Charges synapses that were processed to the budget.
    pub(super) fn spend_on(&mut self, synapses: usize) {
        if *self != Self::UNBOUNDED {
            self.spend(1 + (synapses / Self::SYNAPSES) as u64);
        }
    }
}
