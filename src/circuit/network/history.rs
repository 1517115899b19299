//! Which neurons fired in the last steps: spikes wait here for as long as they travel.

/// A ring of lists, one a step.
#[derive(Clone, Debug)]
pub(super) struct History {
    lists: Vec<Vec<u32>>,
}

impl History {
    /// A history in which nothing has happened yet, for delays of at most `delay_max` steps.
    pub(super) fn new(delay_max: u32) -> Self {
        Self { lists: vec![Vec::new(); delay_max as usize + 1] }
    }

    fn place(&self, step: u64) -> usize {
        (step % self.lists.len() as u64) as usize
    }

    /// The neurons whose spikes were found `delay` steps before `step`, in ascending order.
    pub(super) fn fired(&self, step: u64, delay: u32) -> &[u32] {
        match step.checked_sub(u64::from(delay)) {
            Some(then) => &self.lists[self.place(then)],
            None => &[],
        }
    }

    /// Starts the list of `step` in the place of the oldest.
    pub(super) fn begin(&mut self, step: u64) -> &mut Vec<u32> {
        let place = self.place(step);
        self.lists[place].clear();
        &mut self.lists[place]
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.lists.iter_mut().for_each(Vec::clear);
    }
}
