//! How much of a step may be done before it is left in the middle.

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
