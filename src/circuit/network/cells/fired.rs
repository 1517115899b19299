//! The neurons of a shard that spiked in an update, and those for which the step was too long.

/// Cells that are updated together: two of the widest vector registers. With fewer, the compiler
/// unrolls the loop over them and no longer vectorizes it.
pub(super) const LANES: usize = 16;

/// One variable of the cells that are updated together.
pub(super) type Lane<T> = [T; LANES];

/// Mark of a cell that spiked or whose state is not finite.
pub(super) const SPIKED_OR_LOST: u8 = 1;
/// Mark of a cell for which the step was too long.
pub(super) const UNSTABLE: u8 = 2;

/// Indices of the cells that spiked, ascending.
#[derive(Clone, Debug)]
pub(in crate::circuit::network) struct Fired {
    places: Vec<u32>,
    len: usize,
    /// A byte of marks for each cell.
    pub(super) marks: Vec<Lane<u8>>,
    /// Indices of the cells for which the step was too long, ascending; see
    /// [`Neuron::unstable_below_mv`](crate::model::Neuron::unstable_below_mv).
    pub(in crate::circuit::network) unstable: Vec<u32>,
}

impl Fired {
    /// No marks, for `cells` cells.
    pub(super) fn new(cells: usize) -> Self {
        let marks = vec![[0; LANES]; cells.div_ceil(LANES)];
        Self { places: vec![0; cells], len: 0, marks, unstable: Vec::new() }
    }

    pub(in crate::circuit::network) fn places(&self) -> &[u32] {
        &self.places[..self.len]
    }

    pub(in crate::circuit::network) fn clear(&mut self) {
        self.len = 0;
        self.unstable.clear();
    }

    /// Adds one index. Each cell is added at most once.
    #[inline(always)]
    pub(in crate::circuit::network) fn push(&mut self, place: u32) {
        self.places[self.len] = place;
        self.len += 1;
    }
}

/// Appends to `fired` the indices of cells that spiked with a finite state, and to its `unstable`
/// those for which the step was too long; returns whether all states are finite.
#[inline(always)]
pub(super) fn collect(marks: &[Lane<u8>], v: &[f64], first: u32, fired: &mut Fired) -> bool {
    let mut finite = true;
    let (words, _) = marks.as_flattened().as_chunks::<8>();
    for (index, bytes) in words.iter().enumerate() {
        let mut left = u64::from_le_bytes(*bytes);
        while left != 0 {
            let bit = left.trailing_zeros();
            let cell = index * 8 + bit as usize / 8;
            if 1 << (bit % 8) == UNSTABLE {
                fired.unstable.push(first + cell as u32);
            } else if v[cell] <= f64::MAX {
                fired.push(first + cell as u32);
            } else {
                finite = false;
            }
            left &= left - 1;
        }
    }
    finite
}
