//! Which sources of a projection fired.

/// Sources of a projection whose spikes arrive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fired<'a> {
    /// Their numbers among all neurons, ascending.
    pub(super) neurons: &'a [u32],
    /// What the numbers exceed the places among the sources by, modulo 2^32.
    pub(super) shift: u32,
}

impl Fired<'_> {
    /// The place among the sources of the neuron with this number.
    #[inline(always)]
    pub(super) fn place(self, neuron: u32) -> usize {
        neuron.wrapping_sub(self.shift) as usize
    }

    /// The place among the sources of the one at `index` in the list.
    #[inline(always)]
    pub(super) fn get(self, index: usize) -> Option<usize> {
        self.neurons.get(index).map(|neuron| self.place(*neuron))
    }
}
