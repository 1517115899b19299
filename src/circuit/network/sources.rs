//! The sources of a projection that fired.

/// The sources of a projection whose spikes arrive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fired<'a> {
    /// Their numbers among all neurons, ascending.
    pub(super) neurons: &'a [u32],
    /// Difference between a neuron's number and its index among the sources, modulo 2^32.
    pub(super) shift: u32,
}

impl Fired<'_> {
    /// The index among the sources of the neuron with this number.
    #[inline(always)]
    pub(super) fn place(self, neuron: u32) -> usize {
        neuron.wrapping_sub(self.shift) as usize
    }

    /// The index among the sources of the neuron at `index` in the list.
    #[inline(always)]
    pub(super) fn get(self, index: usize) -> Option<usize> {
        self.neurons.get(index).map(|neuron| self.place(*neuron))
    }
}
