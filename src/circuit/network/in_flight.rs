//! Spikes in flight: which neurons fired in each of the latest steps, as far back as the longest
//! delay.
//!
//! All shards read the same memory; there are no per-synapse queues. The spikes of a step are
//! stored as a list of neurons, or where there are many as bit planes: one bit a neuron, or as many
//! bits as the largest number of spikes of one neuron in that step needs.

use std::ops::Range;
use std::sync::Arc;

use super::super::Recipe;

/// Bits of a word.
const WORD_BITS: u32 = u32::BITS;

/// The spikes of the latest steps, as far back as the longest delay.
#[derive(Clone, Debug)]
pub(super) struct InFlight {
    /// Number of the first neuron of each population, and the number of neurons.
    bounds: Arc<[u32]>,
    /// The neurons whose spikes were found in the last step, ascending.
    last: Vec<u32>,
    /// For each of `bounds`, the index in `last` of the first neuron from it on.
    last_places: Vec<u32>,
    /// A ring with the spikes of each step; empty if no delay is longer than one step. Workers
    /// share it.
    ring: Vec<Arc<Packed>>,
    /// The index in `ring` of the next step.
    next: usize,
    /// The list that was decoded last from bit planes.
    unpacked: Vec<u32>,
}

/// The spikes of one step.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Without `planes`: for each bound the index of the first neuron from it on, then the list of
    /// neurons. With `planes`: bit planes with one bit a neuron, one after another, which hold the
    /// binary digits of the number of its spikes, least significant first.
    words: Vec<u32>,
    planes: usize,
}

impl InFlight {
    /// No spikes in flight, with room for the delays of `recipe`.
    pub(super) fn new(recipe: &Recipe) -> Self {
        let firsts = recipe.population_ids().map(|it| recipe.range(it).start.number());
        let bounds: Arc<[u32]> = firsts.chain([recipe.neurons()]).collect();
        let delay_max = recipe.delay_max() as usize;
        let slots = if delay_max > 1 { delay_max } else { 0 };
        Self {
            last: Vec::new(),
            last_places: vec![0; bounds.len()],
            ring: (0..slots).map(|_| Arc::default()).collect(),
            next: 0,
            unpacked: Vec::new(),
            bounds,
        }
    }

    /// A handle for another worker, which shares the ring.
    pub(super) fn share(&self) -> Self {
        Self {
            bounds: self.bounds.clone(),
            last: self.last.clone(),
            last_places: self.last_places.clone(),
            ring: self.ring.clone(),
            next: self.next,
            unpacked: Vec::new(),
        }
    }

    /// The neurons whose spikes were found in the last step, in ascending order.
    pub(super) fn last(&self) -> &[u32] {
        &self.last
    }

    /// The neurons of a range of populations whose spikes were found `delay` steps before the next
    /// step, ascending.
    #[inline]
    pub(super) fn fired(&mut self, delay: u32, populations: &Range<usize>) -> &[u32] {
        if delay == 1 {
            return listed(&self.last, &self.last_places, populations);
        }
        let packed = &self.ring[self.place_before(delay as usize)];
        if packed.planes == 0 {
            let (places, list) = packed.words.split_at(self.bounds.len().min(packed.words.len()));
            return listed(list, places, populations);
        }
        let neurons = self.bounds[populations.start]..self.bounds[populations.end];
        self.unpacked.clear();
        packed.unpack(neurons, &mut self.unpacked);
        &self.unpacked
    }

    /// The index in the ring of the step that was `steps` steps before the next.
    #[inline]
    fn place_before(&self, steps: usize) -> usize {
        if self.next >= steps { self.next - steps } else { self.next + self.ring.len() - steps }
    }

    /// Ends a step that found the spikes of `fired`, given in ascending order.
    pub(super) fn end_step(&mut self, fired: &[u32]) {
        self.last.clear();
        self.last.extend_from_slice(fired);
        let places = self.bounds.iter().map(|bound| place_of(fired, *bound));
        self.last_places.clear();
        self.last_places.extend(places);
        self.next = if self.next + 1 < self.ring.len() { self.next + 1 } else { 0 };
    }

    /// Stores the spikes of the last step in the ring; returns them for the other workers, if any
    /// delay is long enough to need them.
    pub(super) fn keep_last(&mut self) -> Option<&Arc<Packed>> {
        if self.ring.is_empty() {
            return None;
        }
        let place = self.place_before(1);
        let packed = &mut self.ring[place];
        if Arc::strong_count(packed) > 1 {
            // Another worker still holds it.
            *packed = Arc::default();
        }
        let neurons = *self.bounds.last().expect("as many bounds as populations, and one more");
        Arc::get_mut(packed)?.pack(&self.last, &self.last_places, neurons);
        Some(&self.ring[place])
    }

    /// Stores in the ring what another worker stored of the last step.
    pub(super) fn take_over(&mut self, packed: Arc<Packed>) {
        let place = self.place_before(1);
        self.ring[place] = packed;
    }

    /// Removes all spikes in flight.
    pub(super) fn clear(&mut self) {
        self.end_step(&[]);
        self.ring.iter_mut().for_each(|packed| *packed = Arc::default());
    }
}

/// The index in `fired` of the first neuron from `bound` on.
fn place_of(fired: &[u32], bound: u32) -> u32 {
    fired.partition_point(|&neuron| neuron < bound) as u32
}

/// The part of a list that belongs to a range of populations.
#[inline]
fn listed<'a>(neurons: &'a [u32], places: &[u32], populations: &Range<usize>) -> &'a [u32] {
    match (places.get(populations.start), places.get(populations.end)) {
        (Some(&start), Some(&end)) => &neurons[start as usize..end as usize],
        // Nothing has been stored there yet.
        _ => &[],
    }
}

/// Words of a bit plane for `neurons` neurons.
fn plane_words(neurons: u32) -> usize {
    neurons.div_ceil(WORD_BITS) as usize
}

impl Packed {
    /// Most memory that the spikes of one step take (bytes), in a circuit of `neurons` neurons in
    /// `populations` populations, each of which spikes at most `spikes` times in a step.
    pub(super) fn bytes_max(neurons: u32, populations: usize, spikes: u32) -> u64 {
        let planes = u64::from(spikes.checked_ilog2().unwrap_or(0)) + 1;
        let word = size_of::<u32>() as u64;
        let own = (size_of::<Self>() + size_of::<Arc<Self>>() + 2 * size_of::<usize>()) as u64;
        own + planes * plane_words(neurons) as u64 * word + (populations as u64 + 1) * word
    }

    /// Stores the neurons of `fired`, as a list or as bit planes, whichever takes less memory.
    fn pack(&mut self, fired: &[u32], places: &[u32], neurons: u32) {
        self.words.clear();
        let plane = plane_words(neurons);
        let list = places.len() + fired.len();
        self.planes = if list <= plane { 0 } else { planes(fired) };
        // Exactly that much: doubling the capacity would take up to twice the memory.
        if self.planes == 0 || list <= self.planes * plane {
            self.planes = 0;
            self.words.reserve_exact(list);
            self.words.extend_from_slice(places);
            self.words.extend_from_slice(fired);
            return;
        }
        self.words.reserve_exact(self.planes * plane);
        self.words.resize(self.planes * plane, 0);
        for spikes in fired.chunk_by(|a, b| a == b) {
            let (word, bit) = (spikes[0] / WORD_BITS, spikes[0] % WORD_BITS);
            for index in 0..self.planes {
                let is_set = (spikes.len() >> index) as u32 & 1;
                self.words[index * plane + word as usize] |= is_set << bit;
            }
        }
    }

    /// Decodes the spikes of `neurons` into a list, if they are stored as bit planes.
    fn unpack(&self, neurons: Range<u32>, fired: &mut Vec<u32>) {
        let plane = self.words.len() / self.planes;
        let Range { start, end } = neurons;
        for word in start / WORD_BITS..end.div_ceil(WORD_BITS) {
            let bits = |index: usize| self.words[index * plane + word as usize];
            let first = word * WORD_BITS;
            let mut left = (0..self.planes).fold(0, |any, index| any | bits(index));
            left &= u32::MAX << start.saturating_sub(first);
            left &= u32::MAX >> (first + WORD_BITS).saturating_sub(end);
            while left != 0 {
                let bit = left.trailing_zeros();
                let counted = (0..self.planes).map(|index| ((bits(index) >> bit) & 1) << index);
                let spikes = counted.sum::<u32>() as usize;
                fired.extend(std::iter::repeat_n(first + bit, spikes));
                left &= left - 1;
            }
        }
    }
}

/// Number of bit planes that the largest number of spikes of one neuron needs.
fn planes(fired: &[u32]) -> usize {
    let spikes = fired.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or(0);
    spikes.checked_ilog2().map_or(0, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_flight(counts: &[u32], slots: usize) -> InFlight {
        let bounds: Vec<u32> = (0..=counts.len()).map(|end| counts[..end].iter().sum()).collect();
        InFlight {
            last: Vec::new(),
            last_places: vec![0; bounds.len()],
            ring: (0..slots).map(|_| Arc::default()).collect(),
            next: 0,
            unpacked: Vec::new(),
            bounds: bounds.into(),
        }
    }

    proptest! {
        /// Whatever fired comes back, from however many populations and after any delay.
        #[test]
        fn spikes_come_back(
            counts in prop::collection::vec(1_u32..100, 1..5),
            steps in prop::collection::vec(prop::collection::vec((0_u32..400, 0_usize..6), 0..200), 1..12),
            slots in 2_usize..6,
        ) {
            let mut in_flight = in_flight(&counts, slots);
            let neurons: u32 = counts.iter().sum();
            let lists: Vec<Vec<u32>> = steps.iter().map(|step| {
                let spikes = step.iter().filter(|(neuron, _)| *neuron < neurons);
                let mut list: Vec<u32> =
                    spikes.flat_map(|&(neuron, count)| std::iter::repeat_n(neuron, count)).collect();
                list.sort_unstable();
                list
            }).collect();
            for (step, list) in lists.iter().enumerate() {
                in_flight.end_step(list);
                in_flight.keep_last();
                for delay in 1..=slots.min(step + 1) {
                    let then = &lists[step + 1 - delay];
                    for start in 0..counts.len() {
                        for end in start + 1..=counts.len() {
                            let range = in_flight.bounds[start]..in_flight.bounds[end];
                            let own: Vec<u32> =
                                then.iter().copied().filter(|n| range.contains(n)).collect();
                            prop_assert_eq!(in_flight.fired(delay as u32, &(start..end)), &own);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_step_takes_no_more_than_was_counted() {
        for (neurons, spikes) in [(1000, 1), (1000, 3), (33, 9), (1, 1000)] {
            let fired: Vec<u32> =
                (0..neurons).flat_map(|n| std::iter::repeat_n(n, spikes as usize)).collect();
            let mut in_flight = in_flight(&[neurons], 2);
            in_flight.end_step(&fired);
            let packed = in_flight.keep_last().expect("a ring");
            let bytes = packed.words.capacity() * size_of::<u32>();
            assert!((bytes as u64) <= Packed::bytes_max(neurons, 1, spikes), "{neurons} {spikes}");
        }
    }
}
